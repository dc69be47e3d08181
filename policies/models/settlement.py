from django.conf import settings
from django.db import models
from django.db.models import F, Q

from policies.kinds import Kind
from policies.models.rule_version import RuleVersion
from policies.settlements import Settlement
from policies.vocabulary import Decision


class GreyZoneDecision(models.Model):
    """What an organisation answers where one rule version asks for a person: once, with its reason, by two people."""

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="grey_zone_decisions"
    )
    rule_version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="settlements")
    kind = models.CharField(max_length=30, choices=[(each.value, each.value) for each in Kind])
    placement = models.CharField(max_length=40, blank=True, help_text="Key of a placement; empty for all.")
    answer = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in (Decision.ALLOW, Decision.DENY)]
    )
    reason = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    effective_from = models.DateField(null=True, blank=True, help_text="First day: that of the approval.")
    effective_until = models.DateField(help_text="Last day; then somebody decides again.")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was taken back.")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("written_by")),
                name="nobody_settles_a_grey_zone_alone",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True, effective_from__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False, effective_from__isnull=False),
                name="a_settlement_begins_when_it_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.kind} under {self.rule_version}"

    def settlement(self) -> Settlement:
        """The same in plain values, for the engine."""
        return Settlement(
            id=self.pk,
            rule_digest=self.rule_version.digest,
            kind=Kind(self.kind),
            placement=self.placement,
            answer=Decision(self.answer),
            reason=self.reason,
            since=self.effective_from,
            until=self.effective_until,
        )
