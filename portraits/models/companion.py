from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.models import Person
from portraits.models.photo import Photo


class Companion(models.Model):
    """What the person lets stand beside their portrait: their own words, links to their work, their name, a real photo."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="companion")
    bio = models.TextField(blank=True, max_length=600)
    links = models.JSONField(default=list, help_text="Links to their work: title and https address of each.")
    named_at = models.DateTimeField(null=True, blank=True, help_text="When they agreed to be named on their page.")
    real_photo = models.ForeignKey(
        Photo,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Which one readers may see.",
    )
    real_photo_at = models.DateTimeField(null=True, blank=True, help_text="When they agreed that readers may see it.")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(real_photo__isnull=True) | Q(real_photo_at__isnull=False),
                name="a_real_photo_is_shown_by_agreement",
            ),
        ]

    def __str__(self) -> str:
        return f"companion {self.pk}"

    def clean(self) -> None:
        if self.real_photo and self.real_photo.person_id != self.person_id:
            raise ValidationError("It shows somebody else.")
