from django.conf import settings
from django.db import models

from policies.models.rule_version import RuleVersion


class SourceReading(models.Model):
    """Somebody of an organisation read the source of a version again and found that it still says so."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="source_readings")
    rule_version = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    on = models.DateField()
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.rule_version} read on {self.on}"
