"""From a changed look to a new portrait, by hand, with real pictures measured and rendered on the way."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from portraits.collecting.intake import Arrival, add_photo
from portraits.making import enrolment, reviewing
from portraits.models import Photo, Portrait
from portraits.states import State
from tests.rule_packs import load_shipped

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()


@pytest.fixture
def published(cast, jobs_at_once, collins_jpeg, looks) -> Portrait:
    """Eileen's studio photo is shown, and two selfies say what is usual for her."""
    load_shipped()
    studio = add(cast, collins_jpeg, days_ago=400, kind=Photo.Kind.STUDIO, actor=cast.ines)
    for look, days_ago in (("same", 60), ("same again", 30)):
        add(cast, looks[look], days_ago=days_ago, kind=Photo.Kind.SELFIE, actor=cast.eileen)
    portrait = enrolment.enrol(studio, actor=cast.ines)
    reviewing.approve(portrait, ["directory", "avatar"], actor=cast.robin)
    return portrait


def add(cast, data: bytes, *, days_ago: int, kind, actor) -> Photo:
    arrival = Arrival(data, kind, declared_on=TODAY - timedelta(days=days_ago), simulated=True)
    photo, _ = add_photo(cast.collins, arrival, actor=actor)
    photo.refresh_from_db()
    return photo


def selfie(visitor, data: bytes, *, days_ago: int) -> None:
    page = visitor.page
    visitor.goes_to("/me/selfie/")
    page.get_by_label("No, I look different now").check()
    page.get_by_label("Glasses: new ones, other ones or none").check()
    page.get_by_label("One to three pictures").set_input_files(
        {"name": "selfie.jpg", "mimeType": "image/jpeg", "buffer": data}
    )
    page.get_by_text("It was not taken today").click()
    page.get_by_label("Day it was taken").fill((TODAY - timedelta(days=days_ago)).isoformat())
    page.get_by_role("button", name="Send photo").click()


@pytest.mark.requirement("C05")
@pytest.mark.requirement("C06")
@pytest.mark.requirement("C07")
@pytest.mark.requirement("R62")
def test_a_changed_look_becomes_a_new_portrait(visit, cast, published, looks, size) -> None:
    eileen = visit(size)
    eileen.signs_in(cast.eileen)
    selfie(eileen, looks["changed"], days_ago=6)
    eileen.reads("Something changed: one more selfie decides")
    Photo.objects.update(simulated=True)  # made of one exposure, which the intake would call a copy of the first
    selfie(eileen, looks["changed again"], days_ago=0)
    eileen.reads("Your portrait no longer looks like you")
    choose(eileen)
    review(visit(size), cast)
    eileen.goes_to("/me/")
    eileen.page.get_by_text("Refined by software of").wait_for()
    published.refresh_from_db()
    assert published.state == State.SUPERSEDED


def choose(eileen) -> None:
    page = eileen.page
    page.get_by_role("link", name="See your new pictures").click()
    eileen.reads("new picture")
    page.get_by_role("link", name=re.compile("^Choose")).first.click()
    eileen.reads("Is this how you look today?")
    slider = page.get_by_role("slider")
    slider.focus()
    slider.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") == "49 % Your photo, the rest New picture"
    page.get_by_role("button", name="Hand it in").click()
    page.get_by_text("Tick the box if it is how you look today").wait_for()
    page.get_by_label("This is how I look today").check()
    page.get_by_role("button", name="Hand it in").click()
    eileen.reads("A colleague is looking at your new picture")


def review(robin, cast) -> None:
    robin.signs_in(cast.robin)
    robin.reads("1 person, 0 % look like their picture")
    robin.page.get_by_role("link", name=re.compile("^Review .*Collins")).first.click()
    robin.reads("Is this Eileen Collins as they look today?")
    assert robin.page.get_by_label("ID badge").is_disabled()
    robin.page.get_by_label("LinkedIn profile photo").uncheck()
    robin.page.get_by_role("button", name="Approve and publish").click()
    robin.page.get_by_text("Look at each of these places and tick it").wait_for()
    for box in robin.page.locator("input[name=looked_at]").all():
        box.check()
    robin.page.get_by_role("button", name="Approve and publish").click()
    robin.page.wait_for_url("**/console/people/**")
    robin.reads("What happened")
    robin.page.get_by_text("Read back", exact=True).first.wait_for()
