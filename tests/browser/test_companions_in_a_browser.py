"""A person writes what stands beside their portrait; readers see it, see a real photo, and report a picture."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from generation import picture_files
from policies.kinds import Kind
from portraits.models import Incident, Portrait, Rendition
from portraits.states import State
from tests.portraits.shown import rules, show  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page_of_collins(cast, show, collins_jpeg):  # noqa: F811
    """A generated portrait of Eileen Collins on her public page, and a real photo of this year."""
    publication = show("public_page", Kind.AI_GENERATED, person=cast.collins)
    stored = picture_files.store(collins_jpeg, person=cast.collins, folder="renditions")
    Rendition.objects.filter(pk=publication.rendition_id).update(
        image=stored.name, sha256=stored.sha256, width=720, height=720
    )
    photo = picture_files.store(collins_jpeg, person=cast.collins, folder="photos")
    face = {
        "right_eye": [245.0, 105.0], "left_eye": [200.0, 108.0], "forehead": [220.0, 70.0], "chin": [230.0, 180.0],
        "right_edge": [270.0, 120.0], "left_edge": [185.0, 125.0],
    }  # fmt: skip
    told = {"image": photo.name, "sha256": photo.sha256, "width": 512, "height": 512, "face": face}
    cast.collins.photos.update(**told, kind="studio", captured_at=timezone.now() - timedelta(days=60))
    Portrait.objects.filter(pk=publication.portrait_id).update(**told)
    return f"/p/{cast.collins.public_id.hex}/"


@pytest.mark.requirement("R54")
@pytest.mark.requirement("R56")
@pytest.mark.parametrize("screen", ["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_person_writes_beside_their_portrait_and_readers_see_a_real_photo(
    cast, visit, page_of_collins, screen, theme
):
    eileen, reader = visit(screen, theme), visit(screen, theme)
    reader.goes_to(page_of_collins)
    reader.reads("Portrait")
    expect(reader.page.get_by_text("Portrait generated with AI.")).to_be_visible()
    expect(reader.page.get_by_role("link", name="See a real photo")).to_have_count(0)

    eileen.signs_in(cast.eileen)
    eileen.goes_to("/me/page/")
    eileen.reads("Your public page shows your portrait")
    expect(eileen.page.get_by_text("Missing")).to_have_count(2)
    eileen.page.get_by_label("A few words about you").fill(
        "I was the first woman to command a Space Shuttle.\n\nI teach."
    )
    eileen.page.get_by_label("Links to your work").fill("https://example.org/sts-93 The mission of Chandra")
    eileen.page.get_by_label(re.compile("Studio photo of")).check()
    eileen.page.get_by_label("Show my name and title on the page").check()
    eileen.page.get_by_role("button", name="Keep this").click()
    eileen.finds_it_in_order()
    expect(eileen.page.get_by_text("Missing")).to_have_count(0)

    reader.goes_to(page_of_collins)
    reader.reads("Eileen Collins")
    expect(reader.page.get_by_role("link", name="The mission of Chandra")).to_be_visible()
    reader.page.get_by_role("link", name="See a real photo").click()
    reader.finds_it_in_order()
    expect(reader.page.get_by_role("img", name="Real photo")).to_be_visible()
    assert reader.errors == eileen.errors == []


@pytest.mark.requirement("R52")
@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_a_reader_reports_a_picture_and_it_comes_down(cast, visit, page_of_collins, screen, jobs_at_once):
    reader, robin, eileen = (visit(screen, "light") for _ in range(3))
    reader.goes_to(page_of_collins)
    reader.page.get_by_role("link", name="Something is wrong with this picture").click()
    reader.reads("Something is wrong with this picture")
    reader.page.get_by_label("It does not look like the person").check()
    reader.page.get_by_label("What did you see?").fill("She is twenty years older.")
    reader.page.get_by_role("button", name="Report it").click()
    reader.reads("Thank you. Somebody looks at it within a day")

    robin.signs_in(cast.robin)
    robin.goes_to("/console/reports/")
    robin.reads("1 report about pictures")
    robin.page.get_by_role("link", name="Eileen Collins").click()
    robin.reads("It does not look like the person")
    robin.page.get_by_label("Take the picture down everywhere").check()
    robin.page.get_by_role("textbox", name="Why").fill("She has grey hair now.")
    robin.page.get_by_role("button", name="Decide").click()
    robin.finds_it_in_order()
    row = Incident.objects.get()
    assert Portrait.objects.get(pk=row.portrait_id).state == State.RECALLED

    eileen.signs_in(cast.eileen)
    eileen.reads("Your portrait was taken down")
    eileen.page.get_by_role("button", name="I have read this").click()
    eileen.finds_it_in_order()
    row.refresh_from_db()
    assert row.told_at is not None
    assert reader.page.request.get(reader.address + page_of_collins).status == 404
