"""The lifecycle of a portrait as data: which moves exist, and what must hold for each.

A move that is not in the table does not exist. The same `refusals` feed the button and the guard. Due, overdue and
drifted are not states: they are derived (portraits.clocks, portraits.drift).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    RECALLED = "recalled"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


OPEN = (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.PUBLISHED)  # on its way, or there


@dataclass(frozen=True, slots=True)
class Situation:
    """What the guards look at."""

    software_made: bool
    attested: bool
    by_a_person: bool = True
    refused_by_subject: bool = False
    actor_is_subject: bool = False
    actor_is_uploader: bool = False
    actor_may_review: bool = False
    reasons_given: bool = True
    live_publications: int = 0
    newer_published: bool = False
    without_agreement: str = ""


Guard = Callable[[Situation], str]


def attested_by_its_subject(now: Situation) -> str:
    if now.software_made and not now.attested:
        return "The person shown has not yet said that this is how they look today."
    return ""


def agreed(now: Situation) -> str:
    return now.without_agreement


def not_refused_by_its_subject(now: Situation) -> str:
    return "The person shown said that this picture does not look like them." if now.refused_by_subject else ""


def a_second_person(now: Situation) -> str:
    if now.actor_is_subject:
        return "It shows you: somebody else has to approve it."
    if now.actor_is_uploader:
        return "You added this picture: somebody else has to approve it."
    return ""


def a_reviewer(now: Situation) -> str:
    return "" if now.actor_may_review else "Only a photo admin can decide this."


def a_reviewer_or_the_last_place_gone(now: Situation) -> str:
    """Nobody recalls by themselves what a reviewer has to; what is shown nowhere any more is only called so."""
    return "" if not now.by_a_person and not now.live_publications else a_reviewer(now)


def the_subject_or_a_reviewer(now: Situation) -> str:
    allowed = now.actor_is_subject or now.actor_is_uploader or now.actor_may_review
    return "" if allowed else "Only the person shown or a photo admin can do this."


def the_subject_a_reviewer_or_no_agreement(now: Situation) -> str:
    """Once the agreement has ended nobody needs to ask for it: the clock withdraws it."""
    return "" if now.without_agreement else the_subject_or_a_reviewer(now)


def reasons_are_given(now: Situation) -> str:
    return "" if now.reasons_given else "Say why, so that the person knows what to do."


def something_is_live(now: Situation) -> str:
    return "" if now.live_publications else "It is not shown anywhere yet."


def nothing_is_live(now: Situation) -> str:
    return "It is still shown somewhere." if now.live_publications else ""


def replaced_by_a_newer_one(now: Situation) -> str:
    return "" if now.newer_published else "No newer portrait has taken its place."


MOVES: dict[tuple[State, State], tuple[Guard, ...]] = {
    (State.DRAFT, State.IN_REVIEW): (
        the_subject_or_a_reviewer,
        agreed,
        attested_by_its_subject,
        not_refused_by_its_subject,
    ),
    (State.DRAFT, State.WITHDRAWN): (the_subject_a_reviewer_or_no_agreement,),
    (State.IN_REVIEW, State.APPROVED): (
        a_reviewer,
        a_second_person,
        agreed,
        attested_by_its_subject,
        not_refused_by_its_subject,
    ),
    (State.IN_REVIEW, State.REJECTED): (a_reviewer, a_second_person, reasons_are_given),
    (State.IN_REVIEW, State.WITHDRAWN): (the_subject_a_reviewer_or_no_agreement,),
    (State.APPROVED, State.PUBLISHED): (agreed, attested_by_its_subject, not_refused_by_its_subject, something_is_live),
    (State.APPROVED, State.WITHDRAWN): (the_subject_a_reviewer_or_no_agreement,),
    (State.PUBLISHED, State.SUPERSEDED): (nothing_is_live, replaced_by_a_newer_one),
    (State.PUBLISHED, State.RECALLED): (a_reviewer_or_the_last_place_gone, reasons_are_given),
    (State.PUBLISHED, State.WITHDRAWN): (the_subject_a_reviewer_or_no_agreement,),
    **{(state, State.ERASED): () for state in State if state is not State.ERASED},
}


def refusals(origin: State, target: State, now: Situation) -> tuple[str, ...]:
    """Why the move cannot be made now, in plain sentences; empty when it can."""
    guards = MOVES.get((origin, target))
    if guards is None:
        return (f"A portrait that is {words(origin)} cannot become {words(target)}.",)
    return tuple(reason for guard in guards if (reason := guard(now)))


def words(state: State) -> str:
    return state.value.replace("_", " ")
