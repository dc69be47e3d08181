"""Does it still look like them: the person's own word, a manager's, a reviewer's decision, and what each page shows."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.audit import Verb
from accounts.models import AuditEvent, Membership, Person, Role
from portraits.drift import Decision, Kind
from portraits.models import DriftCheck, Opinion, Photo
from portraits.views import words
from tests.factories import PersonFactory, PhotoFactory


@pytest.fixture
def lead(cast):
    """Somebody of the same organisation who leads Eileen Collins."""
    cast.collins.manager = PersonFactory(organisation=cast.observatory, name="Lee Adebayo").user
    cast.collins.save()
    return cast.collins.manager


def said(portrait) -> list[tuple[str, bool, list[str]]]:
    return [(row.voice, row.still_looks_like, row.reasons) for row in portrait.opinions.all()]


def decisions(portrait) -> list[str]:
    return [check.decision for check in portrait.drift_checks.all()]


def test_a_selfie_can_say_what_changed(as_eileen, shown, upload) -> None:
    sent = {"picture": upload(), "still": "no", "reasons": ["glasses", "hair_length"]}
    assert as_eileen.post(reverse("portal:selfie"), sent).status_code == 302
    photo = Photo.objects.get()
    assert (photo.still_looks_like_me, photo.reasons) == (False, ["glasses", "hair_length"])


def noise(seed: int) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((240, 300), 20 + 10 * seed).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def test_a_check_in_takes_up_to_three_pictures_with_one_answer(as_eileen, shown, upload) -> None:
    sent = {"picture": [upload(data=noise(n)) for n in range(3)], "still": "no", "reasons": ["glasses"]}
    assert as_eileen.post(reverse("portal:selfie"), sent).status_code == 302
    assert [row.reasons for row in Photo.objects.all()] == [["glasses"]] * 3
    page = as_eileen.get(reverse("portal:photo", args=[Photo.objects.last().pk])).content.decode()
    assert "Looking at your photo" in page


def test_a_fourth_picture_is_refused_with_the_number_that_is_possible(as_eileen, shown, upload) -> None:
    sent = {"picture": [upload(data=noise(n)) for n in range(4)], "still": "yes"}
    response = as_eileen.post(reverse("portal:selfie"), sent)
    assert response.status_code == 422
    assert "Send at most 3 pictures at once." in response.content.decode()


def test_of_several_pictures_all_are_kept_or_none(as_eileen, shown, upload) -> None:
    sent = {"picture": [upload(data=noise(1)), upload(data=b"not a picture")], "still": "yes"}
    response = as_eileen.post(reverse("portal:selfie"), sent)
    assert response.status_code == 422
    assert "Picture 2: " in response.content.decode()
    assert not Photo.objects.exists()


def test_reasons_ticked_beside_a_yes_are_not_kept(as_eileen, shown, upload) -> None:
    as_eileen.post(reverse("portal:selfie"), {"picture": upload(), "still": "yes", "reasons": ["glasses"]})
    assert Photo.objects.get().reasons == []


def test_a_reason_nobody_offered_is_refused(as_eileen, shown, upload) -> None:
    sent = {"picture": upload(), "still": "no", "reasons": ["older"]}
    assert as_eileen.post(reverse("portal:selfie"), sent).status_code == 422
    assert not Photo.objects.exists()


def test_without_a_portrait_nobody_is_asked_whether_it_fits(as_eileen, cast) -> None:
    assert "still look like you" not in as_eileen.get(reverse("portal:selfie")).content.decode()
    assert as_eileen.get(reverse("portal:still")).status_code == 302


@pytest.mark.requirement("R08")
def test_the_person_s_own_word_is_watched_on_one_day(as_eileen, shown) -> None:
    as_eileen.post(reverse("portal:still"), {"still": "no", "reasons": ["facial_hair"]})
    assert said(shown) == [("person", False, ["facial_hair"])]
    assert decisions(shown) == [Decision.WATCH]
    assert "may no longer look like you" in as_eileen.get(reverse("portal:portrait")).content.decode()


def test_an_answer_that_says_nothing_is_asked_again(as_eileen, shown) -> None:
    response = as_eileen.post(reverse("portal:still"), {})
    assert response.status_code == 422
    assert "Say what you see" in response.content.decode()
    assert said(shown) == []


def test_a_manager_s_word_waits_for_the_person(sign_in, lead, shown) -> None:
    client = sign_in(lead)
    assert "What is shown of your team" in client.get(reverse("portal:team")).content.decode()
    assert client.post(reverse("portal:flag", args=[shown.pk]), {"reasons": ["glasses"]}).status_code == 302
    assert said(shown) == [("manager", False, ["glasses"])]
    assert decisions(shown) == [Decision.WATCH]
    assert "that it no longer looks like them" in client.get(reverse("portal:team")).content.decode()


def test_a_team_page_shows_nobody_who_is_led_by_somebody_else(sign_in, cast, shown) -> None:
    assert cast.collins.name not in sign_in(cast.otto).get(reverse("portal:team")).content.decode()


def test_only_who_leads_somebody_finds_the_team_in_the_navigation(sign_in, lead, as_eileen, shown) -> None:
    assert reverse("portal:team") in sign_in(lead).get(reverse("portal:team")).content.decode()
    assert reverse("portal:team") not in as_eileen.get(reverse("portal:portrait")).content.decode()


def test_a_reviewer_ends_the_question_with_a_note(as_robin, cast, shown) -> None:
    address = reverse("console:likeness", args=[shown.pk])
    assert as_robin.post(address, {"decision": "drifted"}).status_code == 422
    sent = {"decision": "drifted", "reasons": ["hair_colour"], "note": "Grey by now, seen in a meeting."}
    assert as_robin.post(address, sent).status_code == 302
    assert said(shown) == [("reviewer", False, ["hair_colour"])]
    assert decisions(shown) == [Decision.DRIFT]
    event = AuditEvent.objects.filter(verb=Verb.DRIFT_SETTLED).get()
    assert (event.actor, event.reason) == (cast.robin, "Grey by now, seen in a meeting.")


def test_a_reviewer_can_say_that_it_can_stay(as_robin, as_eileen, shown) -> None:
    as_eileen.post(reverse("portal:still"), {"still": "no"})
    as_robin.post(reverse("console:likeness", args=[shown.pk]), {"decision": "fine", "note": "Same as ever."})
    assert decisions(shown)[-1] == Decision.CONSISTENT


def test_nobody_decides_about_their_own_portrait(as_eileen, cast, shown) -> None:
    Membership.objects.create(user=cast.eileen, organisation=cast.observatory, role=Role.PHOTO_ADMIN)
    address = reverse("console:likeness", args=[shown.pk])
    assert "Somebody else decides this" in as_eileen.get(address).content.decode()
    assert as_eileen.post(address, {"decision": "fine", "note": "Me."}).status_code == 403
    assert not Opinion.objects.exists()


def test_the_reviewer_sees_every_kind_for_itself_and_the_map(as_robin, shown, photo, cast) -> None:
    signal = {"kind": "glasses", "strength": 3.4, "limit": 2.2, "found": True, "counts": True,
              "sentence": "Glasses changed.", "difference": 3.6, "about": []}  # fmt: skip
    beard = {
        **signal,
        "kind": "facial_hair",
        "strength": None,
        "found": False,
        "counts": False,
        "sentence": "Not told.",
    }
    DriftCheck.objects.create(
        person=cast.collins, portrait=shown, photo=photo, on=timezone.localdate(), distance=0.4,
        signals=[signal, beard], decision="watch", kinds=["glasses"], sentence="Something changed: glasses.",
        limits="test", difference="differences/1/map.jpg",
    )  # fmt: skip
    page = as_robin.get(reverse("console:likeness", args=[shown.pk])).content.decode()
    for text in ("Something changed: glasses.", "3.4", "Glasses changed.", "(shown only)", "Where they differ"):
        assert text in page
    assert "1 selfie was compared with their portrait" in page


@pytest.mark.requirement("R07")
def test_the_reviewer_sees_how_old_the_portrait_is_and_where_the_face_goes(as_robin, shown, photo, cast) -> None:
    identity = {"kind": "identity", "limit": 4.0, "found": False, "counts": True, "sentence": "As usual.", "about": []}
    today = timezone.localdate()
    for number in range(6):
        signal = {**identity, "strength": 0.5 * number, "difference": 0.3}
        DriftCheck.objects.create(
            person=cast.collins, portrait=shown, photo=PhotoFactory(person=cast.collins) if number else photo, on=today - timedelta(days=90 * (5 - number)),
            distance=0.4, signals=[signal], decision="consistent", kinds=[], sentence="It fits.", limits="test",
        )  # fmt: skip
    page = as_robin.get(reverse("console:likeness", args=[shown.pk])).content.decode()
    assert "ago.</p>" in page
    assert "The face moves away from the portrait." in page
    assert "2.03 of this person&#x27;s spreads a year" in page.replace("'", "&#x27;")


def test_kinds_have_words_on_the_pages() -> None:
    assert {kind.value for kind in Kind} == words.KINDS.keys()


def test_an_admin_names_who_leads_a_person(as_robin, cast) -> None:
    lead = PersonFactory(organisation=cast.observatory).user
    as_robin.post(reverse("console:manager", args=[cast.collins.pk]), {"email": lead.email.upper()})
    cast.collins.refresh_from_db()
    assert cast.collins.manager == lead
    as_robin.post(reverse("console:manager", args=[cast.collins.pk]), {"email": ""})
    cast.collins.refresh_from_db()
    assert cast.collins.manager is None
    assert AuditEvent.objects.filter(verb=Verb.PERSON_CHANGED).count() == 2


@pytest.mark.parametrize("who", ["stranger", "self"])
def test_nobody_from_elsewhere_leads_and_nobody_leads_themselves(as_robin, cast, who) -> None:
    address = PersonFactory(organisation=cast.elsewhere).user.email if who == "stranger" else cast.eileen.email
    answer = as_robin.post(reverse("console:manager", args=[cast.collins.pk]), {"email": address}, follow=True)
    cast.collins.refresh_from_db()
    assert cast.collins.manager is None
    assert ("Nobody here signs in as" if who == "stranger" else "Nobody leads themselves") in answer.content.decode()


def test_who_leaves_next_month_is_led_until_then(sign_in, lead, cast, shown) -> None:
    for days, there in ((30, True), (0, False)):
        Person.objects.filter(pk=cast.collins.pk).update(left_on=timezone.localdate() + timedelta(days=days))
        assert ("Eileen Collins" in sign_in(lead).get("/me/team/").content.decode()) is there
