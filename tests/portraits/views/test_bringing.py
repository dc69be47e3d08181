"""The page on which a person brings a portrait made elsewhere, and what it says of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portraits.making.choosing import ATTESTATION
from portraits.models import Photo, Portrait
from portraits.states import State
from tests.factories import PhotoFactory


def gate(name, verdict, sentence):
    return {
        "gate": name,
        "measure": "m",
        "value": 0.5,
        "amber": 0.4,
        "refuse": 0.6,
        "verdict": verdict,
        "sentence": sentence,
    }


def brought(person, verdict, *results) -> Photo:
    return PhotoFactory(
        person=person, kind=Photo.Kind.ELSEWHERE, origin="trainedAlgorithmicMedia",
        gates={"threshold_set": "2027-01", "verdict": verdict, "results": list(results), "distances": []},
    )  # fmt: skip


@pytest.fixture
def asked(cast, photo):
    return brought(
        cast.collins, "amber", gate("skin_tone", "amber", "Your skin is lighter than in any of your photos.")
    )


@pytest.fixture
def refused(cast, photo):
    return brought(cast.collins, "refuse", gate("texture", "refuse", "The skin is smoother than in any photo of you."))


def test_the_page_says_what_it_is_held_against(as_eileen, photo):
    said = as_eileen.get(reverse("portal:bring")).content.decode()
    assert "A portrait made elsewhere" in said
    assert reverse("pictures:photo", args=[photo.pk]) in said


def test_without_a_real_photo_one_is_asked_for_first(as_eileen):
    said = as_eileen.get(reverse("portal:bring")).content.decode()
    assert "no photo, no portrait" in said
    assert 'type="file"' not in said


def test_a_brought_picture_is_kept_as_what_it_is_and_waits_to_be_checked(as_eileen, photo, small_jpeg):
    upload = SimpleUploadedFile("bought.jpg", small_jpeg, "image/jpeg")
    response = as_eileen.post(reverse("portal:bring"), {"picture": upload, "made": "generated"})
    row = Photo.objects.get(kind=Photo.Kind.ELSEWHERE)
    assert response.headers["Location"] == reverse("portal:photo", args=[row.pk])
    assert (row.origin, row.job_state) == ("trainedAlgorithmicMedia", "waiting")


def test_how_it_was_made_has_to_be_said(as_eileen, photo, small_jpeg):
    response = as_eileen.post(
        reverse("portal:bring"), {"picture": SimpleUploadedFile("a.jpg", small_jpeg, "image/jpeg")}
    )
    assert response.status_code == 422
    assert "Say how it was made" in response.content.decode()


@pytest.mark.requirement("R15")
def test_a_refused_one_says_why_and_offers_no_way_to_hand_it_in(as_eileen, refused):
    said = as_eileen.get(reverse("portal:photo", args=[refused.pk])).content.decode()
    assert "This portrait cannot be used" in said
    assert "The skin is smoother than in any photo of you." in said
    assert reverse("portal:hand_in", args=[refused.pk]) not in said


def test_a_refused_one_cannot_be_handed_in_behind_the_page(as_eileen, refused):
    as_eileen.post(reverse("portal:hand_in", args=[refused.pk]), {"agreed": "on"})
    assert not Portrait.objects.exists()


def test_one_to_look_at_closely_is_handed_in_with_the_persons_word(as_eileen, asked, cast):
    said = as_eileen.get(reverse("portal:photo", args=[asked.pk])).content.decode()
    assert "Your skin is lighter than in any of your photos." in said
    assert ATTESTATION in said
    response = as_eileen.post(reverse("portal:hand_in", args=[asked.pk]), {"agreed": "on"})
    assert response.headers["Location"] == reverse("portal:portrait")
    assert Portrait.objects.get(photo=asked).state == State.IN_REVIEW


def test_without_the_word_nothing_is_handed_in(as_eileen, asked):
    response = as_eileen.post(reverse("portal:hand_in", args=[asked.pk]))
    assert response.status_code == 422
    assert not Portrait.objects.exists()


def test_the_reviewer_sees_what_was_checked(as_eileen, as_robin, asked):
    as_eileen.post(reverse("portal:hand_in", args=[asked.pk]), {"agreed": "on"})
    portrait = Portrait.objects.get(photo=asked)
    said = as_robin.get(reverse("console:review", args=[portrait.pk])).content.decode()
    assert "Your skin is lighter than in any of your photos." in said


def test_a_real_photo_cannot_take_this_way(as_eileen, photo):
    as_eileen.post(reverse("portal:hand_in", args=[photo.pk]), {"agreed": "on"})
    assert not Portrait.objects.exists()
