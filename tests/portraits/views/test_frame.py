"""What holds on every page: the policy for browsers, error pages with a way on, signing in and out."""

import re

import pytest
from django.test import Client
from django.urls import reverse

PAGES = ["portal:portrait", "portal:selfie", "portal:photos", "portal:ask", "portal:photographer"]
DATA = r'(?![^>]*\stype="application/json")'  # read by a script, never run: no policy is needed for it
INLINE = re.compile(rf"\sstyle=|\son\w+=|<script(?![^>]*\ssrc=){DATA}|javascript:")


@pytest.mark.parametrize("name", PAGES)
def test_no_page_carries_inline_style_or_script(as_eileen, shown, photo, candidate, name: str) -> None:
    response = as_eileen.get(reverse(name))
    assert not INLINE.search(response.content.decode())
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["console:home", "console:people", "console:reviews", "console:alerts"])
def test_no_page_of_the_console_does_either(as_robin, waiting, name: str) -> None:
    assert not INLINE.search(as_robin.get(reverse(name)).content.decode())


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_reset_password_done"])
def test_signing_in_has_the_look_of_the_product(client, db, name: str) -> None:
    said = client.get(reverse(name)).content.decode()
    assert "likeness/tokens.css" in said
    assert "<h1>" in said


@pytest.mark.parametrize("name", ["account_change_password", "account_logout"])
def test_so_has_what_one_does_with_a_sign_in(as_eileen, name: str) -> None:
    assert "likeness/tokens.css" in as_eileen.get(reverse(name)).content.decode()


def test_signing_in_and_out_by_form(cast, settings) -> None:
    client = Client()
    wrong = client.post(reverse("account_login"), {"login": cast.eileen.email, "password": "sun"})
    assert 'role="alert"' in wrong.content.decode() or "errorlist" in wrong.content.decode()
    assert client.post(reverse("account_login"), {"login": cast.eileen.email, "password": "moon"}).url == "/"
    assert client.post(reverse("account_logout")).url == reverse("account_login")


def test_a_missing_page_says_what_to_do(as_eileen) -> None:
    response = as_eileen.get("/nowhere/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


def test_a_forbidden_page_says_why(as_eileen) -> None:
    said = as_eileen.get(reverse("console:home")).content.decode()
    assert "Only photo admins, owners and auditors can open this page." in said


def test_a_fault_says_that_it_is_ours(as_eileen, monkeypatch) -> None:
    def broken(*_args):
        raise RuntimeError

    monkeypatch.setattr("portraits.views.portal.portrait.stand", broken)
    as_eileen.raise_request_exception = False
    response = as_eileen.get(reverse("portal:portrait"))
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_a_request_that_makes_no_sense_is_told_so(db) -> None:
    response = Client(headers={"host": "evil.example"}).get("/")
    assert response.status_code == 400
    assert "could not be understood" in response.content.decode()


def test_a_form_from_somewhere_else_is_refused(cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.eileen, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post(reverse("portal:ask"), {})
    assert response.status_code == 403
    assert "load the page again" in response.content.decode()
