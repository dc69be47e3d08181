from django.conf import settings
from django.db import models

from accounts.models import AuditEvent, Person
from portraits.models.portrait import Portrait


class OfPortrait(models.Model):
    portrait = models.ForeignKey(Portrait, on_delete=models.CASCADE, related_name="%(class)ss")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    @property
    def person(self) -> Person:
        return self.portrait.person


class Attestation(OfPortrait):
    """The person shown says "this is how I look today", of exactly these bytes."""

    text = models.TextField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"attestation of portrait {self.portrait_id}"


class Vote(models.Model):
    """How much the person shown finds that a candidate looks like them, 1 to 5. What they refuse cannot be published."""

    REFUSED = 2  # and below

    candidate = models.OneToOneField("generation.Candidate", on_delete=models.CASCADE, related_name="vote")
    score = models.PositiveSmallIntegerField()
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"vote on candidate {self.candidate_id}"

    @property
    def person(self) -> Person:
        return self.candidate.run.person

    @property
    def refuses(self) -> bool:
        return self.score <= self.REFUSED


class Review(OfPortrait):
    """A second person's decision, with the placements it covers. Nothing is published without an approving one."""

    approved = models.BooleanField()
    reasons = models.JSONField(default=list)
    placements = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"review of portrait {self.portrait_id}"


class Transition(OfPortrait):
    """A change of state: audit record and outbox in one."""

    origin = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="transition")

    def __str__(self) -> str:
        return f"{self.origin} -> {self.target} of portrait {self.portrait_id}"
