from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from policies.disclosure import PictureClass


class LabelIcon(models.Model):
    """An official label icon that an organisation uploaded, byte for byte. Kept when it is put aside: files carry it.

    Several of a form may stand beside each other, a black and a white one: the one that stands out is laid.
    """

    class Form(models.TextChoices):
        GENERATED = PictureClass.GENERATED.value, "Made wholly by AI"
        MODIFIED = PictureClass.MODIFIED.value, "Changed in part by AI"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="label_icons")
    form = models.CharField(max_length=12, choices=Form)
    says = models.CharField(max_length=60, help_text="What it says to a reader, as its publisher calls it.")
    data = models.BinaryField(help_text="The PNG file as it was sent.")
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["form", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "form", "sha256"],
                condition=Q(ended_at__isnull=True),
                name="an_icon_stands_once_a_form",
            ),
        ]

    def __str__(self) -> str:
        return f"label icon {self.pk}"
