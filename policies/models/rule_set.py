from django.db import models
from django.db.models import Q


class RuleSetLook(models.Model):
    """Which versions bound an organisation when somebody looked. The next look compares with the last finished one."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="rule_set_looks")
    on = models.DateField()
    known_at = models.DateTimeField(help_text="Versions kept later than this were not known to the look.")
    rule_set = models.CharField(max_length=64, help_text="Digest of the versions in force: Verdict.rule_set.")
    checked = models.PositiveIntegerField(default=0, help_text="Live publications that were asked about.")
    tasks = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-known_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(finished_at__isnull=True), name="one_look_at_rules_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"rules on {self.on}"
