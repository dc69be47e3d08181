"""Nothing longer than needed: selfies that were compared, people who left, purposes that ended."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import sealed_files
from accounts.models import AuditEvent, Person
from generation.jobs import JobState
from generation.models import Run, Template
from policies.models import Release
from policies.retention import Data
from portraits import erasing
from portraits.erasing import holds
from portraits.keeping import discarding, retaining
from portraits.models import (
    Baseline,
    Certificate,
    DriftCheck,
    Erasure,
    Export,
    IdentityAlert,
    Photo,
    Portrait,
    Publication,
)
from portraits.states import State

TODAY = timezone.localdate


@pytest.fixture
def compared(collins):
    """A selfie that was compared, and that nothing else needs."""
    Portrait.objects.update(photo=None, state=State.SUPERSEDED)
    IdentityAlert.objects.update(resolved_at=timezone.now())
    Photo.objects.update(finished_at=timezone.now())
    return Photo.objects.get()


def look(days=0) -> dict[str, int]:
    on = TODAY() + timedelta(days=days)
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        return retaining.look(on)


def test_a_selfie_that_was_compared_goes_after_its_days_with_its_small_copies_and_maps(compared):
    before = set(sealed_files.of(compared.person_id))
    assert look(29)["selfies"] == 0
    assert look(32)["selfies"] == 1
    compared.refresh_from_db()
    assert (compared.image, compared.appearance != {}, Template.objects.count()) == ("", True, 1)
    assert DriftCheck.objects.exclude(difference="").count() == 0
    gone = before - set(sealed_files.of(compared.person_id))
    assert {name.partition("/")[0] for name in gone} - {"exports"} == {"photos", "thumbnails", "differences"}
    assert look(33)["selfies"] == 0


def test_compute_compare_discard_leaves_no_byte_right_after_the_check(compared, settings):
    settings.SELFIE_DAYS = 0
    discarding.after_check(compared)
    assert compared.image == ""
    assert compared.discarded_at is not None
    assert not [name for name in sealed_files.of(compared.person_id) if name.startswith(("photos", "thumb", "diff"))]
    assert not discarding.kept(compared)


def test_by_default_a_selfie_stays_after_its_check(compared):
    discarding.after_check(compared)
    assert compared.image


@pytest.mark.parametrize("why", ["a portrait", "a run", "a question", "a hold", "no check yet", "a studio photo"])
def test_a_picture_that_is_still_needed_stays(compared, settings, cast, why):
    settings.SELFIE_DAYS = 0
    match why:
        case "a portrait":
            Portrait.objects.update(state=State.IN_REVIEW, photo=compared)
        case "a run":
            Run.objects.update(job_state=JobState.WAITING, source_sha256=compared.sha256)
        case "a question":
            IdentityAlert.objects.update(resolved_at=None)
        case "a hold":
            holds.place(compared.person, reason="a claim", actor=cast.ines)
        case "no check yet":
            DriftCheck.objects.all().delete()
        case "a studio photo":
            Photo.objects.update(kind=Photo.Kind.STUDIO)
    discarding.after_check(compared)
    assert look(1)["selfies"] == 0
    compared.refresh_from_db()
    assert compared.image


def test_a_discarded_picture_is_named_as_such_on_its_page_and_cannot_become_a_portrait(client, cast, compared):
    discarding.discard(compared)
    client.force_login(cast.eileen)
    response = client.get(f"/pictures/photo/{compared.pk}/?w=240")
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    assert b"No longer" in response.content
    assert client.get("/me/photos/").status_code == 200
    assert client.get(f"/me/photos/{compared.pk}/").status_code == 200
    client.post(f"/me/photos/{compared.pk}/use/")
    assert not Portrait.objects.filter(photo=compared).exists()


def test_somebody_who_left_is_taken_down_at_once_and_erased_after_the_grace(cast, collins):
    person, _ = collins
    Person.objects.filter(pk=person.pk).update(left_on=TODAY())
    assert look()["taken_down"] == 1
    assert not Publication.objects.filter(ended_at=None).exists()
    assert look(29)["erasures"] == 0
    assert look(30)["erasures"] == 1
    erasing.work(Erasure.objects.get(why=Erasure.Why.LEFT).pk)
    assert erasing.something_left(person) == {}


def test_a_hold_outlives_every_retention_rule(cast, collins):
    person, _ = collins
    Person.objects.filter(pk=person.pk).update(left_on=TODAY() - timedelta(days=400))
    holds.place(person, reason="a claim", actor=cast.ines)
    counts = look()
    assert (counts["biometrics"], counts["erasures"], counts["taken_down"]) == (0, 0, 1)


def test_numbers_of_a_face_go_when_nobody_agrees_to_them_any_more(cast, collins):
    person, _ = collins
    rows = Release.objects.filter(person=person, purpose="biometric_comparison")
    rows.update(withdrawn_at=timezone.now(), withdrawn_why="taken_back")
    assert retaining.due(person, Data.BIOMETRICS).rule.id == "purpose-ended"
    assert look()["biometrics"] == 1
    assert not Template.objects.exists()
    assert not Baseline.objects.exists()
    assert not DriftCheck.objects.exclude(distance=None).exists()
    assert DriftCheck.objects.exists(), "what was answered is no number"
    assert Photo.objects.get().appearance == {}
    assert look()["biometrics"] == 0
    event = AuditEvent.objects.get(verb="clock:biometrics:ended")
    certificate = Certificate.objects.get(pk=event.data["certificate"])
    assert event.data == {"rule": "purpose-ended", "certificate": certificate.pk, "items": len(certificate.items)}
    assert {item["kind"] for item in certificate.items} >= {"template", "baseline", "measurement", "drift_measurement"}


def test_numbers_of_a_face_go_three_years_after_the_last_visit(collins):
    person, _ = collins
    due = retaining.due(person, Data.BIOMETRICS)
    assert (due.rule.id, due.on) == ("last-interaction", TODAY().replace(year=TODAY().year + 3))


def test_an_agreement_that_stands_anew_ends_nothing(collins):
    person, _ = collins
    old = Release.objects.filter(person=person, purpose="portrait_use")
    old.update(withdrawn_at=timezone.now() - timedelta(days=90), withdrawn_why="replaced")
    assert retaining.due(person, Data.EVERYTHING).rule.id == "release-ended"
    from policies.consent import Purpose
    from tests.factories import agree

    agree(person, Purpose.PORTRAIT)
    assert retaining.due(person, Data.EVERYTHING) is None


def test_an_archive_expires(collins):
    assert look(1)["exports"] == 0
    assert look(4)["exports"] == 1
    export = Export.objects.get()
    assert (export.file, list(sealed_files.below(f"exports/{export.person_id}"))) == ("", [])


def test_an_erasure_that_ran_out_of_attempts_is_taken_up_again(collins, monkeypatch):
    person, _ = collins
    erasure = erasing.ask(person, why=Erasure.Why.OWN_WISH, actor=None)
    Erasure.objects.update(job_state=JobState.FAILED)
    assert look()["resumed"] == 0  # it had not begun: nothing of it was done
    Person.objects.filter(pk=person.pk).update(erased_at=timezone.now())
    assert look()["resumed"] == 1
    erasing.work(erasure.pk)
    assert erasing.something_left(person) == {}


def test_what_was_written_after_an_erasure_goes_at_night(collins):
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    person, _ = collins
    erasing.work(erasing.ask(person, why=Erasure.Why.OWN_WISH, actor=None).pk)
    default_storage.save(f"candidates/{person.pk}/ab/late.jpg", ContentFile(b"a process that slept"))
    assert look()["swept"] == 1
    assert erasing.something_left(person) == {}


def test_the_command_says_what_goes_when_and_refuses_a_wrong_file(cast, collins, capsys, settings, tmp_path):
    person, _ = collins
    Person.objects.filter(pk=person.pk).update(left_on=TODAY())
    call_command("retain", what=True)
    assert f"person {person.pk}: everything on {TODAY() + timedelta(days=30)} (left)" in capsys.readouterr().out
    settings.RETENTION_FILE = str(tmp_path / "none.yaml")
    with pytest.raises(CommandError, match=r"none\.yaml"):
        call_command("retain")


def test_the_worker_discards_right_after_it_compared(compared, settings, monkeypatch):
    from generation import jobs
    from portraits import tasks
    from portraits.collecting import measuring

    settings.SELFIE_DAYS = 0
    Photo.objects.update(job_state=JobState.WAITING)
    monkeypatch.setattr(measuring, "measure", lambda photo: jobs.finish(photo))  # its checks are there already
    tasks.measure_photo(compared.pk)
    compared.refresh_from_db()
    assert compared.image == ""


def test_people_who_were_erased_or_have_left_are_no_longer_on_the_photo_teams_list(cast, collins, hopper_of_the_navy):
    from portraits.views.console.roster import roster

    (person, _), (other, _) = collins, hopper_of_the_navy
    Person.objects.filter(pk=other.pk).update(left_on=TODAY() + timedelta(days=5))
    assert {row.pk for row in roster(cast.observatory, TODAY())} == {person.pk, other.pk}
    erasing.work(erasing.ask(person, why=Erasure.Why.OWN_WISH, actor=None).pk)
    assert {row.pk for row in roster(cast.observatory, TODAY())} == {other.pk}
    assert not roster(cast.observatory, TODAY() + timedelta(days=5))
