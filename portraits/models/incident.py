from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Person
from portraits.incident_clock import Moments
from portraits.models.portrait import Portrait


class Incident(models.Model):
    """Somebody says that a picture misleads: what they saw, what was decided, and when each step was done."""

    class Why(models.TextChoices):
        UNLIKE = "unlike", "It does not look like the person"
        UNDISCLOSED = "undisclosed", "It does not say how it was made"
        SOMEBODY_ELSE = "somebody_else", "It shows somebody else"
        OTHER = "other", "Something else"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="incidents")
    portrait = models.ForeignKey(Portrait, on_delete=models.CASCADE, related_name="incidents")
    placement = models.CharField(max_length=40, blank=True, help_text="Where it was seen.")
    why = models.CharField(max_length=16, choices=Why)
    note = models.TextField(blank=True, max_length=1000)
    reply_to = models.EmailField(blank=True, help_text="Where the answer goes; forgotten once it was sent.")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    upheld = models.BooleanField(null=True, blank=True, help_text="Whether the picture was taken down for it.")
    decision = models.TextField(blank=True, help_text="Why, for the person shown and whoever reported it.")
    clean_at = models.DateTimeField(null=True, blank=True, help_text="When no channel showed it any more.")
    told_at = models.DateTimeField(null=True, blank=True, help_text="When the person shown had read of it.")
    replaced_at = models.DateTimeField(null=True, blank=True, help_text="When another picture of them was shown.")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When nothing was left to do.")

    class Meta:
        ordering = ["-reported_at", "-pk"]
        indexes = [models.Index(fields=["person", "closed_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, upheld__isnull=True)
                | Q(decided_at__isnull=False, upheld__isnull=False) & ~Q(decision=""),
                name="a_decided_incident_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"incident {self.pk}"

    @property
    def moments(self) -> Moments:
        return Moments(self.reported_at, self.decided_at, self.upheld, self.clean_at, self.told_at, self.replaced_at)
