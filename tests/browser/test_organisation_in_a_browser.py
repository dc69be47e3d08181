"""An owner's pages for the organisation, and somebody who is asked for a second step before anything else."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from accounts.models import Membership, Organisation, OwnSignIn, Role
from tests.browser.test_sign_in_in_a_browser import kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def owner(cast):
    Organisation.objects.filter(pk=cast.observatory.pk).update(domains=["observatory.example"])
    Membership.objects.create(user=cast.ines, organisation=cast.observatory, role=Role.OWNER)
    OwnSignIn.objects.create(
        organisation=cast.observatory, key="observatory", title="Star house", kind="openid_connect", client_id="likeness",
        domains=["observatory.example"], settings={"server_url": "https://id.observatory.example"}, active=False,
    )  # fmt: skip
    return cast.ines


@pytest.mark.parametrize(("size", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_the_owners_pages_are_in_order(visit, owner, cast, size, theme) -> None:
    visitor = visit(size, theme)
    visitor.signs_in(owner)
    here = "/console/organisation/"
    pages = (
        "",
        "sign-in/",
        "sign-in/new/openid_connect/",
        "sign-in/new/saml/",
        f"sign-in/{OwnSignIn.objects.get().pk}/",
    )
    for number, path in enumerate(pages):
        visitor.goes_to(here + path)
        kept(visitor, f"organisation-{theme}-{number}")
    visitor.goes_to(f"/console/people/{cast.collins.pk}/")
    visitor.page.get_by_text("Say where they work").click()
    visitor.finds_it_in_order()
    kept(visitor, f"organisation-{theme}-site")


def test_somebody_is_asked_for_a_second_step_sets_it_up_and_goes_on(visit, cast) -> None:
    Organisation.objects.filter(pk=cast.observatory.pk).update(second_step="roles")
    visitor = visit("phone")
    visitor.signs_in(cast.robin)
    visitor.reads("One more step before you go on")
    kept(visitor, "second-step")
    visitor.page.get_by_role("link", name="Set up an app").click()
    if "reauthenticate" in visitor.page.url:
        visitor.page.get_by_label("Password").fill("moon")
        visitor.page.get_by_role("button", name="Go on").click()
    secret = visitor.page.locator("code").first.inner_text()
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    visitor.page.locator("input[name=code]").fill(code)
    visitor.page.get_by_role("button", name="Switch on").click()
    visitor.reads("Your codes on paper")
    visitor.goes_to("/console/")
    assert visitor.page.url.endswith("/console/")
