"""The board of candidates: lights apart, the person's vote, what may be adjusted, and how long it took."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from generation.models import Attempt, Run
from portraits import lifecycle
from portraits.lifecycle import MoveRefusedError
from portraits.making import choosing, turnaround
from portraits.making.choosing import ChoiceRefusedError
from portraits.models import Vote
from portraits.states import State
from tests.factories import CandidateFactory


def page(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.requirement("R12")
def test_the_board_shows_one_light_at_a_time(as_eileen, run):
    CandidateFactory(run=run, preset="warm", number=1)
    CandidateFactory(run=run, preset="crisp-corporate", number=2, rank=2)
    everything, warm = page(as_eileen, "portal:run", run.pk), page(as_eileen, "portal:run", run.pk, light="warm")
    assert everything.count('alt="Picture ') == 2
    assert warm.count('alt="Picture ') == 1
    assert page(as_eileen, "portal:run", run.pk, light="glamour").count('alt="Picture ') == 2


@pytest.mark.requirement("R13")
def test_the_person_says_how_much_a_picture_looks_like_them_and_may_change_their_mind(as_eileen, candidate):
    for score in (2, 5):
        as_eileen.post(reverse("portal:vote", args=[candidate.pk]), {"score": score})
    assert Vote.objects.get().score == 5
    assert AuditEvent.objects.filter(verb="portal:candidate:voted").count() == 2
    as_eileen.post(reverse("portal:vote", args=[candidate.pk]), {"score": 9})
    assert Vote.objects.get().score == 5


@pytest.mark.requirement("R13")
def test_nobody_else_votes(as_robin, cast, candidate):
    assert as_robin.post(reverse("portal:vote", args=[candidate.pk]), {"score": 5}).status_code in (302, 403, 404)
    with pytest.raises(ChoiceRefusedError):
        choosing.vote(candidate, score=5, actor=cast.robin)
    assert not Vote.objects.exists()


@pytest.mark.requirement("R13")
def test_what_the_person_refused_cannot_be_chosen_approved_or_published(cast, candidate, photo):
    portrait = choosing.choose(candidate, actor=cast.eileen)
    choosing.attest(portrait, actor=cast.eileen)
    choosing.vote(candidate, score=Vote.REFUSED, actor=cast.eileen)
    with pytest.raises(MoveRefusedError, match="does not look like them"):
        lifecycle.move(portrait, State.APPROVED, actor=cast.robin, reason="Looks fine to me")
    portrait.state = State.APPROVED
    portrait.save()
    with pytest.raises(MoveRefusedError, match="does not look like them"):
        lifecycle.move(portrait, State.PUBLISHED, actor=None)
    with pytest.raises(ChoiceRefusedError, match="does not look like you"):
        choosing.choose(candidate, actor=cast.eileen)


def test_a_refused_picture_says_so_on_its_page(as_eileen, candidate):
    as_eileen.post(reverse("portal:vote", args=[candidate.pk]), {"score": 1})
    assert "You said that this is not you" in page(as_eileen, "portal:candidate", candidate.pk)
    assert "Not you, you said" in page(as_eileen, "portal:run", candidate.run_id)


@pytest.mark.requirement("R65")
def test_the_panel_offers_the_list_and_asks_for_a_new_run_of_the_same_photo(as_eileen, run, candidate):
    said = page(as_eileen, "portal:run", run.pk)
    assert said.count('name="light"') == said.count('name="strength"') == 3
    assert said.count('name="background"') == 2  # no rule lists a backdrop: the photo's own room, sharp or not
    as_eileen.post(
        reverse("portal:adjust", args=[run.pk]), {"light": "warm", "background": "blur", "strength": "a little"}
    )
    made = Run.objects.exclude(pk=run.pk).get()
    assert made.adjusted == {"preset": "warm", "background": "blur", "polish": 0.3}
    assert made.source_sha256 == run.source_sha256


@pytest.mark.requirement("R65")
@pytest.mark.parametrize(
    "change",
    [
        {"light": "glamour"},
        {"background": "beach"},
        {"background": "studio"},
        {"background": "dark-grey"},
        {"strength": "2"},
        {"light": ""},
    ],
)
def test_what_is_not_offered_is_not_made(as_eileen, run, change):
    given = {"light": "warm", "background": "keep", "strength": "usual", **change}
    said = as_eileen.post(reverse("portal:adjust", args=[run.pk]), given, follow=True).content.decode()
    assert "Choose one of the lights" in said
    assert Run.objects.count() == 1


@pytest.mark.requirement("R67")
def test_what_cannot_wait_is_asked_for_with_a_reason_and_shown(as_eileen, photo):
    refused = as_eileen.post(reverse("portal:ask"), {"reason": "", "rush": "on"}).content.decode()
    assert "Say why it cannot wait" in refused
    as_eileen.post(reverse("portal:ask"), {"reason": "Press at noon", "rush": "on"})
    run = Run.objects.get()
    assert run.rush
    assert "Cannot wait" in page(as_eileen, "portal:run", run.pk)


@pytest.mark.requirement("R60")
def test_the_page_says_what_is_usual_and_what_this_one_took(as_eileen, cast, run, candidate):
    for number in range(1, 21):
        moment = timezone.now() - timedelta(minutes=number)
        Attempt.objects.create(
            organisation=cast.observatory, run=run, number=number, recipe_key="refine", recipe_version=1, queue="default",
            worker="w", began_at=moment, waited_seconds=2.0, seconds=100.0 if number == 20 else 8.0, price=0, outcome="done",
        )  # fmt: skip
    assert turnaround.usual(run) == "Usually 10 seconds, 19 of 20 within 10 seconds"
    assert "Waited 2 seconds, made in 2 minutes." in page(as_eileen, "portal:run", run.pk)
    Run.objects.filter(pk=run.pk).update(job_state="waiting")
    assert "Usually 10 seconds" in page(as_eileen, "portal:run", run.pk)
