"""Files from before they were sealed: sealed by a command that may be killed anywhere."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from accounts import sealed_files
from portraits.keeping import resealing
from tests.factories import CandidateFactory, PhotoFactory, PortraitFactory, RunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(cast, collins_jpeg):
    """A photo and what was made of it, as files lay before."""
    digest = hashlib.sha256(collins_jpeg).hexdigest()
    name = default_storage.save(f"photos/{cast.collins.pk}/{digest[:2]}/{digest}.jpg", ContentFile(collins_jpeg))
    default_storage.save(f"thumbnails/{digest[:2]}/{digest}-96.jpg", ContentFile(b"small"))
    photo = PhotoFactory(person=cast.collins, image=name, sha256=digest)
    run = RunFactory(person=cast.collins, source_name=name, source_sha256=digest, references=[{"name": name, "n": 1}])
    portrait = PortraitFactory(person=cast.collins, image=name, sha256=digest, photo=photo)
    return photo, run, portrait


def everything() -> list[str]:
    return [name for folder in sealed_files.FOLDERS for name in sealed_files.below(folder)]


def check(old, collins_jpeg) -> None:
    for row in old:
        row.refresh_from_db()
    photo, run, portrait = old
    assert {photo.image, portrait.image, run.source_name, run.references[0]["name"]} == {photo.image}
    assert sealed_files.get(photo.image) == collins_jpeg
    assert everything() == [photo.image]
    assert sealed_files.is_sealed(photo.image)


def test_files_are_sealed_and_every_row_follows(old, collins_jpeg, capsys):
    call_command("seal_files", json=True)
    check(old, collins_jpeg)
    assert '"files": 1' in capsys.readouterr().out
    call_command("seal_files")
    assert "0 files sealed" in capsys.readouterr().out


@pytest.mark.parametrize("step", ["put", "atomic", "forget"])
def test_a_run_killed_at_any_step_is_finished_by_the_next(old, collins_jpeg, monkeypatch, step):
    class Killed(BaseException):
        pass

    def killed(*_args, **_fields):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(resealing.transaction if step == "atomic" else sealed_files, step, killed)
        with pytest.raises(Killed):
            list(resealing.seal_all())
    call_command("seal_files")
    check(old, collins_jpeg)


def test_a_candidate_stays_a_candidate(cast, collins_jpeg):
    name = default_storage.save("candidates/9/aa/made.jpg", ContentFile(collins_jpeg))
    candidate = CandidateFactory(run__person=cast.collins, image=name)
    call_command("seal_files")
    candidate.refresh_from_db()
    assert candidate.image.startswith(f"candidates/{cast.collins.pk}/")
    assert sealed_files.get(candidate.image) == collins_jpeg
