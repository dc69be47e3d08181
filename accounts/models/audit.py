from datetime import UTC, datetime
from typing import Any, ClassVar, NoReturn

from django.db import models

from accounts.chain import Details, Link
from accounts.models.organisation import Organisation
from accounts.models.user import User


class AuditEvent(models.Model):
    """One link of an organisation's chain. Written by `accounts.audit` only; `accounts.redaction` takes details away."""

    REQUEST_LENGTH: ClassVar = 64

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="audit_events")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=80, help_text="Kind and id of what it happened to: portrait:12")
    request = models.CharField(max_length=REQUEST_LENGTH, blank=True, help_text="Id of the request that caused it.")
    salt = models.CharField(max_length=32, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    redacted = models.BooleanField(default=False, help_text="Salt, reason and data were taken away.")
    details_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["organisation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="an_audit_number_is_used_once"),
        ]
        indexes = [models.Index(fields=["organisation", "subject"])]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("An audit event is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("An audit event is never deleted.")

    @property
    def details(self) -> Details:
        return Details(self.salt, self.reason, self.data)

    def as_link(self) -> Link:
        """The event as the chain sees it."""
        return Link(
            organisation=self.organisation_id,
            number=self.number,
            at=instant(self.at),
            verb=self.verb,
            actor=self.actor_id,
            subject=self.subject,
            request=self.request,
            details_digest=self.details_digest,
            previous=self.previous,
            digest=self.digest,
            details=None if self.redacted else self.details,
            redacted=self.redacted,
        )


class AuditAnchor(models.Model):
    """The newest event of a day, signed: where an organisation's chain stood. Written by `accounts.anchoring` only."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="audit_anchors")
    on = models.DateField()
    number = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)
    key = models.CharField(max_length=16, help_text="Which public key verifies the signature.")
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["organisation", "on"]
        constraints = [models.UniqueConstraint(fields=["organisation", "on"], name="a_day_is_anchored_once")]

    def __str__(self) -> str:
        return f"anchor of {self.on} at event {self.number}"


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
