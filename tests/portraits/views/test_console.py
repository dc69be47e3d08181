"""The photo admin's pages: the figures, finding people, reviewing, deciding who is on a picture."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.audit import Verb
from accounts.models import AuditEvent
from generation.models import Run
from portraits.models import DriftCheck, IdentityAlert, Photo, Portrait, Publication, Review
from portraits.states import State
from portraits.views import words
from tests.factories import CandidateFactory, PersonFactory, PhotoFactory, PortraitFactory
from tests.portraits.views.conftest import GOOD, moved


def page(client, name: str, *args, query: str = "") -> str:
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def alert(cast, photo):
    return IdentityAlert.objects.create(
        person=cast.collins, photo=photo, likeness={"nearest": 0.7, "median": 0.7, "compared": 2, "threshold_set": "t"}
    )


def somebody(organisation, *, days: int | None, name: str, origin="digitalCapture", **fields):
    person = PersonFactory(organisation=organisation, name=name)
    if days is not None:
        depicts = timezone.localdate() - timedelta(days=days)
        PortraitFactory(person=person, depicts_as_of=depicts, origin=origin, state=State.PUBLISHED, **fields)
    return person


def test_the_headline_counts_people_and_those_who_look_like_their_picture(as_robin, cast, shown) -> None:
    somebody(cast.observatory, days=None, name="New")
    somebody(cast.observatory, days=1200, name="Late")
    somebody(cast.elsewhere, days=1, name="Stranger")
    assert "3 people, 33 % look like their picture" in page(as_robin, "console:home")


def test_an_organisation_without_people_is_told_how_to_begin(as_robin, cast) -> None:
    cast.collins.delete()
    assert "Nobody is here yet" in page(as_robin, "console:home")


def test_the_most_urgent_reason_comes_first_and_says_what_to_do(as_robin, cast, alert, shown, waiting) -> None:
    response = as_robin.get(reverse("console:home"))
    (row,) = response.context["rows"]
    assert [reason.action for reason in row.reasons] == ["Look at it", "Review"]
    assert row.first.address == reverse("console:alert", args=[alert.pk])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Current", "Due", "Eileen Collins", "Late", "None", "Soon"]),
        ("?freshness=current", ["Current"]),
        ("?freshness=due", ["Due", "Soon"]),
        ("?freshness=overdue", ["Late"]),
        ("?freshness=none", ["Eileen Collins", "None"]),
        ("?q=soo", ["Soon"]),
        ("?q=flight+late", ["Late"]),
        ("?seen=unchecked", ["Current", "Due", "Late", "Soon"]),
        ("?seen=drift", []),
        ("?open=review", []),
        ("?freshness=nonsense", ["Current", "Due", "Eileen Collins", "Late", "None", "Soon"]),
    ],
)
def test_people_are_found_by_words_and_by_what_stands(as_robin, cast, query: str, found: list[str]) -> None:
    for name, days in (("Current", 100), ("Due", 380), ("Late", 800), ("Soon", 350), ("None", None)):
        somebody(cast.observatory, days=days, name=name, origin="algorithmicallyEnhanced")
    somebody(cast.elsewhere, days=1, name="Stranger")
    response = as_robin.get(reverse("console:people") + query)
    assert [row.person.name for row in response.context["rows"]] == found


@pytest.mark.requirement("C06")
def test_the_two_limits_of_a_clock_have_words_of_their_own_in_tile_list_and_filter(as_robin, cast) -> None:
    for name, days in (("Due", 550), ("Late", 800)):
        somebody(cast.observatory, days=days, name=name, origin="algorithmicallyEnhanced")
    home, people = page(as_robin, "console:home"), page(as_robin, "console:people")
    for each in ("<small>Due now or soon</small>", ">1 too old</a>", "Due 6 months ago", "Too old for"):
        assert each in home
    for each in ("Due now or soon</option>", "Too old</option>", "clock: AI, 12 months", "clock: AI, 24 months"):
        assert each in people
    assert not {"Overdue", " overdue"} & set(re.findall(r" ?[Oo]verdue", home + people))


def test_a_confirmed_change_is_found_whatever_the_calendar_says(as_robin, cast, shown, photo) -> None:
    DriftCheck.objects.create(
        person=cast.collins, portrait=shown, photo=photo, on=timezone.localdate(), decision="drift",
        kinds=["glasses"], sentence="", limits="test",
    )  # fmt: skip
    said = page(as_robin, "console:people", query="?seen=drift")
    assert "Changed: glasses" in said
    assert "0 % look like their picture" in page(as_robin, "console:home")


def test_somebody_who_left_is_not_in_the_lists(as_robin, cast) -> None:
    cast.collins.left_on = timezone.localdate()
    cast.collins.save()
    assert "Eileen Collins" not in page(as_robin, "console:people")


@pytest.mark.parametrize("name", ["console:home", "console:people"])
def test_more_people_ask_the_database_no_more_often(
    as_robin, cast, name: str, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    def fill(count: int) -> None:
        for number in range(count):
            somebody(cast.observatory, days=900, name=f"Person {number}")

    fill(2)
    with django_assert_max_num_queries(15) as asked:
        page(as_robin, name)
    fill(30)
    with django_assert_num_queries(len(asked.captured_queries)):
        page(as_robin, name)


@pytest.mark.requirement("C01")
def test_a_person_s_page_shows_both_kinds_of_portraits_with_where_they_come_from(as_robin, cast, shown, photo) -> None:
    made = PortraitFactory(person=cast.collins, origin="algorithmicallyEnhanced", replaces=shown)
    made.sources.set([photo])
    moved(made, State.IN_REVIEW)
    said = page(as_robin, "console:person", cast.collins.pk)
    assert "Real photo" in said
    assert "Refined by software" in said
    assert "from 1 photo" in said
    assert f"takes the place of portrait {shown.pk}" in said
    (table,) = re.findall(r'aria-labelledby="portraits".*?</section>', said, re.DOTALL)
    for portrait in (shown, made):
        assert f"{portrait.depicts_as_of:%-d %B %Y}" in table
        assert words.STATES[portrait.state] in table


@pytest.mark.requirement("R63")
def test_drafts_and_what_was_taken_back_unseen_are_not_on_the_console(as_robin, cast, candidate) -> None:
    draft = PortraitFactory(person=cast.collins, candidate=candidate, origin=candidate.origin)
    for state in (State.DRAFT, State.WITHDRAWN):
        Portrait.objects.update(state=state)
        response = as_robin.get(reverse("console:person", args=[cast.collins.pk]))
        assert response.context["portraits"] == []
        assert as_robin.get(reverse("console:review", args=[draft.pk])).status_code == 403
        assert as_robin.get(reverse("pictures:portrait", args=[draft.pk])).status_code == 403
    moved(draft, State.IN_REVIEW)
    assert as_robin.get(reverse("console:review", args=[draft.pk])).status_code == 200


def test_the_timeline_is_newest_first(as_robin, cast, shown, photo, run) -> None:
    response = as_robin.get(reverse("console:person", args=[cast.collins.pk]))
    moments = [moment.at for moment in response.context["moments"]]
    assert len(moments) >= 5
    assert moments == sorted(moments, reverse=True)


def test_a_studio_photo_is_added_with_its_day(as_robin, cast, upload) -> None:
    where = reverse("console:add_photo", args=[cast.collins.pk])
    response = as_robin.post(where, {"picture": upload(), "kind": "studio", "taken_on": "2026-01-05"})
    assert response.url == reverse("console:person", args=[cast.collins.pk])
    photo = Photo.objects.get()
    assert (photo.kind, photo.captured_on.isoformat(), photo.uploaded_by) == ("studio", "2026-01-05", cast.robin)


def test_a_bad_studio_photo_says_why_on_the_person_s_page(as_robin, cast, upload) -> None:
    where = reverse("console:add_photo", args=[cast.collins.pk])
    response = as_robin.post(where, {"picture": upload(data=b"nothing"), "kind": "studio"})
    assert response.status_code == 422
    assert "Send a JPEG" in response.content.decode()


def test_a_good_photo_is_handed_in_by_the_admin(as_robin, cast) -> None:
    photo = PhotoFactory(person=cast.collins, quality=GOOD, uploaded_by=cast.ines)
    assert "A real photo is good enough: use it" in page(as_robin, "console:person", cast.collins.pk)
    response = as_robin.post(reverse("console:enrol", args=[photo.pk]))
    assert response.url == reverse("console:review", args=[photo.enrolments.get().pk])


def test_the_admin_asks_for_pictures_and_sees_none_of_them(as_robin, cast, photo) -> None:
    as_robin.post(reverse("console:ask_render", args=[cast.collins.pk]), {"reason": "New role"})
    run = Run.objects.get()
    CandidateFactory(run=run)
    assert "pictures/candidate" not in page(as_robin, "console:person", cast.collins.pk)


@pytest.mark.requirement("R31")
def test_asking_without_a_usable_photo_says_why(as_robin, cast) -> None:
    response = as_robin.post(reverse("console:ask_render", args=[cast.collins.pk]), follow=True)
    assert "no photo, no portrait" in response.content.decode()


def test_a_publication_ends_with_a_reason_only(as_robin, cast, shown) -> None:
    review = Review.objects.create(portrait=shown, actor=cast.robin, approved=True, sha256=shown.sha256)
    publication = Publication.objects.create(
        person=cast.collins, portrait=shown, placement="directory", review=review, channel="folder", address="a/b.jpg",
        published_at=timezone.now(), job_state="done",
    )  # fmt: skip
    where = reverse("console:end", args=[publication.pk])
    as_robin.post(where, {"why": ""})
    publication.refresh_from_db()
    assert publication.live
    as_robin.post(where, {"why": "They asked for it."})
    publication.refresh_from_db()
    assert not publication.live
    assert publication.ended_why == "They asked for it."


def test_what_is_allowed_is_ticked_and_what_is_denied_cannot_be(as_robin, cast, photo) -> None:
    made = moved(PortraitFactory(person=cast.collins, origin="algorithmicallyEnhanced"), State.IN_REVIEW)
    made.attestations.create(actor=cast.eileen, text="It is me.", sha256=made.sha256)
    said = page(as_robin, "console:review", made.pk)
    badge = said[said.index('value="id_badge"') :][:60]
    assert "disabled" in badge
    assert "only a real photo may be shown" in said


def test_approving_keeps_the_placements_that_were_ticked(as_robin, waiting) -> None:
    where = reverse("console:approve", args=[waiting.pk])
    assert as_robin.post(where, {}).status_code == 422
    as_robin.post(where, {"placements": ["directory"]})
    waiting.refresh_from_db()
    assert waiting.state == State.APPROVED
    assert waiting.reviews.get().placements == ["directory"]


def test_the_uploader_reads_why_they_cannot_decide(sign_in, cast, waiting) -> None:
    ines = sign_in(cast.ines)
    said = page(ines, "console:review", waiting.pk)
    assert "You added this picture: somebody else has to approve it." in said
    ines.post(reverse("console:approve", args=[waiting.pk]), {"placements": ["directory"]})
    waiting.refresh_from_db()
    assert waiting.state == State.IN_REVIEW


def test_a_picture_goes_back_with_kind_reasons_only(as_robin, waiting) -> None:
    where = reverse("console:reject", args=[waiting.pk])
    assert "at least one reason" in as_robin.post(where, {}).content.decode()
    as_robin.post(where, {"own": "Look straight into the camera."})
    assert waiting.reviews.get().reasons == ["Look straight into the camera."]


@pytest.mark.parametrize(("who", "same", "band"), [("same", True, "same"), ("other", False, "other")])
def test_a_human_decides_who_is_on_a_picture(as_robin, cast, alert, who: str, same: bool, band: str) -> None:
    Photo.objects.update(likeness={"band": "other"})
    where = reverse("console:alert", args=[alert.pk])
    assert as_robin.post(where, {"who": who}).status_code == 422
    assert as_robin.post(where, {"who": who, "note": "I know her."}).url == reverse("console:alerts")
    alert.refresh_from_db()
    assert (alert.same_person, alert.resolved_by, alert.photo.likeness["band"]) == (same, cast.robin, band)
    assert AuditEvent.objects.filter(verb=Verb.IDENTITY_RESOLVED).count() == 1


def test_an_alert_is_decided_once(as_robin, alert) -> None:
    where = reverse("console:alert", args=[alert.pk])
    as_robin.post(where, {"who": "same", "note": "I know her."})
    as_robin.post(where, {"who": "other", "note": "I was wrong."})
    alert.refresh_from_db()
    assert alert.same_person is True


def test_home_leads_everybody_to_their_work(sign_in, cast, django_user_model) -> None:
    lost = django_user_model.objects.create_user("lost@observatory.example", "moon")
    assert sign_in(cast.robin).get("/").url == reverse("console:home")
    assert sign_in(cast.eileen).get("/").url == reverse("portal:portrait")
    assert "Nothing here for you yet" in sign_in(lost).get("/").content.decode()


def test_somebody_with_both_sides_finds_both_in_the_navigation(sign_in, cast) -> None:
    person = PersonFactory(organisation=cast.observatory, user=cast.robin)
    said = page(sign_in(person.user), "console:home")
    assert reverse("portal:portrait") in said
    assert reverse("console:people") in said
