"""How often pictures of one person may be compared."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portraits import patience
from portraits.models import Photo
from tests.factories import PersonFactory, PhotoFactory


@pytest.fixture
def three_came(cast, settings):
    settings.PICTURES_PER_DAY = 3
    return [PhotoFactory(person=cast.collins) for _ in range(3)]


@pytest.mark.parametrize(("role", "name"), [("eileen", "portal:selfie"), ("robin", "console:add_photo")])
def test_pictures_of_one_person_are_taken_in_so_often_a_day(
    cast, three_came, hopper_jpeg, role: str, name: str
) -> None:
    client = Client()
    client.force_login(getattr(cast, role), backend="allauth.account.auth_backends.AuthenticationBackend")
    sent = {"picture": SimpleUploadedFile("me.jpg", hopper_jpeg), "still": "yes", "kind": "studio"}
    answer = client.post(reverse(name, args=[cast.collins.pk] if role == "robin" else []), sent)
    assert answer.status_code == 422
    assert "3 are compared at most" in answer.content.decode()
    assert Photo.objects.count() == 3


def test_it_is_counted_for_each_person_and_day_for_itself(cast, three_came) -> None:
    assert patience.against_more(cast.collins, 1)
    assert not patience.against_more(PersonFactory(), 3)
    Photo.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert not patience.against_more(cast.collins, 3)
    assert patience.against_more(cast.collins, 4)


def test_an_operator_may_set_no_limit(cast, three_came, settings) -> None:
    settings.PICTURES_PER_DAY = 0
    assert not patience.against_more(cast.collins, 1000)
