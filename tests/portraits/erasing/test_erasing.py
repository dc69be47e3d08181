"""Erasing a person: everything goes, nothing of anybody else does, and the record stays whole."""

import json
from collections import Counter

import pytest
from django.apps import apps
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command
from django.db import models
from django.test.utils import isolate_apps

from accounts import sealed_files, vault
from accounts.models import AuditEvent, Person, User
from accounts.verification import verify
from generation import jobs
from generation.jobs import JobState
from portraits import erasing
from portraits.erasing import carrying_out, certificate, coverage, holds
from portraits.erasing.copies import StillShownError
from portraits.erasing.erasers import ERASERS
from portraits.models import Erasure, Portrait, Publication, Transition
from portraits.states import State
from tests.portraits.erasing.everything import SAID

WISH = Erasure.Why.OWN_WISH


def erase(person) -> Erasure:
    erasure = erasing.ask(person, why=WISH, actor=None)
    erasing.work(erasure.pk)
    erasure.refresh_from_db()
    return erasure


def counted(person) -> dict[str, int]:
    return {label: count for label, count in coverage.left(person).items() if "PersonKey" not in label}


@pytest.mark.requirement("N07")
def test_everything_of_the_person_goes_and_nothing_of_anybody_else(cast, collins, hopper_of_the_navy):
    (person, _), (other, theirs) = collins, hopper_of_the_navy
    before = counted(other), sorted(sealed_files.of(other.pk))
    assert set(counted(person)) == {model._meta.label for model in coverage.held() if model not in
                                    (Transition, Erasure, *(m for m in coverage.STAYING if m._meta.model_name == "attempt"),
                                     *coverage.BY_ITSELF)}  # fmt: skip
    erasure = erase(person)
    assert erasure.job_state == JobState.DONE, erasure.problem
    assert erasing.something_left(person) == {}
    assert (counted(other), sorted(sealed_files.of(other.pk))) == before
    assert all(sealed_files.get(name) in theirs.pictures for name in sealed_files.of(other.pk))
    assert verify(cast.observatory) is None


def test_published_copies_are_taken_away_also_those_no_row_knows_of(cast, collins, hopper_of_the_navy, settings):
    person, _ = collins
    folder = settings.OUTBOX_DIR / "observatory"
    (folder / "website").mkdir()
    (folder / "website" / f"{person.public_id.hex}.jpg.json").write_text("a sidecar")
    erase(person)
    (left,) = [path.name for path in folder.rglob("*") if path.is_file()]
    assert left.startswith(hopper_of_the_navy[0].public_id.hex)


def test_a_copy_that_a_channel_still_shows_keeps_the_erasure_from_ending(collins, monkeypatch):
    from portraits.distribution.folder.channel import FolderChannel

    person, _ = collins
    with monkeypatch.context() as patch:
        patch.setattr(FolderChannel, "read_back", lambda *_: b"still there")
        with pytest.raises(StillShownError):
            erase(person)
    erasure = Erasure.objects.get()
    assert (erasure.job_state, erasure.done) == (JobState.WAITING, ["key"])
    erasing.work(erasure.pk)
    assert erasing.something_left(person) == {}


def test_the_record_keeps_its_chain_and_loses_what_it_said(cast, collins, hopper_of_the_navy):
    person, _ = collins
    said = AuditEvent.objects.filter(reason=SAID)
    assert said.count() == 2
    erase(person)
    assert said.count() == 1
    text = json.dumps(list(AuditEvent.objects.values("subject", "reason", "data")))
    assert Portrait.objects.get(person=hopper_of_the_navy[0]).sha256 in text
    about = [event for event in AuditEvent.objects.filter(redacted=False) if event.subject == f"person:{person.pk}"]
    assert not about
    assert verify(cast.observatory) is None
    assert AuditEvent.objects.order_by("number").last().verb == "worker:person:erased"


def test_portraits_stay_as_numbers_in_the_state_erased(collins):
    person, _ = collins
    erase(person)
    portrait = Portrait.objects.get(person=person)
    assert (portrait.state, portrait.image, portrait.sha256, portrait.face) == (State.ERASED, "", "", {})
    assert {row.reason for row in Transition.objects.filter(portrait=portrait)} == {""}


def test_the_person_and_their_sign_in_are_nobody_any_more(client, cast, collins):
    person, _ = collins
    client.force_login(cast.eileen)
    erase(person)
    person.refresh_from_db()
    user = User.objects.get(pk=cast.eileen.pk)
    assert (person.name, person.title, person.department, person.user) == ("Erased person", "", "", None)
    assert (user.full_name, user.is_active, user.has_usable_password()) == ("", False, False)
    assert "eileen" not in user.email
    assert client.get("/me/").status_code == 302


def test_a_sign_in_that_works_for_the_organisation_stays(cast, collins):
    person = Person.objects.create(organisation=cast.observatory, user=cast.robin, name="Robin")
    erase(person)
    robin = User.objects.get(pk=cast.robin.pk)
    assert robin.is_active
    assert robin.email == "robin@observatory.example"
    assert not Person.objects.filter(user=robin).exists()


def test_the_certificate_lists_ids_and_digests_that_only_its_holder_can_check(collins):
    import hashlib

    person, kept = collins
    said = erase(person).certificate
    text = json.dumps(said)
    assert not [
        word for word in ("Eileen", "Collins", "Commander", "Flight", SAID, "observatory.example") if word in text
    ]
    plain = [hashlib.sha256(data).hexdigest() for data in kept.pictures]
    assert not [digest for digest in plain if digest in text]
    listed = {row["hmac"] for row in said["removed"] if "hmac" in row}
    assert {certificate.salted(digest, said["digests"]["salt"]) for digest in plain} >= listed
    assert len(listed) == 3  # photo, candidate that became the portrait, rendition
    assert said["counts"]["files"] >= 1
    assert said["counts"]["templates"] == 1


def test_a_legal_hold_stops_it_with_its_reason(cast, collins, capsys):
    person, _ = collins
    hold = holds.place(person, reason="court order 12/26 on the accident", actor=cast.ines)
    with pytest.raises(erasing.ErasureRefusedError, match="court order 12/26"):
        erasing.ask(person, why=WISH, actor=None)
    with pytest.raises(CommandError, match="court order 12/26"):
        call_command("erase", str(person.pk), confirm=str(person.pk), wait=True)
    holds.lift(hold, actor=cast.ines)
    assert erase(person).job_state == JobState.DONE


def test_a_hold_placed_while_it_waits_stops_it_as_well(cast, collins):
    person, _ = collins
    erasure = erasing.ask(person, why=WISH, actor=None)
    holds.place(person, reason="a claim", actor=cast.ines)
    erasing.work(erasure.pk)
    erasure.refresh_from_db()
    assert (erasure.job_state, erasure.problem) == (JobState.FAILED, "A legal hold stops this: a claim.")
    assert Person.objects.get(pk=person.pk).erased_at is None
    assert vault.data_key(person.pk)


def test_a_hold_has_a_reason_and_is_not_placed_on_nobody(cast, collins):
    person, _ = collins
    with pytest.raises(holds.HoldRefusedError, match="Name the reason"):
        holds.place(person, reason="  ", actor=cast.ines)
    erase(person)
    with pytest.raises(holds.HoldRefusedError, match="Nothing is kept"):
        holds.place(person, reason="late", actor=cast.ines)


def test_asking_twice_is_one_erasure(collins):
    person, _ = collins
    first = erasing.ask(person, why=WISH, actor=None)
    assert erasing.ask(person, why=Erasure.Why.ORGANISATION, actor=None) == first
    erasing.work(first.pk)
    assert erasing.ask(person, why=WISH, actor=None) == first


@pytest.mark.parametrize("stage", [*(eraser.kind for eraser in ERASERS), "look", "redact", "finish"])
def test_an_erasure_cut_off_at_any_stage_ends_clean_and_loses_nothing_of_its_certificate(
    cast, collins, monkeypatch, stage
):
    class Killed(BaseException):
        pass

    person, _ = collins
    with monkeypatch.context() as patch:
        _cut(patch, stage, Killed)
        with pytest.raises(Killed):
            erase(person)
    Erasure.objects.update(lease_until=None, job_state=JobState.WAITING)  # as the sweep finds it
    erasure = Erasure.objects.get()
    erasing.work(erasure.pk)
    erasure.refresh_from_db()
    assert erasure.job_state == JobState.DONE
    assert erasing.something_left(person) == {}
    rows = Counter((row["kind"], row["id"]) for row in erasure.certificate["removed"])
    assert set(rows.values()) == {1}
    assert {eraser.kind for eraser in ERASERS} - {"files"} <= {kind for kind, _ in rows}
    assert verify(cast.observatory) is None


def _cut(patch, stage, killed):
    """Die in the middle of a stage: after half of the work of an eraser, before the others."""

    def die(*_args, **_fields):
        raise killed

    if stage in ("look", "redact", "finish"):
        patch.setattr(carrying_out, {"look": "_look_again", "redact": "_redact", "finish": "_finish"}[stage], die)
        return
    real = carrying_out._erase

    def half(erasure, eraser):
        real(erasure, eraser)
        if eraser.kind == stage:
            die()

    patch.setattr(carrying_out, "_erase", half)


def test_what_a_slow_worker_wrote_after_its_step_goes_as_well(collins, monkeypatch):
    person, _ = collins
    real = carrying_out._look_again

    def late(erasure):
        default_storage.save(f"candidates/{person.pk}/ab/late.jpg", jobs_content())
        storages["keys"].save(f"{person.pk}/late", jobs_content())
        real(erasure)

    monkeypatch.setattr(carrying_out, "_look_again", late)
    erase(person)
    assert not list(sealed_files.of(person.pk))


def jobs_content():
    from django.core.files.base import ContentFile

    return ContentFile(b"written by a process that did not know yet")


def test_nothing_new_is_kept_rendered_or_shown_of_somebody_who_is_erased(cast, collins, collins_jpeg):
    from portraits.collecting.intake import Arrival, add_photo
    from portraits.models import Photo

    person, _ = collins
    erase(person)
    with pytest.raises(vault.ErasedError):
        add_photo(Person.objects.get(pk=person.pk), Arrival(collins_jpeg, Photo.Kind.SELFIE), actor=None)


def test_a_publication_that_runs_meanwhile_shows_nothing(collins, settings):
    from portraits.distribution import ChannelError
    from portraits.publishing import carrying_out

    person, _ = collins
    publication = Publication.objects.select_related("rendition", "portrait", "person__organisation").get()
    rendition = publication.rendition
    erase(person)
    with pytest.raises(ChannelError, match="Nothing more is shown"):
        carrying_out._show(publication, rendition)
    assert not [path for path in settings.OUTBOX_DIR.rglob("*") if path.is_file()]


def test_a_render_that_runs_meanwhile_keeps_nothing(collins, astronaut):
    from generation import picture_files, pictures
    from generation.models import Run
    from tests.factories import RunFactory

    person, _ = collins
    run = jobs.claim(Run, RunFactory(person=person).pk)
    erase(person)
    with pytest.raises(vault.ErasedError):
        picture_files.store(pictures.encode(astronaut), person=run.person, folder="candidates")
    with pytest.raises(jobs.LeaseLostError):
        jobs.finish(run)
    assert erasing.something_left(person) == {}


def test_every_model_that_holds_something_of_a_person_has_an_eraser():
    assert erasing.uncovered() == set()


@isolate_apps("portraits")
def test_a_new_model_without_an_eraser_is_found():
    class Diary(models.Model):  # noqa: DJ008 (never kept)
        person = models.ForeignKey(Person, on_delete=models.CASCADE)

        class Meta:
            app_label = "portraits"

    class Page(models.Model):  # noqa: DJ008 (never kept)
        diary = models.ForeignKey(Diary, on_delete=models.CASCADE)

        class Meta:
            app_label = "portraits"

    assert erasing.uncovered([*apps.get_models(), Page, Diary]) == {Diary, Page}


def test_every_eraser_says_what_it_removes_in_a_sentence():
    assert len({eraser.kind for eraser in ERASERS}) == len(ERASERS)
    assert all(eraser.says.endswith(".") and len(eraser.says) > 20 for eraser in ERASERS)


def test_the_command_says_what_there_is_and_erases_only_what_was_confirmed(collins, capsys, monkeypatch):
    person, _ = collins
    call_command("erase", str(person.pk), what=True, json=True)
    assert json.loads(capsys.readouterr().out)["photos"] == 1
    with pytest.raises(CommandError, match="Not confirmed"):
        call_command("erase", str(person.pk), confirm="7777")
    with pytest.raises(CommandError, match="There is no person"):
        call_command("erase", "999999")
    call_command("erase", str(person.public_id), confirm=str(person.pk), wait=True, json=True)
    assert json.loads(capsys.readouterr().out)["state"] == "done"


def test_the_command_hands_everything_out_first_or_erases_nothing(collins, tmp_path):
    import zipfile

    person, _ = collins
    taken = tmp_path / "taken.zip"
    taken.write_bytes(b"somebody's file")
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase", str(person.pk), confirm=str(person.pk), wait=True, export=taken)
    assert not Erasure.objects.exists()
    call_command("erase", str(person.pk), confirm=str(person.pk), wait=True, export=tmp_path / "out.zip")
    assert "decisions.txt" in zipfile.ZipFile(tmp_path / "out.zip").namelist()
    assert (tmp_path / "out.zip").stat().st_mode & 0o077 == 0
    assert erasing.something_left(person) == {}
