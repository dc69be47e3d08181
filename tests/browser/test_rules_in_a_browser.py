"""From a draft of a rule to its impact, a second person, the work it makes and the end of that work."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from policies.kinds import Kind
from policies.models import RuleVersion
from portraits.models import Publication, RuleTask
from tests.portraits.shown import rules, show  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINKEDIN = "/console/rules/platform/linkedin-profile-photo/"


@pytest.fixture
def shown(show, collins_jpeg):  # noqa: F811
    """A refined portrait on LinkedIn, which the rule will forbid, and a real photo there, which it will not."""
    refined, real = show(department="Ground"), show(kind=Kind.CAMERA)
    for row in (refined, real):
        default_storage.save(row.portrait.image, ContentFile(collins_jpeg))
    return refined


@pytest.mark.requirement("R48")
@pytest.mark.requirement("R46")
@pytest.mark.parametrize(("size", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_a_rule_is_drafted_weighed_confirmed_by_a_second_person_and_its_work_is_done(
    visit, cast, jobs_at_once, shown, size, theme
) -> None:
    ines = visit(size, theme)
    ines.signs_in(cast.ines)
    drafts(ines)
    ines.page.get_by_role("button", name="Ask for a second person").click()
    ines.reads("You cannot put it in force")
    assert not RuleTask.objects.exists()
    robin = visit(size, theme)
    robin.signs_in(cast.robin)
    confirms(robin)
    assert RuleVersion.objects.get(organisation=cast.observatory).confirmed_by == cast.robin
    works(robin, shown)
    assert Publication.objects.filter(ended_at=None).count() == 1


def drafts(ines) -> None:
    page = ines.page
    ines.goes_to("/console/rules/")
    page.get_by_label("Who speaks").select_option("platform")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="LinkedIn profile photo").click()
    ines.reads("LinkedIn profile photo")
    page.get_by_role("link", name="Write the next version").click()
    ines.reads("The next version of this rule")
    page.get_by_text("Labels it asks for").click()
    page.get_by_label("Verdict: Photo enhanced by software").select_option("deny")
    page.get_by_label("Most polish").fill("7")
    page.get_by_label("Why it changes").fill("Their help page changed.")
    page.get_by_role("button", name="See whom it touches").click()
    page.get_by_text("polish.max: 7.0 is greater than the maximum of 1").wait_for()
    ines.finds_it_in_order()
    page.get_by_label("Most polish").fill("")
    page.get_by_role("button", name="See whom it touches").click()
    ines.reads("1 of 2 shown pictures would need work")
    page.get_by_text("1 not allowed any more").wait_for()
    page.get_by_role("cell", name="Ground").wait_for()


def confirms(robin) -> None:
    page = robin.page
    robin.goes_to("/console/rules/")
    page.get_by_text("Waits for a second person").wait_for()
    page.get_by_role("link", name="LinkedIn profile photo").first.click()
    robin.reads("Confirm these words")
    page.get_by_role("button", name="Confirm, in force from").click()
    robin.reads("What changed from version 1 to 2")
    page.get_by_text("confirmed by Robin").wait_for()


def works(robin, shown) -> None:
    page = robin.page
    robin.goes_to(reverse("console:work"))
    robin.reads("1 shown picture no longer keeps to the rules")
    page.get_by_role("link", name=shown.person.name).first.wait_for()
    page.get_by_text("Take it away").first.click()
    robin.finds_it_in_order()
    page.get_by_role("button", name="Take it away").click()
    robin.reads("Everything that is shown keeps to the rules")
    page.get_by_text("No longer shown", exact=True).wait_for()


def test_a_grey_zone_is_decided_and_approved(visit, cast, jobs_at_once, rules) -> None:  # noqa: F811
    ines, robin = visit(), visit(theme="dark")
    ines.signs_in(cast.ines)
    ines.goes_to("/console/rules/law/eu-ai-act-50-4-deepfake-internal/")
    ines.page.get_by_role("link", name="Decide what it leaves open").click()
    ines.reads("What shall hold")
    ines.page.get_by_label("It may be shown").check()
    ines.page.get_by_label("Reason").fill("Only the wall behind them is replaced.")
    ines.page.get_by_role("button", name="Write it down").click()
    ines.page.get_by_text("Nobody approves their own decision").wait_for()
    ines.finds_it_in_order()
    robin.signs_in(cast.robin)
    robin.goes_to("/console/rules/grey-zones/")
    robin.page.get_by_role("button", name="Approve: it may be shown").click()
    robin.page.get_by_text("May be shown", exact=True).wait_for()
    robin.finds_it_in_order()
