import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Person
from generation.jobs import OPEN, Job


class LegalHold(models.Model):
    """A reason with a name that stops every erasure of one person until somebody lifts it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="legal_holds")
    reason = models.CharField(max_length=300)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["placed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="somebody_lifts_a_hold",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk} on person {self.person_id}"


class Erasure(Job):
    """The erasure of one person. `erasing.carry_out` alone does it; `done` says how far it came."""

    class Why(models.TextChoices):
        OWN_WISH = "own_wish", "The person asked for it"
        ORGANISATION = "organisation", "The organisation asked for it"
        LEFT = "left", "The person left"
        RETENTION = "retention", "Its time was over"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="erasures")
    why = models.CharField(max_length=20, choices=Why)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Names its page to who has it.")
    done = models.JSONField(default=list, help_text="Steps that are finished.")
    removed = models.JSONField(default=list, help_text="[kind, row, salted digest] of everything removed.")
    salt = models.CharField(max_length=64, help_text="Key of the digests, printed in the certificate.")
    certificate = models.JSONField(default=dict)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(job_state__in=OPEN), name="a_person_is_erased_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"erasure {self.pk}"


class Export(Job):
    """Everything kept of a person, in one sealed archive made for them; it expires."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="exports")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    expires_at = models.DateTimeField(null=True, blank=True)
    fetched = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(job_state__in=OPEN), name="one_export_is_made_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"

    def ready(self, now: datetime) -> bool:
        """Whether it can be fetched."""
        return bool(self.file) and self.expires_at is not None and now < self.expires_at
