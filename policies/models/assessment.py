from typing import Any

from django.db import models

from policies.models.immutable import ImmutableError
from policies.vocabulary import Decision


class Assessment(models.Model):
    """What the rules said of one picture in one placement on one day, with everything that was asked and answered."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="assessments")
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="assessments")
    placement = models.CharField(max_length=40)
    image_digest = models.CharField(max_length=64)
    facts = models.JSONField()
    on = models.DateField()
    decision = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in Decision if each is not Decision.SILENT]
    )
    findings = models.JSONField(default=list)
    duties = models.JSONField(default=list)
    rule_set = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 over the rule versions in force: Verdict.rule_set."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "placement", "-created_at"]),
            models.Index(fields=["image_digest"]),
        ]

    def __str__(self) -> str:
        return f"{self.decision} for {self.placement} on {self.on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ImmutableError("An assessment is never changed: assess again.")
        super().save(*args, **kwargs)
