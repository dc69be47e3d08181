"""A second person decides: approve for named placements, or reject with reasons the person can act on."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from generation.jobs import announce
from policies import placements as catalogue
from portraits import lifecycle
from portraits.agreements import consenting
from portraits.making import artefacts
from portraits.models import Portrait, Publication, Review
from portraits.rulings import assessing
from portraits.states import State


def compared_by_eye_only(portrait: Portrait) -> bool:
    """Whether software made it and no matcher has compared its face: then the reviewer does."""
    if portrait.candidate is not None:
        return not portrait.candidate.run.compare
    brought = portrait.photo is not None and portrait.photo.made_elsewhere
    return brought and not consenting.may_compare(portrait.person)


def made_by_software(portrait: Portrait) -> bool:
    """Whether a reviewer looks for what software gets wrong: of a candidate, and of what was made elsewhere."""
    return portrait.candidate_id is not None or (portrait.photo is not None and portrait.photo.made_elsewhere)


def approve(
    portrait: Portrait,
    placements: Sequence[str],
    *,
    actor: User,
    compared: bool = False,
    looked_at: Collection[str] = (),
) -> Review:
    """Approve a portrait and queue it for `placements`; MoveRefusedError with every reason when that cannot be.

    `compared`: the reviewer held the face against the person's photos, which is needed where no matcher did.
    `looked_at`: keys of the places where the reviewer found nothing that software gets wrong; all are needed where
    software made it.
    """
    if compared_by_eye_only(portrait) and not compared:
        raise lifecycle.MoveRefusedError(("Compare the face with the person's photos first: no software did.",))
    chosen = [catalogue.get(key) for key in placements]
    if not chosen:
        raise lifecycle.MoveRefusedError(("Choose at least one place where it may be shown.",))
    _refuse_denied(portrait, chosen)
    _refuse_unseen(portrait, looked_at)
    with transaction.atomic():
        consenting.hold(portrait.person)
        _refuse_unagreed(portrait, chosen)
        lifecycle.move(
            portrait, State.APPROVED, actor=actor, reason=_reason(placements, compared=compared, seen=looked_at)
        )
        review = Review.objects.create(
            portrait=portrait, actor=actor, approved=True, placements=list(placements), sha256=portrait.sha256
        )
        for placement in chosen:
            _queue(portrait, placement, review)
    return review


def reject(portrait: Portrait, reasons: Sequence[str], *, actor: User) -> Review:
    """Send a portrait back, kindly and with reasons."""
    given = [reason.strip() for reason in reasons if reason.strip()]
    with transaction.atomic():
        lifecycle.move(portrait, State.REJECTED, actor=actor, reason=" ".join(given))
        return Review.objects.create(
            portrait=portrait, actor=actor, approved=False, reasons=given, sha256=portrait.sha256
        )


def _reason(placements: Sequence[str], *, compared: bool, seen: Collection[str]) -> str:
    by_eye = " Compared by eye: the same person." if compared else ""
    places = [place.key for place in artefacts.PLACES if place.key in seen]
    looked = f" Looked at: {', '.join(places)}." if places else ""
    titles = [catalogue.get(placement).title for placement in placements]
    return "Approved for: " + ", ".join(titles) + "." * bool(by_eye or looked) + by_eye + looked


def _refuse_unseen(portrait: Portrait, looked_at: Collection[str]) -> None:
    unseen = artefacts.missing(looked_at) if made_by_software(portrait) else ()
    if unseen:
        raise lifecycle.MoveRefusedError(tuple(f"Look at this first. {place.sentence}" for place in unseen))


def _refuse_denied(portrait: Portrait, chosen: Sequence[catalogue.Placement]) -> None:
    today = timezone.localdate()
    verdicts = assessing.assess_in(portrait, chosen, today)
    reasons = [why for _, _, verdict in verdicts for why in assessing.denials(verdict)]
    if reasons:
        raise lifecycle.MoveRefusedError(tuple(reasons))


def _refuse_unagreed(portrait: Portrait, chosen: Sequence[catalogue.Placement]) -> None:
    reasons = [why for placement in chosen for why in consenting.against_placement(portrait, placement)]
    if reasons:
        raise lifecycle.MoveRefusedError(tuple(reasons))


def _queue(portrait: Portrait, placement: catalogue.Placement, review: Review) -> Publication:
    from portraits.tasks import publish

    publication = Publication.objects.create(
        person=portrait.person, portrait=portrait, placement=placement.key, review=review, channel=placement.channel
    )
    announce(publish, publication.pk)
    return publication
