from django.conf import settings
from django.db import models

from accounts.models import Person
from portraits.models.photo import Photo
from portraits.models.portrait import Portrait


class Baseline(models.Model):
    """What is usual between this portrait and the person's recent selfies, kind by kind, taken at approval."""

    portrait = models.OneToOneField(Portrait, on_delete=models.CASCADE, related_name="baseline")
    distances = models.JSONField(default=list)
    centre = models.FloatField()
    spread = models.FloatField()
    selfies = models.PositiveSmallIntegerField()
    appearance = models.JSONField(default=dict, help_text="What the portrait shows of the things that change.")
    appearances = models.JSONField(default=list, help_text="The same of each selfie, with its day and differences.")
    usual = models.JSONField(default=dict, help_text="Centre, spread and count of the differences, by kind.")
    encoder = models.CharField(max_length=60)
    limits = models.CharField(max_length=60, help_text="The limit set it was made with.")
    created_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(auto_now=True, help_text="It is taken again when what it was taken with changes.")

    def __str__(self) -> str:
        return f"baseline of portrait {self.portrait_id}"


class Opinion(models.Model):
    """What a person, their manager or a reviewer says about a portrait without a selfie, with reasons ticked."""

    class Voice(models.TextChoices):
        PERSON = "person", "The person shown"
        MANAGER = "manager", "Their manager"
        REVIEWER = "reviewer", "A reviewer"

    portrait = models.ForeignKey(Portrait, on_delete=models.CASCADE, related_name="opinions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    voice = models.CharField(max_length=10, choices=Voice)
    still_looks_like = models.BooleanField()
    reasons = models.JSONField(default=list, help_text="Kinds of change that were ticked.")
    note = models.TextField(blank=True)
    on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.voice} on portrait {self.portrait_id}"

    @property
    def person(self) -> Person:
        return self.portrait.person


class DriftCheck(models.Model):
    """One answer to "does the portrait still look like the person?": after a selfie was held against it, or after
    somebody gave an opinion. Written once; replayable from what the rows of the portrait keep."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drift_checks")
    portrait = models.ForeignKey(Portrait, on_delete=models.CASCADE, related_name="drift_checks")
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, null=True, blank=True, related_name="drift_checks")
    opinion = models.OneToOneField(Opinion, on_delete=models.CASCADE, null=True, blank=True, related_name="drift_check")
    on = models.DateField(help_text="The day the selfie was taken or the opinion given.")
    distance = models.FloatField(null=True)
    signals = models.JSONField(default=list)
    statistics = models.JSONField(default=dict, help_text="What all selfies together say, by kind.")
    decision = models.CharField(max_length=20)
    kinds = models.JSONField(default=list)
    sentence = models.TextField()
    limits = models.CharField(max_length=60)
    difference = models.CharField(max_length=200, blank=True, help_text="The map of where the two faces differ.")
    run = models.ForeignKey("generation.Run", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["portrait", "photo"], name="a_selfie_is_checked_once_a_portrait"),
            models.CheckConstraint(
                condition=models.Q(photo=None) ^ models.Q(opinion=None), name="a_check_follows_a_selfie_or_an_opinion"
            ),
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
