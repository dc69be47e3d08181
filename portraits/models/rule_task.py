import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Person
from portraits.models.publication import Publication

Json = list[dict[str, Any]]


class RuleReason(models.Model):
    """What rules say against something shown; kept once for all publications that they say the same of."""

    digest = models.CharField(max_length=64, unique=True)
    findings = models.JSONField(default=list, help_text="What the rules say of it now, strictest first.")
    labels = models.JSONField(default=list, help_text="Duties of channels that demand a label its file does not have.")

    def __str__(self) -> str:
        return f"reason {self.pk}"

    @classmethod
    def of(cls, findings: Json, labels: Json) -> "RuleReason":
        """The row that says exactly this."""
        said = json.dumps([findings, labels], sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(said.encode()).hexdigest()
        return cls.objects.get_or_create(digest=digest, defaults={"findings": findings, "labels": labels})[0]


class RuleTask(models.Model):
    """A live publication that a changed set of rules puts in the wrong: why, and how it was settled."""

    class Ending(models.TextChoices):
        MADE_AGAIN = "made_again", "Made again under the new rules"
        TAKEN_AWAY = "taken_away", "No longer shown"
        RIGHT_AGAIN = "right_again", "The rules allow it again"

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="rule_tasks")
    look = models.ForeignKey("policies.RuleSetLook", on_delete=models.PROTECT, related_name="opened")
    effect = models.CharField(max_length=10, choices=[("denied", "denied"), ("review", "review"), ("labels", "labels")])
    reason = models.ForeignKey(RuleReason, on_delete=models.PROTECT, related_name="tasks")
    opened_on = models.DateField()
    opened_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["opened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication"], condition=Q(settled_at__isnull=True), name="one_open_rule_task_a_publication"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, ending="") | (Q(settled_at__isnull=False) & ~Q(ending="")),
                name="a_settled_rule_task_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"rule task {self.pk} of publication {self.publication_id}"

    @property
    def findings(self) -> Json:
        said: Json = self.reason.findings
        return said

    @property
    def labels(self) -> Json:
        said: Json = self.reason.labels
        return said

    @property
    def person(self) -> Person:
        return self.publication.person
