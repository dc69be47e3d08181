"""The employee's pages: the answer, a new selfie, the pictures to choose from, the word that is given."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from generation.models import Run
from portraits.making.choosing import ATTESTATION
from portraits.models import Attestation, DriftCheck, Photo, Portrait, Publication, Review
from portraits.states import State
from portraits.views.portal.good_photos import best
from tests.factories import CandidateFactory, PhotoFactory, PortraitFactory
from tests.portraits.views.conftest import GOOD, moved

MAY, JUNE = (datetime(2026, month, 1, tzinfo=UTC) for month in (5, 6))
ME, SELFIE = "portal:portrait", "portal:selfie"


def page(client, name: str, *args) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def checked(portrait, photo, decision: str, on, distance=0.3) -> DriftCheck:
    return DriftCheck.objects.create(
        person=portrait.person, portrait=portrait, photo=photo, on=on, distance=distance, decision=decision,
        kinds=["glasses"], sentence="Said in one sentence.", limits="test",
    )  # fmt: skip


def test_without_a_portrait_the_page_says_so_and_offers_one_beginning(as_eileen) -> None:
    said = page(as_eileen, ME)
    assert "You have no portrait yet" in said
    assert "Add a photo of yourself" in said


@pytest.mark.requirement("R34")
def test_a_real_photo_that_is_good_enough_comes_before_any_render(as_eileen, photo, candidate) -> None:
    for name, args in ((ME, []), ("portal:ask", []), ("portal:run", [candidate.run_id])):
        assert "You have a real photo that is good enough: use it" in page(as_eileen, name, *args)
    Photo.objects.update(quality=[{**GOOD[0], "passed": False}])
    for name, args in ((ME, []), ("portal:ask", []), ("portal:run", [candidate.run_id])):
        assert "good enough: use it" not in page(as_eileen, name, *args)


@pytest.mark.requirement("R34")
def test_advice_names_the_newest_good_real_photo_that_is_no_portrait_yet(cast) -> None:
    older, newer = (PhotoFactory(person=cast.collins, quality=GOOD, captured_at=day) for day in (MAY, JUNE))
    PhotoFactory(person=cast.collins, quality=GOOD, origin="trainedAlgorithmicMedia", kind=Photo.Kind.ELSEWHERE)
    PhotoFactory(person=cast.collins, quality=[], captured_at=JUNE + timedelta(days=1))
    PhotoFactory(person=cast.collins, quality=GOOD, likeness={"band": "other"}, captured_at=JUNE + timedelta(days=2))
    assert best(cast.collins) == newer
    moved(PortraitFactory(person=cast.collins, photo=newer), State.IN_REVIEW)
    assert best(cast.collins) == older
    moved(PortraitFactory(person=cast.collins, photo=older), State.IN_REVIEW)
    assert best(cast.collins) is None


@pytest.mark.parametrize(
    ("decision", "headline"),
    [
        ("consistent", "Your portrait still looks like you"),
        ("watch", "Your portrait may no longer look like you"),
        ("drift", "Your portrait no longer looks like you"),
    ],
)
def test_what_was_seen_is_the_headline(as_eileen, shown, photo, decision: str, headline: str) -> None:
    checked(shown, photo, decision, timezone.localdate())
    assert f"<h1>{headline}</h1>" in page(as_eileen, ME)


def test_the_calendar_is_the_headline_when_nothing_was_seen(as_eileen, shown) -> None:
    assert "Your portrait is up to date" in page(as_eileen, ME)
    Portrait.objects.update(depicts_as_of=timezone.localdate() - timedelta(days=725))
    assert "Your portrait is due on" in page(as_eileen, ME)
    Portrait.objects.update(depicts_as_of=timezone.localdate() - timedelta(days=800))
    assert "Your portrait is due since" in page(as_eileen, ME)
    Portrait.objects.update(depicts_as_of=timezone.localdate() - timedelta(days=1200))
    assert "Your portrait was due on" in page(as_eileen, ME)


@pytest.mark.requirement("R68")
def test_a_photographer_is_offered_wherever_a_picture_is_asked_for(as_eileen, cast, shown, candidate) -> None:
    places = [(ME, []), (SELFIE, []), ("portal:ask", []), ("portal:run", [candidate.run_id]),
              ("portal:candidate", [candidate.pk])]  # fmt: skip
    for name, args in places:
        assert reverse("portal:photographer") in page(as_eileen, name, *args)
    said = page(as_eileen, "portal:photographer")
    assert f"mailto:{cast.robin.email}" in said
    assert "It goes through the same checks, takes no longer, and counts exactly the same." in said


@pytest.mark.requirement("R68")
def test_who_takes_a_picture_is_coached_before_during_and_after(as_eileen, cast) -> None:
    PhotoFactory(person=cast.collins, advice=["Turn towards the window."])
    said = page(as_eileen, SELFIE)
    assert "Stand by a window, look into the camera" in said
    assert "Face inside the oval, eyes to the camera" in said
    assert "data-first-look" in said
    assert "Turn towards the window." in page(as_eileen, "portal:photos")


def test_a_picture_sent_back_says_why_on_the_person_s_own_page(as_eileen, cast, waiting) -> None:
    moved(waiting, State.REJECTED)
    Review.objects.create(portrait=waiting, actor=cast.robin, approved=False, reasons=["Look up."], sha256="0" * 64)
    assert "Look up." in page(as_eileen, ME)


def test_the_chart_says_in_words_what_it_draws(as_eileen, shown, photo) -> None:
    checked(shown, photo, "drift", timezone.localdate(), distance=0.9)
    assert "1 selfie was compared with your portrait, 1 outside your usual day-to-day difference." in page(
        as_eileen, ME
    )


def test_simulated_pictures_are_called_simulated(as_eileen, photo) -> None:
    assert "imulated" not in page(as_eileen, "portal:photos")
    Photo.objects.update(simulated=True)
    assert "Simulated" in page(as_eileen, "portal:photos")


def test_a_selfie_is_taken_in_and_measured_while_one_waits(as_eileen, cast, shown, upload) -> None:
    response = as_eileen.post(reverse(SELFIE), {"picture": upload(), "still": "no"})
    photo = cast.collins.photos.get()
    assert response.url == reverse("portal:photo", args=[photo.pk])
    assert photo.still_looks_like_me is False
    said = page(as_eileen, "portal:photo", photo.pk)
    assert 'hx-trigger="every 1s"' in said
    Photo.objects.update(job_state="done", advice=["Turn towards the window."])
    said = page(as_eileen, "portal:photo", photo.pk)
    assert "hx-trigger" not in said
    assert "Turn towards the window." in said


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"still": "yes"}, "picture", "Choose a picture or take one."),
        ({"picture": b"", "still": "yes"}, "picture", "The file is empty."),
        ({"picture": b"no picture at all", "still": "yes"}, "picture", "Send a JPEG, PNG, WebP, HEIC or AVIF file."),
        ({"picture": b"GIF89a" + b"\0" * 20, "still": "yes"}, "picture", "Send a JPEG, PNG, WebP, HEIC or AVIF file."),
        ({"picture": None, "still": ""}, "still", "Say what you see"),
        ({"picture": None, "still": "yes", "taken_on": "2999-01-01"}, "taken_on", "lies in the future"),
    ],
)
def test_a_file_that_cannot_be_taken_in_says_why_on_its_field(
    as_eileen, cast, shown, upload, sent, field: str, sentence: str
) -> None:
    if "picture" in sent:
        sent = {**sent, "picture": upload(data=sent["picture"])}
    response = as_eileen.post(reverse(SELFIE), sent)
    assert response.status_code == 422
    assert any(sentence in error for error in response.context["form"].errors[field])
    assert not cast.collins.photos.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_read(as_eileen, shown, upload, settings) -> None:
    settings.UPLOAD_MAX_BYTES = 100
    response = as_eileen.post(reverse(SELFIE), {"picture": upload(), "still": "yes"})
    assert "larger than" in response.context["form"].errors["picture"][0]


def test_the_same_file_twice_is_one_photo(as_eileen, cast, upload) -> None:
    for _ in range(2):
        as_eileen.post(reverse(SELFIE), {"picture": upload()})
    assert cast.collins.photos.count() == 1


def test_a_real_photo_is_handed_in_as_the_portrait(as_eileen, photo) -> None:
    response = as_eileen.post(reverse("portal:use", args=[photo.pk]))
    assert response.url == reverse(ME)
    assert photo.enrolments.get().state == State.IN_REVIEW


def test_a_photo_that_may_not_be_a_portrait_says_why(as_eileen, photo) -> None:
    Photo.objects.update(job_state="waiting")
    response = as_eileen.post(reverse("portal:use", args=[photo.pk]), follow=True)
    assert "still being measured" in response.content.decode()
    assert not photo.enrolments.exists()


def test_asking_for_pictures_queues_one_run_with_its_reason(as_eileen, cast, photo) -> None:
    for _ in range(2):
        response = as_eileen.post(reverse("portal:ask"), {"reason": "New glasses"})
    run = Run.objects.get(person=cast.collins)
    assert response.url == reverse("portal:run", args=[run.pk])
    assert run.reason == "New glasses"


@pytest.mark.requirement("R31")
def test_without_a_usable_photo_the_page_asks_for_one(as_eileen) -> None:
    response = as_eileen.post(reverse("portal:ask"), {"reason": ""})
    assert "no photo, no portrait" in response.content.decode()
    assert not Run.objects.exists()


def test_a_run_shows_how_far_it_is_and_asks_again_by_itself(as_eileen, run) -> None:
    Run.objects.update(job_state="running", progress=0.5, stage="Picture 2 of 4")
    said = page(as_eileen, "portal:run", run.pk)
    assert "Picture 2 of 4" in said
    assert 'value="0.500"' in said
    assert 'http-equiv="refresh"' in said  # for those without scripts


@pytest.mark.requirement("R12")
def test_candidates_stand_side_by_side_with_reasons_and_measures(as_eileen, run) -> None:
    gate = {"gate": "texture", "measure": "mid", "value": 0.41, "amber": 0.85, "refuse": 0.7, "verdict": "refuse",
            "sentence": "Pores and freckles are gone."}  # fmt: skip
    CandidateFactory(run=run, number=1, rank=1, reasons=["Closest to 4 of your 5 photos."])
    CandidateFactory(run=run, number=2, rank=None, verdict="refuse", gates={"results": [gate]})
    said = page(as_eileen, "portal:run", run.pk)
    assert "Closest to 4 of your 5 photos." in said
    assert "Pores and freckles are gone." in said
    assert said.count("Only you see this.") == 1
    assert said.count(">Choose<") == 1


@pytest.mark.requirement("R19")
def test_a_candidate_is_handed_in_with_the_person_s_word_only(as_eileen, candidate) -> None:
    where = reverse("portal:candidate", args=[candidate.pk])
    said = page(as_eileen, "portal:candidate", candidate.pk)
    assert ATTESTATION in said
    assert "checked" not in said
    assert as_eileen.post(where, {}).status_code == 422
    assert not Portrait.objects.exists()
    assert as_eileen.post(where, {"agreed": "on"}).url == reverse(ME)
    portrait = Portrait.objects.get(candidate=candidate)
    assert portrait.state == State.IN_REVIEW
    assert Attestation.objects.get(portrait=portrait).sha256 == candidate.sha256


@pytest.mark.requirement("R64")
def test_a_picture_is_taken_back_until_it_is_approved(as_eileen, cast) -> None:
    portrait = moved(PortraitFactory(person=cast.collins), State.IN_REVIEW)
    where = reverse("portal:take_back", args=[portrait.pk])
    assert where in page(as_eileen, ME)
    as_eileen.post(where)
    portrait.refresh_from_db()
    assert portrait.state == State.WITHDRAWN
    assert as_eileen.post(where).status_code == 404


def test_a_refused_candidate_cannot_be_handed_in(as_eileen, run) -> None:
    refused = CandidateFactory(run=run, rank=None, verdict="refuse")
    as_eileen.post(reverse("portal:candidate", args=[refused.pk]), {"agreed": "on"})
    assert not Portrait.objects.exists()


def test_the_steps_say_where_on_the_way_the_person_is(as_eileen, shown, photo) -> None:
    assert "steps" not in page(as_eileen, ME)
    checked(shown, photo, "watch", timezone.localdate())
    said = page(as_eileen, ME)
    assert 'aria-current="step">Second selfie on another day' in said


def test_my_photos_name_what_to_do_better(as_eileen, cast) -> None:
    PhotoFactory(person=cast.collins, advice=["Turn towards the window."])
    assert "Turn towards the window." in page(as_eileen, "portal:photos")


@pytest.mark.requirement("R08")
def test_a_badge_that_no_longer_looks_like_them_is_the_headline_beside_a_portrait_that_does(
    as_eileen, as_robin, cast, shown, photo
) -> None:
    """The badge takes real photos alone: it goes on showing the older one after the newest took the other places."""
    review = Review.objects.create(portrait=shown, approved=True, placements=["id_badge"], sha256=shown.sha256)
    Publication.objects.create(
        person=cast.collins, portrait=shown, placement="id_badge", review=review, channel="folder", job_state="done",
        published_at=timezone.now(), address="badge.jpg",
    )  # fmt: skip
    PortraitFactory(
        person=cast.collins, origin="algorithmicallyEnhanced", depicts_as_of=timezone.localdate(),
        state=State.PUBLISHED, candidate=CandidateFactory(),
    )  # fmt: skip
    assert "no longer looks like you" not in page(as_eileen, ME)
    checked(shown, photo, "drift", timezone.localdate())
    own = page(as_eileen, ME)
    assert "ID badge shows a picture that no longer looks like you" in own
    assert "A new real photo settles it." in own
    assert "Changed since" in own
    assert "Changed since" in page(as_robin, "console:person", cast.collins.pk)
    overview = page(as_robin, "console:home")
    assert "Changed since an older picture" in overview
    assert "0 % look like their picture" in overview
    assert "Eileen Collins" in as_robin.get(reverse("console:people"), {"seen": "drift"}).content.decode()
