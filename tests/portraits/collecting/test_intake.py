"""Photos: once, immutable, with an honest date."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts import sealed_files
from accounts.models import AuditEvent
from generation import jobs, picture_files
from portraits.collecting.cleaning import PictureRefusedError
from portraits.collecting.intake import Arrival, add_photo
from portraits.models import Photo

SELFIE = Photo.Kind.SELFIE


@pytest.mark.requirement("C01")
def test_a_photo_is_kept_sealed_and_waits_to_be_measured(cast, collins_jpeg):
    photo, created = add_photo(cast.collins, Arrival(collins_jpeg, SELFIE), actor=cast.eileen)
    assert created
    assert sealed_files.is_sealed(photo.image)
    assert photo.sha256[:12] not in photo.image
    assert photo.job_state == "waiting"
    assert AuditEvent.objects.filter(verb="intake:photo:added", actor=cast.eileen).count() == 1


def test_the_same_file_twice_is_one_photo_and_one_event(cast, collins_jpeg):
    first, _ = add_photo(cast.collins, Arrival(collins_jpeg, SELFIE), actor=cast.eileen)
    second, created = add_photo(cast.collins, Arrival(collins_jpeg, SELFIE), actor=cast.eileen)
    assert (second.pk, created) == (first.pk, False)
    assert AuditEvent.objects.filter(verb="intake:photo:added").count() == 1


def test_a_declared_day_is_marked_as_declared_and_no_day_as_the_day_it_came(cast, collins_jpeg, hopper_jpeg):
    declared, _ = add_photo(cast.collins, Arrival(collins_jpeg, SELFIE, declared_on=date(2024, 5, 1)), actor=None)
    undated, _ = add_photo(cast.collins, Arrival(hopper_jpeg, SELFIE), actor=None)
    assert (declared.captured_on, declared.captured_from) == (date(2024, 5, 1), "declared")
    assert (undated.captured_on, undated.captured_from) == (timezone.localdate(), "upload")


def test_a_day_in_the_future_is_refused_and_nothing_is_kept(cast, collins_jpeg):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(PictureRefusedError, match="future"):
        add_photo(cast.collins, Arrival(collins_jpeg, SELFIE, declared_on=tomorrow), actor=None)
    assert not Photo.objects.exists()


def test_a_refused_file_leaves_neither_a_row_nor_a_file(cast, settings):
    with pytest.raises(PictureRefusedError):
        add_photo(cast.collins, Arrival(b"GIF89a" + bytes(100), SELFIE), actor=None)
    assert not Photo.objects.exists()
    assert not list(settings.MEDIA_ROOT.rglob("*.jpg"))


def test_a_full_disk_leaves_nothing_half_written(cast, collins_jpeg, settings, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("portraits.installation.storage.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        add_photo(cast.collins, Arrival(collins_jpeg, SELFIE), actor=None)
    assert not Photo.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_the_kept_file_is_never_overwritten(cast, collins_jpeg):
    from django.core.files.base import ContentFile

    photo, _ = add_photo(cast.collins, Arrival(collins_jpeg, SELFIE), actor=None)
    default_storage.save(photo.image, ContentFile(b"something else"))
    assert picture_files.read(photo.image)[:2] == b"\xff\xd8"


def test_a_generated_picture_sent_as_a_selfie_keeps_its_origin(cast, shared):
    data = (shared / "c2pa" / "ocsp.jpg").read_bytes()
    photo, _ = add_photo(cast.collins, Arrival(data, SELFIE), actor=None)
    assert photo.origin == "trainedAlgorithmicMedia"
    assert not photo.is_capture


def test_a_messenger_that_is_down_loses_nothing(cast, collins_jpeg, monkeypatch, django_capture_on_commit_callbacks):
    def down(_pk):
        raise ConnectionRefusedError

    monkeypatch.setattr("portraits.tasks.measure_photo.delay", down)
    with django_capture_on_commit_callbacks(execute=True):
        photo, _ = add_photo(cast.collins, Arrival(collins_jpeg, SELFIE), actor=None)
    Photo.objects.update(announced_at=timezone.now() - timedelta(days=1))
    assert photo.pk in jobs.sweep(Photo)
