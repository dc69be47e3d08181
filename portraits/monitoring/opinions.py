"""What people say of the portrait that is shown, without a selfie. Nobody settles the question about their own."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import User
from portraits import drift
from portraits.drift import CHANGES, Kind
from portraits.models import Opinion, Portrait
from portraits.monitoring.noting import note_opinion
from portraits.states import State

KIND_OF = {
    Opinion.Voice.PERSON: Kind.OWN_WORD,
    Opinion.Voice.MANAGER: Kind.MANAGER,
    Opinion.Voice.REVIEWER: Kind.REVIEWER,
}


class OpinionRefusedError(ValueError):
    """This cannot be said by this user or of this portrait; the sentence says why."""


def say(
    portrait: Portrait, *, still_looks_like: bool, actor: User, reasons: Sequence[str] = (), note: str = ""
) -> Opinion:
    """The person shown says whether the portrait still looks like them; `reasons` are kinds of change."""
    if not permissions.is_self(actor, portrait):
        raise OpinionRefusedError("Only the person shown can say this for themselves.")
    opinion = Opinion(portrait=portrait, by=actor, voice=Opinion.Voice.PERSON, still_looks_like=still_looks_like)
    return _keep(opinion, reasons, note)


def flag(
    portrait: Portrait, *, actor: User, reasons: Sequence[str] = (), note: str = "", still_looks_like: bool = False
) -> Opinion:
    """Their manager says that the person looks different by now (or, later, that they do not). It waits for another voice."""
    if not permissions.can_flag(actor, portrait):
        raise OpinionRefusedError("Only the manager of the person shown can say this.")
    opinion = Opinion(portrait=portrait, by=actor, voice=Opinion.Voice.MANAGER, still_looks_like=still_looks_like)
    return _keep(opinion, reasons, note)


def settle(portrait: Portrait, *, drifted: bool, actor: User, note: str, reasons: Sequence[str] = ()) -> Opinion:
    """A reviewer ends the question: drifted, or still fine. What was seen until then is usual from then on, if fine."""
    if permissions.is_self(actor, portrait):
        raise OpinionRefusedError("It shows you: somebody else has to decide this.")
    if not permissions.can_decide_drift(actor, portrait):
        raise OpinionRefusedError("Only a photo admin can decide this.")
    if not note.strip():
        raise OpinionRefusedError("Say what you saw: it is kept in the record.")
    opinion = Opinion(portrait=portrait, by=actor, voice=Opinion.Voice.REVIEWER, still_looks_like=not drifted)
    return _keep(opinion, reasons, note)


def _keep(opinion: Opinion, reasons: Sequence[str], note: str) -> Opinion:
    if opinion.portrait.state != State.PUBLISHED:
        raise OpinionRefusedError("This portrait is not shown: there is nothing to compare.")
    ticked = [kind for kind in CHANGES if kind.value in reasons]
    if unknown := set(reasons) - {kind.value for kind in ticked}:
        raise OpinionRefusedError(f"Not a change that can be ticked: {', '.join(sorted(unknown))}.")
    opinion.reasons = [] if opinion.still_looks_like else [kind.value for kind in ticked]
    opinion.note, opinion.on = note.strip(), timezone.localdate()
    kind = KIND_OF[Opinion.Voice(opinion.voice)]
    signal = drift.word_signal(kind, still_looks_like=opinion.still_looks_like, about=ticked)
    with transaction.atomic():
        opinion.save()
        _record(opinion)
        note_opinion(opinion, signal)
    return opinion


def _record(opinion: Opinion) -> None:
    settled = opinion.voice == Opinion.Voice.REVIEWER
    record(
        Verb.DRIFT_SETTLED if settled else Verb.OPINION_GIVEN,
        opinion,
        organisation=opinion.person.organisation,
        actor=opinion.by,
        reason=opinion.note,
        data={
            "portrait": opinion.portrait_id,
            "voice": opinion.voice,
            "still_looks_like": opinion.still_looks_like,
            "reasons": opinion.reasons,
        },
    )
