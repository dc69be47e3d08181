"""From an invitation to a portrait and out again on a telephone, and a photo admin's working day."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Person
from portraits.making import reviewing
from portraits.models import Photo, Portrait, Publication, Review
from portraits.states import State
from tests.rule_packs import load_shipped

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def notices(cast):
    from django.core.management import call_command

    call_command("load_notices", verbosity=0)
    load_shipped()


@pytest.mark.requirement("C07")
def test_somebody_comes_in_agrees_is_shown_and_takes_it_all_back_on_a_telephone(
    visit, cast, notices, jobs_at_once, hopper_jpeg
) -> None:
    robin = visit()
    robin.signs_in(cast.robin)
    robin.goes_to("/console/invitations/")
    robin.page.get_by_label("Name").fill("Grace Hopper")
    robin.page.get_by_label("Address").fill("grace@observatory.example")
    robin.page.get_by_role("button", name="Send the link").click()
    robin.page.get_by_text("The link went out by e-mail").wait_for()
    grace = visit("phone", "dark")
    grace.goes_to(re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1])
    for box in grace.page.locator("input[type=password]").all():
        box.fill("a long walk to the moon")
    grace.page.get_by_role("button", name="Come in").click()
    grace.page.wait_for_url("**/me/**")
    person = Person.objects.get(name="Grace Hopper")
    for purpose in ("portrait_use", "biometric_comparison", "publication"):
        agree(grace, purpose)
    add_a_photo(grace, hopper_jpeg)
    grace.page.get_by_role("button", name=re.compile("Use")).first.click()
    grace.reads("You have no portrait yet")
    reviewing.approve(Portrait.objects.get(person=person), ["directory"], actor=cast.robin)
    grace.goes_to("/me/")
    grace.page.get_by_role("heading", name="Where it is shown").wait_for()
    take_back(grace, person)


def agree(visitor, purpose: str) -> None:
    page = visitor.page
    page.goto(f"{visitor.address}/me/agreements/{purpose}/")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    if page.get_by_label("Everywhere").count():
        page.get_by_label("Everywhere").check()
    if page.locator("input[name=typed_name]").count():
        page.locator("input[name=typed_name]").fill("Grace Hopper")
    page.get_by_role("button", name="Agree").click()
    page.wait_for_url("**/me/agreements/")


def add_a_photo(visitor, data: bytes) -> None:
    visitor.goes_to("/me/selfie/")
    picture = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": data}
    visitor.page.get_by_label("One to three pictures").set_input_files(picture)
    visitor.page.get_by_role("button", name="Send photo").click()
    visitor.page.wait_for_url("**/me/photos/**")
    visitor.finds_it_in_order()


def take_back(visitor, person: Person) -> None:
    """Whoever ends the agreement to be shown is shown nowhere from then on."""
    visitor.goes_to("/me/agreements/")
    visitor.page.locator("section[aria-labelledby=where]").get_by_role(
        "button", name=re.compile("Staff directory")
    ).click()
    visitor.page.wait_for_load_state("load")
    visitor.finds_it_in_order()
    visitor.goes_to("/me/")
    assert not Publication.objects.filter(person=person, ended_at=None, placement="directory").exists()


@pytest.fixture
def in_the_directory(cast, gallery) -> None:
    shown = Portrait.objects.get(state=State.PUBLISHED)
    review = Review.objects.create(portrait=shown, approved=True, placements=["directory"], sha256=shown.sha256)
    Publication.objects.create(
        person=cast.collins, portrait=shown, placement="directory", review=review, channel="folder", job_state="done",
        published_at=timezone.now(), address="collins.jpg",
    )  # fmt: skip


@pytest.mark.requirement("C06")
@pytest.mark.usefixtures("in_the_directory", "jobs_at_once")
def test_a_photo_admins_day(visit, cast, gallery) -> None:
    robin = visit()
    robin.signs_in(cast.robin)
    robin.reads("Needs somebody today")
    decides_who_it_is(robin)
    sends_back(robin)
    robin.goes_to("/console/people/?seen=watch")
    robin.page.get_by_role("link", name=re.compile("Collins")).first.wait_for()
    takes_away(robin, cast)
    for told in ("No longer shown: Staff directory", "She asked us to."):
        robin.page.get_by_text(told).first.wait_for()
    assert not Photo.objects.get(pk=gallery["alert"].photo_id).usable


def decides_who_it_is(robin) -> None:
    page = robin.page
    page.get_by_role("link", name=re.compile("^Look at it .")).first.click()
    page.get_by_label("Somebody else").check()
    page.get_by_label("How you know").fill("I know them both.")
    page.get_by_role("button", name="Decide").click()
    robin.reads("No picture waits for an identity decision")


def sends_back(robin) -> None:
    page = robin.page
    robin.goes_to("/console/review/")
    page.get_by_role("link", name=re.compile("^Review .")).last.click()
    page.get_by_text("Choose what would make it better").click()
    page.get_by_role("button", name="Send it back").click()
    page.locator(".errorlist").first.wait_for()
    assert page.evaluate("document.activeElement.className") == "errorlist", "what was refused has the focus"
    page.get_by_label(re.compile("by a window")).check()
    page.get_by_role("button", name="Send it back").click()
    robin.reads("Nothing waits for review")


def takes_away(robin, cast) -> None:
    page = robin.page
    robin.goes_to(f"/console/people/{cast.collins.pk}/")
    page.get_by_text("Take it away").first.click()
    page.get_by_label("Why", exact=True).fill("She asked us to.")
    page.get_by_role("button", name="Take it away").click()
    page.get_by_text("Nowhere.").wait_for()
