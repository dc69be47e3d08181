"""A picture that looks like somebody else: a human decides, and says how they know."""

from django.db import transaction
from django.utils import timezone

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import User
from generation.models import Template
from portraits.models import IdentityAlert


class ResolutionRefusedError(ValueError):
    """The alert cannot be resolved so; the sentence says why."""


def resolve(alert: IdentityAlert, *, same_person: bool, note: str, actor: User) -> IdentityAlert:
    """Close an alert. With the same person the photo counts again; with somebody else it stays out for good."""
    if not permissions.can_resolve_identity(actor, alert):
        raise ResolutionRefusedError("Somebody else than the person it is about has to decide this.")
    if not note.strip():
        raise ResolutionRefusedError("Say how you know: it is kept in the record.")
    with transaction.atomic():
        held = (
            IdentityAlert.objects.select_for_update().select_related("photo", "person__organisation").get(pk=alert.pk)
        )
        if held.resolved_at is not None:
            raise ResolutionRefusedError("It has been decided already.")
        held.same_person, held.resolution = same_person, note.strip()
        held.resolved_at, held.resolved_by = timezone.now(), actor
        held.save(update_fields=["same_person", "resolution", "resolved_at", "resolved_by"])
        _tell_the_photo(held)
        record(
            Verb.IDENTITY_RESOLVED,
            held,
            organisation=held.person.organisation,
            actor=actor,
            reason=held.resolution,
            data={"photo": held.photo_id, "same_person": same_person},
        )
    return held


def _tell_the_photo(alert: IdentityAlert) -> None:
    """What a human saw replaces the verdict of the comparison; its figures stay.

    Of somebody else's face no template is kept, and it says nothing of this person's drift.
    """
    photo = alert.photo
    band = "same" if alert.same_person else "other"
    sentence = "A colleague looked: it is " + ("the same person." if alert.same_person else "somebody else.")
    photo.likeness = {**photo.likeness, "band": band, "sentence": sentence, "decided_by": "human"}
    photo.save(update_fields=["likeness"])
    if not alert.same_person:
        Template.objects.filter(person=alert.person, sha256=photo.sha256).delete()
        photo.drift_checks.all().delete()
