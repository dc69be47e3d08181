"""Password, codes, passkeys, sessions: how somebody comes in, and how others are kept out."""

import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User

SECRET = "JBSWY3DPEHPK3PXP"


def entered(user: User, password: str = "moon", client: Client | None = None) -> tuple[Client, object]:
    client = client or Client()
    return client, client.post(reverse("account_login"), {"login": user.email, "password": password})


def sure(user: User) -> Client:
    """Signed in, and the password said once more."""
    client, _ = entered(user)
    client.post(reverse("account_reauthenticate"), {"password": "moon"})
    return client


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def with_app(cast) -> User:
    TOTP.activate(cast.eileen, SECRET)
    RecoveryCodes.activate(cast.eileen)
    return cast.eileen


def test_a_password_alone_opens_while_no_second_step_is_set(cast) -> None:
    client, answer = entered(cast.eileen)
    assert answer.url == reverse("home")
    assert client.get(reverse("portal:portrait")).status_code == 200


def test_with_an_app_the_password_alone_opens_nothing(with_app) -> None:
    client, answer = entered(with_app)
    assert answer.url == reverse("mfa_authenticate")
    assert client.get(reverse("portal:portrait")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.get(reverse("portal:portrait")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).status_code == 302
    assert client.get(reverse("portal:portrait")).status_code == 200


def test_a_code_opens_once(with_app) -> None:
    used = code()
    for expected in (302, 200):
        client, _ = entered(with_app)
        assert client.post(reverse("mfa_authenticate"), {"code": used}).status_code == expected


def test_a_code_on_paper_opens_once(with_app) -> None:
    paper = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()[0]
    for expected in (302, 200):
        client, _ = entered(with_app)
        assert client.post(reverse("mfa_authenticate"), {"code": paper}).status_code == expected


def test_a_secret_is_set_up_with_a_picture_that_the_page_may_show(cast) -> None:
    page = sure(cast.eileen).get(reverse("mfa_activate_totp")).content.decode()
    assert "<svg" in page
    assert "data:image" not in page
    assert not re.search(r"<(script|style)(?![^>]*(src=|application/json))|\sstyle=|\son\w+=", page)


def test_who_wants_to_change_the_second_step_says_the_password_again(cast, sign_in) -> None:
    assert "reauthenticate" in sign_in(cast.eileen).get(reverse("mfa_activate_totp")).url


def test_nobody_reaches_somebody_elses_passkey(cast, sign_in) -> None:
    theirs = Authenticator.objects.create(user=cast.eileen, type="webauthn", data={"name": "Key", "credential": {}})
    client = sure(cast.robin)
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert client.get(reverse(name, args=[theirs.pk])).status_code == 404
        assert client.post(reverse(name, args=[theirs.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", "{\"id\": 1}", "x" * 5000, "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{}}"])  # fmt: skip
def test_a_made_up_passkey_opens_nothing(cast, credential: str) -> None:
    client = Client(raise_request_exception=False)
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert client.post(reverse("mfa_login_webauthn"), {"credential": credential}).status_code in (200, 302, 400)
    assert client.get(reverse("portal:portrait")).status_code == 302


def test_the_operator_comes_in_by_the_same_door_with_the_second_step(db) -> None:
    operator = User.objects.create_superuser("op@example.org", "moon")
    TOTP.activate(operator, SECRET)
    answer = Client().post("/operator/login/", {"username": operator.email, "password": "moon"})
    assert answer.url.startswith(reverse("account_login"))
    client, answer = entered(operator)
    assert answer.url == reverse("mfa_authenticate")
    assert client.get("/operator/").status_code == 302


def test_ten_wrong_passwords_close_the_door_for_a_while(cast) -> None:
    for _ in range(10):
        entered(cast.eileen, "wrong")
    client, _ = entered(cast.eileen)  # the right one this time
    assert client.get(reverse("portal:portrait")).status_code == 302


def test_nobody_signs_up_and_nobody_changes_their_address(cast) -> None:
    client, _ = entered(cast.eileen)
    closed = ("account_signup", "account_email", "socialaccount_signup", "socialaccount_connections")
    sent = {"email": "other@observatory.example", "password1": "seven quiet herons", "action_add": ""}
    for visitor in (client, Client()):
        for name in closed:
            assert visitor.get(reverse(name)).status_code == 404
            assert visitor.post(reverse(name), sent).status_code == 404
    assert not User.objects.filter(email__startswith="other").exists()


def test_a_place_is_signed_out_by_itself_or_with_all_others(cast) -> None:
    one, two, three = (entered(cast.eileen)[0] for _ in range(3))
    rows = {row.session_key: row for row in UserSession.objects.filter(user=cast.eileen)}
    assert len(rows) == 3
    one.post(reverse("end_session", args=[rows[two.session.session_key].pk]))
    assert two.get(reverse("portal:portrait")).status_code == 302
    assert three.get(reverse("portal:portrait")).status_code == 200
    one.post(reverse("end_other_sessions"))
    assert three.get(reverse("portal:portrait")).status_code == 302
    assert one.get(reverse("sessions")).content.decode().count("<tr>") == 2


def test_nobody_signs_somebody_else_out(cast) -> None:
    eileen, _ = entered(cast.eileen)
    robin, _ = entered(cast.robin)
    row = UserSession.objects.get(user=cast.eileen)
    assert robin.post(reverse("end_session", args=[row.pk])).status_code == 404
    assert eileen.get(reverse("portal:portrait")).status_code == 200


def test_a_new_password_ends_every_other_session(cast) -> None:
    one, two = entered(cast.eileen)[0], entered(cast.eileen)[0]
    words = {"oldpassword": "moon", "password1": "seven quiet herons", "password2": "seven quiet herons"}
    assert one.post(reverse("account_change_password"), words).status_code == 302
    assert two.get(reverse("portal:portrait")).status_code == 302


def test_the_library_shows_the_name_of_the_product(cast) -> None:
    assert "Likeness" in get_adapter().build_totp_url(cast.eileen, SECRET)


@pytest.mark.parametrize(
    ("known", "says"), [(True, "/sign/password/reset/key/"), (False, "Nobody signs in to Likeness")]
)
def test_a_forgotten_password_is_answered_by_a_short_plain_letter(cast, client, known: bool, says: str) -> None:
    client.post(reverse("account_reset_password"), {"email": cast.eileen.email if known else "nobody@example.org"})
    (letter,) = mail.outbox
    assert says in letter.body
    assert "If it was not you, do nothing" in letter.body
    assert not letter.subject.startswith("[")
