"""Everything kept of a person, handed over to them and to nobody else."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from accounts import sealed_files
from accounts.audit import Verb, record
from accounts.models import AuditEvent
from generation.jobs import JobState
from portraits import erasing, handing_over
from portraits.erasing import Entry
from portraits.handing_over import ExportRefusedError
from portraits.models import Erasure, Export, Review
from portraits.tasks import hand_over
from tests.portraits.erasing.everything import SAID


@pytest.fixture
def archive(cast, collins):
    person, _ = collins
    Export.objects.all().delete()
    Review.objects.create(
        portrait=person.portraits.get(), actor=cast.robin, approved=False, reasons=["The light is hard"]
    )
    record(Verb.SCORES_SEEN, person.portraits.get(), organisation=cast.observatory, actor=cast.robin,
           data={"person": person.pk, "own": False})  # fmt: skip
    export = handing_over.ask(person, actor=cast.eileen)
    hand_over(export.pk)
    export.refresh_from_db()
    return export


def opened(export, actor) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(handing_over.fetch(export, actor=actor))))


def test_it_holds_pictures_decisions_with_reasons_agreements_and_who_looked(cast, collins, archive):
    _, kept = collins
    file = opened(archive, cast.eileen)
    assert file.testzip() is None
    pictures = [file.read(name) for name in file.namelist() if name.startswith("pictures/")]
    assert len(pictures) == 5  # photo, candidate, the portrait made of it, rendition, map of differences
    assert set(pictures) <= set(kept.pictures)
    decisions = file.read("decisions.txt").decode()
    assert SAID in decisions
    assert "Robin sent back portrait" in decisions
    assert "The light is hard." in decisions
    assert "signed “Eileen Collins”" in file.read("agreements.txt").decode()
    assert "Robin was shown numbers of your face" in file.read("who-looked.txt").decode()
    assert json.loads(file.read("rows/photo.json"))[0]["kind"] == "selfie"


def test_it_holds_no_template_no_password_and_nobody_elses_data(cast, collins, hopper_of_the_navy, archive):
    _, kept = collins
    file = opened(archive, cast.eileen)
    everything = b"".join(file.read(name) for name in file.namelist())
    assert kept.template not in everything
    assert b"argon2" not in everything
    assert b"password" not in everything
    assert b"sealed" not in everything
    assert b"Hopper" not in everything


def test_it_lies_sealed_and_only_the_person_may_ask_for_it_or_fetch_it(cast, collins, archive):
    assert sealed_files.is_sealed(archive.file)
    for somebody in (cast.ines, cast.robin, cast.auditor, cast.otto):
        with pytest.raises(ExportRefusedError, match="Only the person"):
            handing_over.fetch(archive, actor=somebody)
        with pytest.raises(ExportRefusedError, match="Only the person"):
            handing_over.ask(archive.person, actor=somebody)


def test_asking_again_answers_the_one_that_is_there_and_it_ends(cast, archive, settings):
    assert handing_over.ask(archive.person, actor=cast.eileen) == archive
    Export.objects.update(expires_at=datetime(2026, 1, 1, tzinfo=UTC))
    archive.refresh_from_db()
    with pytest.raises(ExportRefusedError, match="not there any more"):
        handing_over.fetch(archive, actor=cast.eileen)
    assert handing_over.ask(archive.person, actor=cast.eileen) != archive


def test_asking_and_fetching_are_written_down(cast, archive):
    opened(archive, cast.eileen)
    verbs = AuditEvent.objects.filter(actor=cast.eileen).values_list("verb", flat=True)
    assert {"portal:export:asked", "portal:export:fetched"} <= set(verbs)


def test_an_erasure_takes_the_archive_along(cast, collins, archive):
    person, _ = collins
    erasing.work(erasing.ask(person, why=Erasure.Why.OWN_WISH, actor=None).pk)
    assert not Export.objects.exists()
    person.refresh_from_db()
    with pytest.raises(ExportRefusedError):
        handing_over.ask(person, actor=cast.eileen)


def test_an_archive_whose_making_was_cut_off_is_made_by_the_next_attempt(cast, collins, monkeypatch):
    from portraits.handing_over import telling

    person, _ = collins
    Export.objects.all().delete()
    export = handing_over.ask(person, actor=cast.eileen)
    with monkeypatch.context() as patch:
        patch.setattr(telling, "lookers", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            hand_over(export.pk)
    hand_over(export.pk)
    export.refresh_from_db()
    assert export.job_state == JobState.DONE
    assert opened(export, cast.eileen).testzip() is None


def test_a_large_picture_is_never_whole_in_memory():
    def parts():
        for _ in range(50):
            yield b"x" * 100_000

    pieces = list(handing_over.zipped([Entry("pictures/large.jpg", parts())], at=datetime(2026, 1, 1, tzinfo=UTC)))
    assert max(map(len, pieces)) < 101_000
    assert zipfile.ZipFile(io.BytesIO(b"".join(pieces))).getinfo("pictures/large.jpg").file_size == 5_000_000
