"""The person chooses a candidate and says that it is them: nobody else can."""

from django.db import transaction

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import User
from generation.models import Candidate
from portraits import lifecycle
from portraits.models import Attestation, Photo, Portrait, Vote
from portraits.states import OPEN, State

ATTESTATION = "This is how I look today. I agree that colleagues and visitors see me in this picture."


class ChoiceRefusedError(ValueError):
    """The choice cannot be made; the sentence says why."""


def choose(candidate: Candidate, *, actor: User) -> Portrait:
    """Make a draft portrait of a candidate that passed its gates."""
    if not permissions.can_choose(actor, candidate):
        raise ChoiceRefusedError("Only the person shown can choose.")
    if candidate.rank is None:
        raise ChoiceRefusedError("This picture did not pass its checks and cannot be chosen.")
    if refused(candidate):
        raise ChoiceRefusedError("You said that this picture does not look like you, so it cannot be chosen.")
    return taken(candidate) or _draft(candidate, actor)


def refused(candidate: Candidate) -> bool:
    """Whether the person shown said that the picture is not them: nobody can publish it then."""
    return Vote.objects.filter(candidate=candidate, score__lte=Vote.REFUSED).exists()


def vote(candidate: Candidate, *, score: int, actor: User) -> Vote:
    """Keep how much the person shown finds that it looks like them, 1 to 5; a later word replaces an earlier one."""
    if not permissions.can_choose(actor, candidate):
        raise ChoiceRefusedError("Only the person shown can say how much it looks like them.")
    with transaction.atomic():
        kept, _ = Vote.objects.update_or_create(candidate=candidate, defaults={"score": score})
        organisation, data = candidate.run.person.organisation, {"candidate": candidate.pk, "score": score}
        record(Verb.CANDIDATE_VOTED, candidate, organisation=organisation, actor=actor, data=data)
    return kept


def taken(candidate: Candidate) -> Portrait | None:
    """The portrait that a candidate is now, if any; one that was taken back or rejected does not count."""
    return Portrait.objects.filter(candidate=candidate, state__in=OPEN).first()


def attest(portrait: Portrait, *, actor: User) -> Attestation:
    """Record the person's word for exactly these bytes, and hand the portrait in for review."""
    if not permissions.can_attest(actor, portrait):
        raise ChoiceRefusedError("Only the person shown can say that it looks like them.")
    with transaction.atomic():
        attestation = Attestation.objects.create(
            portrait=portrait, actor=actor, text=ATTESTATION, sha256=portrait.sha256
        )
        record(
            Verb.PORTRAIT_ATTESTED,
            portrait,
            organisation=portrait.person.organisation,
            actor=actor,
            data={"sha256": portrait.sha256, "text": ATTESTATION},
        )
        lifecycle.move(portrait, State.IN_REVIEW, actor=actor, reason="Chosen and attested by the person shown.")
    return attestation


def _draft(candidate: Candidate, actor: User) -> Portrait:
    person = candidate.run.person
    digests = {candidate.run.source_sha256, *(row["sha256"] for row in candidate.run.references)}
    sources = Photo.objects.filter(person=person, sha256__in=digests).order_by("-captured_at")
    made_from = sources.get(sha256=candidate.run.source_sha256)
    with transaction.atomic():
        portrait = Portrait.objects.create(
            person=person,
            origin=candidate.origin,
            image=candidate.image,
            sha256=candidate.sha256,
            width=candidate.width,
            height=candidate.height,
            face=candidate.face,
            depicts_as_of=made_from.captured_on,
            simulated=made_from.simulated,
            candidate=candidate,
            replaces=person.portraits.filter(state=State.PUBLISHED).order_by("-pk").first(),
            uploaded_by=actor,
        )
        portrait.sources.set(sources)
        record(
            Verb.CANDIDATE_CHOSEN,
            portrait,
            organisation=person.organisation,
            actor=actor,
            data={"candidate": candidate.pk, "rank": candidate.rank},
        )
    return portrait
