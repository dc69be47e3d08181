"""What is kept of somebody, on their own page and on the photo team's: taken away, held, ended, erased."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership, Person, Role, User
from portraits import erasing
from portraits.models import Erasure, Export, LegalHold
from portraits.tasks import hand_over
from tests.factories import PhotoFactory


@pytest.fixture
def owner(cast):
    user = User.objects.create_user("olga@observatory.example", "moon", full_name="Olga")
    Membership.objects.create(user=user, organisation=cast.observatory, role=Role.OWNER)
    return user


@pytest.fixture
def as_olga(sign_in, owner):
    return sign_in(owner)


def test_the_page_says_what_is_kept_in_words_and_numbers(as_eileen, cast) -> None:
    PhotoFactory(person=cast.collins)
    page = as_eileen.get("/me/data/").content.decode()
    assert "Your photos and selfies" in page
    assert "three years after the last visit" in page
    Person.objects.update(left_on=timezone.localdate())
    day = timezone.localdate() + timedelta(days=30)
    assert f"{day.day} {day:%B %Y}" in as_eileen.get("/me/data/").content.decode()


def test_the_archive_is_asked_for_made_and_fetched_by_its_person_alone(as_eileen, as_robin, cast) -> None:
    assert as_eileen.post("/me/data/archive/").status_code == 302
    assert "It is being made" in as_eileen.get("/me/data/").content.decode()
    export = Export.objects.get()
    where = f"/me/data/archive/{export.pk}/"
    assert as_eileen.get(where).status_code == 404
    hand_over(export.pk)
    assert where in as_eileen.get("/me/data/").content.decode()
    response = as_eileen.get(where)
    assert response.streaming
    assert response["Cache-Control"] == "private, no-store"
    assert "decisions.txt" in zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))).namelist()
    assert as_robin.get(where).status_code == 403
    Export.objects.update(expires_at=timezone.now())
    assert as_eileen.get(where).status_code == 404


def test_the_archive_of_another_organisation_is_not_there(sign_in, cast) -> None:
    export = Export.objects.create(person=cast.collins)
    assert sign_in(cast.otto).get(f"/me/data/archive/{export.pk}/").status_code == 404


@pytest.mark.parametrize("typed", ["", "eileen", "Grace Hopper"])
def test_what_is_not_typed_right_erases_nothing_and_says_what_to_type(as_eileen, cast, typed) -> None:
    response = as_eileen.post("/me/data/erase/", {"typed": typed})
    assert response.status_code == 422
    assert "Type the name exactly as it stands here: Eileen Collins." in response.content.decode()
    assert not Erasure.objects.exists()


@pytest.mark.requirement("N07")
def test_the_person_erases_themselves_and_keeps_the_certificate(as_eileen, client, cast) -> None:
    response = as_eileen.post("/me/data/erase/", {"typed": " eileen  collins "})
    erasure = Erasure.objects.get(why="own_wish")
    assert response["Location"] == f"/erasure/{erasure.token}/"
    assert as_eileen.get("/me/").status_code == 302  # signed out
    waiting = client.get(response["Location"])
    assert "being erased" in waiting.content.decode()
    assert waiting["Refresh"] == "4"
    erasing.work(erasure.pk)
    done = client.get(response["Location"])
    assert "Everything is erased" in done.content.decode()
    assert "Refresh" not in done
    said = client.get(response["Location"] + "?certificate=1")
    assert said.json()["person"] == cast.collins.pk
    assert b"Eileen" not in said.content
    assert client.get("/erasure/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_a_legal_hold_takes_the_button_away_and_says_why(as_eileen, as_olga, cast) -> None:
    where = f"/console/people/{cast.collins.pk}"
    assert as_olga.post(f"{where}/hold/", {"reason": ""}).status_code == 422
    as_olga.post(f"{where}/hold/", {"reason": "case 12/26"})
    assert "A legal hold stops this: case 12/26." in as_eileen.get("/me/data/").content.decode()
    as_eileen.post("/me/data/erase/", {"typed": "Eileen Collins"})
    assert not Erasure.objects.exists()
    as_olga.post(f"{where}/erase/", {"typed": "Eileen Collins"})
    assert not Erasure.objects.exists()
    as_olga.post(f"/console/holds/{LegalHold.objects.get().pk}/lift/")
    as_olga.post(f"{where}/erase/", {"typed": "Eileen Collins"})
    assert Erasure.objects.get().why == "organisation"


@pytest.mark.parametrize(("address", "sent"), [("hold", {"reason": "x"}), ("erase", {"typed": "Eileen Collins"})])
def test_only_an_owner_holds_or_erases_somebody(sign_in, cast, address, sent) -> None:
    for user, answer in ((cast.robin, 403), (cast.auditor, 403), (cast.otto, 404)):
        response = sign_in(user).post(f"/console/people/{cast.collins.pk}/{address}/", sent)
        assert response.status_code == answer
    assert not LegalHold.objects.exists()
    assert not Erasure.objects.exists()


def test_nobody_holds_themselves(as_olga, owner, cast) -> None:
    person = Person.objects.create(organisation=cast.observatory, user=owner, name="Olga")
    assert as_olga.post(f"/console/people/{person.pk}/hold/", {"reason": "mine"}).status_code == 403


def test_a_last_day_is_written_down_and_taken_back(as_robin, cast) -> None:
    where = f"/console/people/{cast.collins.pk}"
    assert as_robin.post(f"{where}/leaving/", {"left_on": "soon"}).status_code == 422
    as_robin.post(f"{where}/leaving/", {"left_on": "2026-05-01"})
    cast.collins.refresh_from_db()
    assert str(cast.collins.left_on) == "2026-05-01"
    assert "thirty days after the last day of work" in as_robin.get(f"{where}/keeping/").content.decode()
    as_robin.post(f"{where}/leaving/", {"left_on": ""})
    cast.collins.refresh_from_db()
    assert cast.collins.left_on is None


def test_the_photo_team_reads_the_page_and_an_auditor_changes_nothing_there(sign_in, cast) -> None:
    page = sign_in(cast.auditor).get(f"/console/people/{cast.collins.pk}/keeping/")
    assert page.status_code == 200
    assert b"<form class" not in page.content
    assert sign_in(cast.otto).get(f"/console/people/{cast.collins.pk}/keeping/").status_code == 404
