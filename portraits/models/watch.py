from django.conf import settings
from django.db import models

from accounts.models import Person
from portraits.models.photo import Photo
from portraits.models.portrait import Portrait


class Baseline(models.Model):
    """What is usual for this person and this portrait: the distances of recent selfies to it, taken at approval."""

    portrait = models.OneToOneField(Portrait, on_delete=models.CASCADE, related_name="baseline")
    distances = models.JSONField(default=list)
    centre = models.FloatField()
    spread = models.FloatField()
    selfies = models.PositiveSmallIntegerField()
    glasses = models.FloatField(default=0.0, help_text="Median strength of the glasses evidence against those selfies.")
    encoder = models.CharField(max_length=60)
    limits = models.CharField(max_length=60, help_text="The limit set it was made with.")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"baseline of portrait {self.portrait_id}"


class DriftCheck(models.Model):
    """One comparison of a new selfie with the published portrait; replayable from what it keeps."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drift_checks")
    portrait = models.ForeignKey(Portrait, on_delete=models.CASCADE, related_name="drift_checks")
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="drift_checks")
    on = models.DateField(help_text="The day the selfie was taken.")
    distance = models.FloatField(null=True)
    signals = models.JSONField(default=list)
    decision = models.CharField(max_length=20)
    kinds = models.JSONField(default=list)
    sentence = models.TextField()
    limits = models.CharField(max_length=60)
    run = models.ForeignKey("generation.Run", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["portrait", "photo"], name="a_selfie_is_checked_once_a_portrait")
        ]

    def __str__(self) -> str:
        return f"check of portrait {self.portrait_id} on {self.on}"


class IdentityAlert(models.Model):
    """A picture that looks like somebody else than the person it was added for. A human decides."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identity_alerts")
    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, related_name="identity_alert")
    likeness = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    same_person = models.BooleanField(null=True, blank=True)
    resolution = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"identity alert {self.pk}"


class Reminder(models.Model):
    """A person was told once that their portrait became due or overdue."""

    portrait = models.ForeignKey(Portrait, on_delete=models.CASCADE, related_name="reminders")
    freshness = models.CharField(max_length=10)
    on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portrait", "freshness"], name="a_person_is_reminded_once")]

    def __str__(self) -> str:
        return f"portrait {self.portrait_id} became {self.freshness}"


class DailyWatch(models.Model):
    """The age and drift checks of one day. Whoever makes the row does the day's work; a missed day is caught up."""

    day = models.DateField(unique=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"watch of {self.day}"
