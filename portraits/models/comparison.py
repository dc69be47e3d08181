from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Person
from portraits.models.photo import Photo


class Comparison(models.Model):
    """A photo beside the person's other photos and their portrait, for a colleague to compare by eye."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="comparisons")
    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, related_name="comparison")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    same_person = models.BooleanField(null=True, blank=True)
    still_looks_like = models.BooleanField(null=True, blank=True, help_text="Of the portrait that was shown then.")
    reasons = models.JSONField(default=list, help_text="Kinds of change that were seen.")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, same_person__isnull=True)
                | Q(decided_at__isnull=False, same_person__isnull=False),
                name="a_decided_comparison_says_who_it_is",
            ),
        ]

    def __str__(self) -> str:
        return f"comparison {self.pk}"
