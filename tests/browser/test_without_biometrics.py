"""Somebody who takes the comparison by software back, by hand: the same way to a new portrait, seen by people."""

import re

import pytest

from generation.models import Template
from policies.consent import Purpose
from policies.models import Release
from portraits.models import Certificate, Photo
from portraits.states import State
from tests.browser.test_the_way_in_a_browser import choose, published, selfie  # noqa: F401 (a fixture)
from tests.portraits.agreements.test_by_eye import calls  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("N07")
@pytest.mark.requirement("N08")
def test_without_biometrics_a_changed_look_becomes_a_new_portrait_all_the_same(visit, cast, published, calls, looks):  # noqa: F811
    assert Template.objects.exists()
    eileen, robin = visit("desktop"), visit("desktop")
    take_back(eileen, cast)
    assert not Template.objects.exists()
    calls.clear()
    selfie(eileen, looks["changed"], days_ago=0)
    eileen.reads("A colleague has to look at this one")
    compare(robin, cast)
    eileen.goes_to("/me/")
    eileen.reads("Your portrait no longer looks like you")
    eileen.page.get_by_role("link", name="Choose a picture").click()
    hand_in(eileen)
    approve(robin)
    published.refresh_from_db()
    assert published.state == State.SUPERSEDED
    assert calls == []
    assert not Template.objects.exists()
    assert not Photo.objects.exclude(appearance={}).exists()


def take_back(eileen, cast) -> None:
    eileen.signs_in(cast.eileen)
    eileen.goes_to("/me/agreements/")
    eileen.page.get_by_role("button", name=re.compile("^Take it back.*Comparing your face")).click()
    eileen.page.get_by_text("Taken back.").wait_for()
    eileen.finds_it_in_order()
    assert not Release.objects.filter(person=cast.collins, purpose=Purpose.BIOMETRICS, withdrawn_at=None).exists()
    eileen.goes_to(f"/me/agreements/certificates/{Certificate.objects.get().pk}/")
    eileen.goes_to("/me/agreements/biometric_comparison/?language=de")
    eileen.goes_to("/privacy/biometrics/observatory")
    eileen.reads("Faces are compared by software only of people who agreed")


def compare(robin, cast) -> None:
    robin.signs_in(cast.robin)
    robin.page.get_by_role("link", name=re.compile("^By eye")).click()
    robin.reads("1 photo waits to be compared by eye")
    robin.page.get_by_role("link", name=re.compile("^Compare.*Collins")).click()
    robin.reads("Is this Eileen Collins?")
    robin.page.get_by_label("Yes, the same person").check()
    robin.page.get_by_label("No: a new one is needed").check()
    robin.page.get_by_label("Glasses: new ones, other ones or none").check()
    robin.page.get_by_label("What you saw").fill("New glasses and grey hair.")
    robin.page.get_by_role("button", name="Decide").click()
    robin.page.get_by_text("It counts as a comparison by software would.").wait_for()


def hand_in(eileen) -> None:
    eileen.reads("new picture")
    eileen.page.get_by_role("link", name=re.compile("^Choose")).first.click()
    eileen.reads("Is this how you look today?")
    eileen.page.get_by_label("This is how I look today").check()
    eileen.page.get_by_role("button", name="Hand it in").click()
    eileen.reads("A colleague is looking at your new picture")


def approve(robin) -> None:
    robin.goes_to("/console/review/")
    robin.page.get_by_role("link", name=re.compile("^Review .*Collins")).first.click()
    robin.reads("Is this Eileen Collins as they look today?")
    robin.page.get_by_role("button", name="Approve and publish").click()
    robin.page.get_by_text("No software compared this face").wait_for()
    robin.page.get_by_label("I compared the face").check()
    for box in robin.page.locator("input[name=looked_at]").all():
        box.check()
    robin.page.get_by_role("button", name="Approve and publish").click()
    robin.page.wait_for_url("**/console/people/**")
    robin.reads("What happened")
