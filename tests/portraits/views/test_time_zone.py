"""Days and hours are those of the place the installation names, and say so."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from portraits.collecting.intake import Arrival, add_photo
from portraits.installation import zone
from portraits.models import Photo
from portraits.templatetags.likeness import moment

EVENING = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # past midnight in Berlin, past noon of the next day in Auckland


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("UTC", "31 March 2026, 22:30 UTC"),
        ("Europe/Berlin", "1 April 2026, 00:30 CEST"),
        ("Pacific/Auckland", "1 April 2026, 11:30 NZDT"),
    ],
)
def test_a_moment_is_told_with_its_zone(settings, name: str, told: str) -> None:
    settings.TIME_ZONE = name
    assert moment(timezone.localtime(EVENING)) == told


@pytest.mark.parametrize("name", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"])
def test_a_declared_day_stays_that_day(cast, collins_jpeg, settings, name: str) -> None:
    settings.TIME_ZONE = name
    photo, _ = add_photo(
        cast.collins, Arrival(collins_jpeg, Photo.Kind.SELFIE, declared_on=date(2024, 5, 1)), actor=None
    )
    photo.refresh_from_db()
    assert photo.captured_on == date(2024, 5, 1)


def test_a_photo_taken_after_midnight_is_of_the_new_day_everywhere(as_robin, cast, collins_jpeg, settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    photo, _ = add_photo(cast.collins, Arrival(collins_jpeg, Photo.Kind.SELFIE), actor=None)
    Photo.objects.filter(pk=photo.pk).update(captured_at=EVENING, captured_from=Photo.DateFrom.EXIF)
    photo.refresh_from_db()
    assert photo.captured_on == date(2026, 4, 1)
    page = as_robin.get(reverse("console:person", args=[cast.collins.pk])).content.decode()
    assert "1 April 2026" in page
    assert "31 March 2026" not in page


def test_the_record_is_shown_in_the_zone_and_kept_in_utc(sign_in, cast, collins_jpeg, settings) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    add_photo(cast.collins, Arrival(collins_jpeg, Photo.Kind.SELFIE), actor=cast.eileen)
    event = AuditEvent.objects.get(verb="intake:photo:added")
    page = sign_in(cast.auditor).get(reverse("console:record")).content.decode()
    assert f"{timezone.localtime(event.at):%H:%M:%S} NZ" in page
    assert event.at.utcoffset().total_seconds() == 0


def test_a_zone_that_does_not_exist_ends_the_start_with_what_to_do() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"LIKENESS_TIME_ZONE.*Europe/Berlin"):
        zone.known("Mars/Olympus")
    with pytest.raises(ImproperlyConfigured, match="LIKENESS_TIME_ZONE"):
        zone.known("../../etc/passwd")
