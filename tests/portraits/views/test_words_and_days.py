"""A browser's own language changes neither the words of a page nor the days in its forms."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person

LANGUAGES = ["en-GB,en;q=0.9", "de-DE,de;q=0.9"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_last_day_that_lies_ahead_stays_in_its_field(as_robin, cast, language: str) -> None:
    day = timezone.localdate() + timedelta(days=25)
    Person.objects.filter(pk=cast.collins.pk).update(left_on=day)
    page = as_robin.get(reverse("console:keeping", args=[cast.collins.pk]), headers={"Accept-Language": language})
    assert f'value="{day.isoformat()}"' in page.content.decode(), "an empty field would take the day away again"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_in_one_language(as_robin, waiting, language: str) -> None:
    page = as_robin.get(reverse("console:reviews"), headers={"Accept-Language": language}).content.decode()
    assert "Handed in now" in page or "seconds ago" in page or "a second ago" in page
