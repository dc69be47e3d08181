"""The pages of agreements: what is read before somebody agrees, taking back with one click, and who sees what."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from policies import noticing, retention
from policies.consent import Purpose
from policies.models import BiometricFree, Notice, Release
from portraits.models import Certificate, Comparison
from portraits.monitoring import by_eye
from tests.factories import MembershipFactory, PersonFactory, PhotoFactory, agree

OWN = ["portal:agreements", "portal:agree", "portal:take_back_agreement", "portal:certificate"]
READ = ["console:agreements", "console:person_agreements", "console:notices", "console:notice", "console:comparisons",
        "console:comparison"]  # fmt: skip
WORK = [
    "console:leave_to_people",
    "console:let_compare",
    "console:person_biometrics",
    "console:notice",
    "console:comparison",
]
PAGES = [*OWN, *READ, *WORK]


@pytest.fixture
def sign_in():
    def opened(user) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return opened


@pytest.fixture
def mae(cast):
    """A colleague who has agreed to nothing yet."""
    call_command("load_notices", verbosity=0)
    return PersonFactory(organisation=cast.observatory, releases=(), name="Mae Jemison")


@pytest.fixture
def things(cast, mae):
    """One of each thing that a page is about, of Eileen."""
    photo = PhotoFactory(person=cast.collins, likeness={"band": "ask"})
    free = BiometricFree.objects.create(organisation=cast.observatory, site="Bremen", why="Why.")
    return {
        "portal:agree": "portrait_use",
        "portal:take_back_agreement": Release.objects.filter(person=cast.collins).last().pk,
        "portal:certificate": _certificate(cast.collins).pk,
        "console:person_agreements": cast.collins.pk,
        "console:person_biometrics": cast.collins.pk,
        "console:let_compare": free.pk,
        "console:notice": Notice.objects.filter(organisation=None).first().pk,
        "console:comparison": by_eye.ask(photo).pk,
    }


def _certificate(person) -> Certificate:
    from django.utils import timezone

    return Certificate.objects.create(
        organisation=person.organisation, person=person, because="release:1", issued_at=timezone.now(),
        items=[{"kind": "template", "id": 1, "sha256": "0" * 64, "done": "destroyed"}],
    )  # fmt: skip


def address(name: str, things: dict) -> str:
    return reverse(name, args=[things[name]] if name in things else [])


def sent(name: str, purpose=Purpose.PORTRAIT, **said) -> dict:
    notices = Notice.objects.filter(purpose=purpose, language="en")
    plain = {"typed_name": name, "agreed": "on", "language": "en", "seen": " ".join(n.digest for n in notices)}
    return {key: value for key, value in {**plain, **said}.items() if value is not None}


@pytest.mark.parametrize("name", [*OWN, *READ])
def test_a_visitor_is_asked_to_sign_in(client, things, name) -> None:
    verb = "post" if name == "portal:take_back_agreement" else "get"
    assert getattr(client, verb)(address(name, things)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["portal:take_back_agreement", "portal:certificate"])
def test_an_agreement_is_its_person_s_alone(sign_in, cast, mae, things, name) -> None:
    verb = "post" if name.endswith("agreement") else "get"
    stranger = PersonFactory(organisation=cast.elsewhere)
    answers = [getattr(sign_in(user), verb)(address(name, things)).status_code for user in (mae.user, stranger.user)]
    assert answers == [403, 404]


@pytest.mark.parametrize("name", READ)
def test_the_photo_team_and_the_auditor_read_and_an_employee_does_not(sign_in, cast, mae, things, name) -> None:
    found = [sign_in(user).get(address(name, things)).status_code for user in (cast.robin, cast.auditor, mae.user)]
    assert found == [200, 200, 403]


@pytest.mark.parametrize("name", WORK)
def test_an_auditor_changes_nothing_and_another_organisation_finds_nothing(sign_in, cast, things, name) -> None:
    assert sign_in(cast.auditor).post(address(name, things), {"why": "x"}).status_code == 403
    if name not in (
        "console:leave_to_people",
        "console:notice",
    ):  # these are about one's own organisation, whoever one is
        assert sign_in(cast.otto).post(address(name, things), {"why": "x"}).status_code == 404


def test_nothing_is_ticked_beforehand(sign_in, mae) -> None:
    for purpose in Purpose:
        page = sign_in(mae.user).get(reverse("portal:agree", args=[purpose.value])).content.decode()
        assert "I have read this and agree." in page
        assert not re.search(r"<input[^>]*\schecked", page)


@pytest.mark.parametrize("purpose", Purpose)
def test_every_page_says_what_happens_without_it_in_the_language_that_was_asked_for(sign_in, mae, purpose) -> None:
    for language in ("en", "de"):
        page = sign_in(mae.user).get(reverse("portal:agree", args=[purpose.value]), {"language": language})
        assert noticing.current(purpose, language).without in page.content.decode()


def test_biometrics_is_agreed_to_by_itself(sign_in, mae) -> None:
    client = sign_in(mae.user)
    client.post(reverse("portal:agree", args=["portrait_use"]), sent("Mae Jemison"))
    assert list(Release.objects.filter(person=mae).values_list("purpose", flat=True)) == ["portrait_use"]
    client.post(reverse("portal:agree", args=["biometric_comparison"]), sent("Mae Jemison", Purpose.BIOMETRICS))
    assert Release.objects.filter(person=mae).count() == 2


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({"agreed": None}, "Tick the box if you agree"), ({"typed_name": "Somebody"}, "Type your name as it stands here"),
     ({"seen": "0" * 64}, "The words have changed"), ({"ends_on": "1999-01-01"}, "lies in the past"),
     ({"typed_name": ""}, "it is your signature")],
)  # fmt: skip
def test_what_is_missing_is_said_on_the_page_and_nothing_is_kept(sign_in, mae, said, sentence) -> None:
    page = sign_in(mae.user).post(reverse("portal:agree", args=["portrait_use"]), sent("Mae Jemison", **said))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not Release.objects.filter(person=mae).exists()


def test_places_are_chosen_one_by_one(sign_in, mae) -> None:
    said = sent(
        "Mae Jemison", Purpose.PUBLICATION, places=["directory", "linkedin"], groups=["camera"], territory="any"
    )
    assert sign_in(mae.user).post(reverse("portal:agree", args=["publication"]), said).status_code == 302
    rows = Release.objects.filter(person=mae)
    assert {row.placement: row.groups for row in rows} == {"directory": ["camera"], "linkedin": ["camera"]}


@pytest.mark.requirement("R64")
def test_taking_back_is_one_click_on_the_page_that_lists_it(sign_in, cast, things) -> None:
    client, release = sign_in(cast.eileen), Release.objects.get(person=cast.collins, placement="linkedin")
    page = client.get(reverse("portal:agreements")).content.decode()
    target = reverse("portal:take_back_agreement", args=[release.pk])
    assert f'action="{target}"' in page
    assert client.post(target).url == reverse("portal:agreements")
    release.refresh_from_db()
    assert release.withdrawn_at is not None


def test_the_photo_admin_cannot_tell_a_no_from_silence_and_only_auditor_and_owner_see_proofs(
    sign_in, cast, mae
) -> None:
    agree(mae, Purpose.AI)
    Release.objects.filter(person=mae).update(withdrawn_at="2026-11-01T00:00:00Z", withdrawn_why=Release.Why.TAKEN_BACK)
    page = sign_in(cast.robin).get(reverse("console:person_agreements", args=[mae.pk])).content.decode()
    assert "There is no agreement of Mae Jemison" in page
    assert "Taken back" not in page
    owner = MembershipFactory(organisation=cast.observatory, role=Role.OWNER).user
    for user in (cast.auditor, owner):
        assert (
            "1 November 2026" in sign_in(user).get(reverse("console:person_agreements", args=[mae.pk])).content.decode()
        )


def test_new_words_are_a_new_version_and_the_old_ones_stay(sign_in, cast, things) -> None:
    old = Notice.objects.get(pk=things["console:notice"])
    said = {"title": old.title, "body": "Other words.", "without": "Nothing."}
    answer = sign_in(cast.robin).post(address("console:notice", things), said)
    new = Notice.objects.get(organisation=cast.observatory)
    assert answer.url == reverse("console:notice", args=[new.pk])
    old.refresh_from_db()
    assert (new.version, old.body == "Other words.") == (old.version + 1, False)


@pytest.mark.requirement("N08")
def test_a_colleague_sees_both_sides_and_decides(sign_in, cast, things) -> None:
    where = address("console:comparison", things)
    page = sign_in(cast.robin).get(where).content.decode()
    assert "Is it the same person?" in page
    assert sign_in(cast.robin).post(where, {"who": "other", "note": ""}).status_code == 422
    assert sign_in(cast.robin).post(where, {"who": "other", "note": "Grace."}).url == reverse("console:comparisons")
    assert Comparison.objects.get().same_person is False


def test_the_organisation_leaves_it_to_people_and_lets_software_compare_again(sign_in, cast, things) -> None:
    client = sign_in(cast.robin)
    client.post(reverse("console:leave_to_people"), {"site": "", "why": "The works council asked."})
    assert BiometricFree.objects.filter(organisation=cast.observatory, site="", ended_at=None).exists()
    client.post(address("console:let_compare", things))
    assert not BiometricFree.objects.filter(site="Bremen", ended_at=None).exists()
    client.post(address("console:person_biometrics", things), {"by": "people"})
    cast.collins.refresh_from_db()
    assert not cast.collins.biometrics


@pytest.mark.usefixtures("mae")
class TestAboutBiometrics:
    def test_anybody_reads_it_without_signing_in(self, client, cast) -> None:
        cast.observatory.privacy_contact = "privacy@observatory.example"
        cast.observatory.save()
        page = client.get("/privacy/biometrics/observatory").content.decode()
        for said in ("dlib-resnet-v1", "privacy@observatory.example", "At once, when the person takes the agreement back",
                     noticing.current(Purpose.BIOMETRICS, "en").without):  # fmt: skip
            assert said in page

    def test_the_periods_are_the_retention_rules_in_force(self, client, settings, tmp_path) -> None:
        page = client.get("/privacy/biometrics/observatory").content.decode()
        assert "Numbers of the face go three years after the last visit" in page
        assert "Tex. Bus." not in page
        own = retention.SHIPPED.read_text().replace("three years after", "soon after")
        (tmp_path / "own.yaml").write_text(own)
        settings.RETENTION_FILE = str(tmp_path / "own.yaml")
        assert "Numbers of the face go soon after" in client.get("/privacy/biometrics/observatory").content.decode()

    def test_with_several_organisations_the_common_page_names_none(self, client) -> None:
        page = client.get("/privacy/biometrics").content.decode()
        assert "Observatory" not in page
        assert "dlib-resnet-v1" in page

    def test_it_says_at_once_what_is_switched(self, client, cast) -> None:
        BiometricFree.objects.create(organisation=cast.observatory, site="Bremen", why="Why.")
        assert (
            "Left to people, without any software: Bremen."
            in client.get("/privacy/biometrics/observatory").content.decode()
        )
        BiometricFree.objects.create(organisation=cast.observatory, why="Why.")
        assert "No software compares faces here" in client.get("/privacy/biometrics/observatory").content.decode()

    def test_an_organisation_that_is_not_there_has_no_page(self, client) -> None:
        assert client.get("/privacy/biometrics/nowhere").status_code == 404


@pytest.mark.usefixtures("mae")
def test_the_texts_are_listed_by_what_they_are_for_and_in_which_language_in_words(sign_in, cast):
    said = sign_in(cast.ines).get(reverse("console:notices")).content.decode()
    for each in ("Compared by software", "Shown: LinkedIn profile photo", "German, version", "English, version"):
        assert each in said
    asked_now, _, _ = said.partition('id="then"')
    assert not re.search(r">[a-z]+_[a-z]+", asked_now), "a code is no word"
