"""Coming in as a person does it: the pages of signing in, both themes, and a passkey of the browser's own."""

import os
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator

from accounts import invitations
from accounts.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN = ["/sign/login/", "/sign/own/?email=a@x.example", "/sign/password/reset/"]
INSIDE = ["/sign/sessions/", "/sign/organisations/", "/sign/2fa/", "/sign/2fa/totp/activate/", "/sign/2fa/webauthn/add/",
          "/console/invitations/"]  # fmt: skip
FOLDER = os.environ.get("SIGN_IN_PICTURES", "")


def kept(visitor, name: str) -> None:
    if FOLDER:
        visitor.page.screenshot(path=Path(FOLDER) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(("size", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_the_pages_of_signing_in_are_accessible_fit_and_raise_no_error(visit, cast, size: str, theme: str) -> None:
    row = invitations.invite(
        cast.observatory, email="n@observatory.example", name="Nova", role=Role.EMPLOYEE, actor=cast.robin
    )
    visitor = visit(size, theme)
    for number, path in enumerate([*OPEN, f"/sign/invitation/{invitations.link(row)}/"]):
        visitor.goes_to(path)
        kept(visitor, f"{theme}-out-{number}")
    visitor.signs_in(cast.robin)
    for number, path in enumerate(INSIDE):
        visitor.page.goto(visitor.address + path)
        if "reauthenticate" in visitor.page.url:
            visitor.finds_it_in_order()
            visitor.page.get_by_label("Password").fill("moon")
            visitor.page.get_by_role("button", name="Go on").click()
        visitor.finds_it_in_order()
        kept(visitor, f"{theme}-in-{number}")


def test_a_passkey_is_added_and_opens_the_door(visit, cast, live_server) -> None:
    """The browser's own authenticator, which asks its owner itself; localhost counts as a safe origin."""
    visitor = visit()
    visitor.address = live_server.url.replace("127.0.0.1", "localhost")
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    visitor.signs_in(cast.eileen)
    visitor.page.goto(visitor.address + "/sign/2fa/webauthn/add/")
    visitor.page.get_by_label("Password").fill("moon")
    visitor.page.get_by_role("button", name="Go on").click()
    visitor.page.get_by_label("Passwordless").check()
    visitor.page.get_by_role("button", name="Add").click()
    visitor.reads("Your codes on paper")
    kept(visitor, "codes")
    assert Authenticator.objects.filter(user=cast.eileen, type="webauthn").count() == 1
    visitor.signs_out()
    visitor.goes_to("/sign/login/")
    visitor.page.get_by_role("button", name="Use a passkey").click()
    visitor.page.wait_for_url("**/me/**")
    visitor.finds_it_in_order()
