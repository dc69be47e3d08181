"""The one door for every change of a portrait's state: lock, ask the guards, save, write the transition."""

from django.db import transaction

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import User
from portraits.agreements import consenting
from portraits.models import Portrait, Publication, Transition, Vote
from portraits.publishing import showing
from portraits.states import (
    MOVES,
    Situation,
    State,
    refusals,
)

TAKEN_DOWN = (State.RECALLED, State.WITHDRAWN, State.ERASED)


class MoveRefusedError(ValueError):
    """The move cannot be made now; `reasons` are sentences for the person who tried."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def move(portrait: Portrait, target: State, *, actor: User | None, reason: str = "") -> Transition:
    """Change the state, or raise MoveRefusedError with every reason why not.

    What is recalled, withdrawn or erased is shown nowhere any more: its publications end in the same transaction.
    """
    with transaction.atomic():
        held = Portrait.objects.select_for_update().select_related("person__organisation").get(pk=portrait.pk)
        origin = State(held.state)
        reasons = refusals(origin, target, situation(held, actor, reason=reason))
        if reasons:
            raise MoveRefusedError(reasons)
        held.state = target
        held.save(update_fields=["state"])
        event = record(
            Verb.PORTRAIT_MOVED,
            held,
            organisation=held.person.organisation,
            actor=actor,
            reason=reason,
            data={"from": origin.value, "to": target.value, "sha256": held.sha256},
        )
        portrait.state = target
        if target in TAKEN_DOWN:
            showing.take_down(held, why=reason, actor=actor)
        return Transition.objects.create(
            portrait=held, origin=origin, target=target, actor=actor, reason=reason, event=event
        )


def follow(portrait: Portrait, *, why: str, actor: User | None) -> None:
    """A published portrait that is shown nowhere any more is replaced, taken back by its person, or recalled."""
    portrait.refresh_from_db(fields=["state"])
    if portrait.state != State.PUBLISHED or _live(portrait):
        return
    own = actor is not None and permissions.is_self(actor, portrait)
    wanted = ((State.SUPERSEDED, actor), (State.WITHDRAWN if own else State.RECALLED, actor), (State.RECALLED, None))
    reason = why or "Taken away from the last place where it was shown."
    for target, by in wanted:
        if not why_not(portrait, target, actor=by, reason=reason):
            move(portrait, target, actor=by, reason=reason)
            return


def why_not(portrait: Portrait, target: State, *, actor: User | None, reason: str = "given later") -> tuple[str, ...]:
    """What the button says when the move is off; the same guards as the door."""
    return refusals(State(portrait.state), target, situation(portrait, actor, reason=reason))


def possible(portrait: Portrait, *, actor: User | None) -> dict[State, tuple[str, ...]]:
    """Every move from here, with the reasons that stand against it for this actor."""
    origin = State(portrait.state)
    return {target: why_not(portrait, target, actor=actor) for start, target in MOVES if start is origin}


def situation(portrait: Portrait, actor: User | None, *, reason: str = "") -> Situation:
    """Read what the guards look at. Without an actor it is the system itself, which decides nothing for people."""
    return Situation(
        software_made=portrait.software_made,
        attested=portrait.attestations.filter(sha256=portrait.sha256).exists(),
        by_a_person=actor is not None,
        refused_by_subject=Vote.objects.filter(candidate=portrait.candidate_id, score__lte=Vote.REFUSED).exists(),
        actor_is_subject=actor is not None and permissions.is_self(actor, portrait),
        actor_is_uploader=actor is not None and portrait.uploaded_by_id == actor.pk,
        actor_may_review=actor is not None and permissions.can_review(actor, portrait),
        reasons_given=bool(reason.strip()),
        live_publications=_live(portrait),
        newer_published=_newer(portrait),
        without_agreement=" ".join(consenting.against_portrait(portrait)),
    )


def _live(portrait: Portrait) -> int:
    return portrait.publications.filter(published_at__isnull=False, ended_at__isnull=True).count()


def _newer(portrait: Portrait) -> bool:
    """Whether another portrait of the person was shown somewhere after this one was last."""
    last = portrait.publications.exclude(published_at=None).order_by("-published_at").first()
    if last is None or last.published_at is None:
        return False
    others = Publication.objects.filter(person_id=portrait.person_id, ended_at=None, published_at__gt=last.published_at)
    return others.filter(portrait__state=State.PUBLISHED).exclude(portrait=portrait).exists()
