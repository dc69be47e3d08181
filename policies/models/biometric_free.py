from django.conf import settings
from django.db import models
from django.db.models import Q


class BiometricFree(models.Model):
    """A site, or a whole organisation, whose people no matcher compares: colleagues do it by eye."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="biometric_free")
    site = models.CharField(max_length=80, blank=True, help_text="As it stands with its people; empty for all sites.")
    why = models.CharField(max_length=300)
    since = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["site", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "site"],
                condition=Q(ended_at__isnull=True),
                name="a_site_is_without_biometrics_once",
            ),
        ]

    def __str__(self) -> str:
        return f"without biometrics: {self.organisation_id} {self.site or 'all sites'}"
