from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Person
from generation.jobs import Job, JobState
from portraits.provenance.source_types import SourceType


class Photo(Job):
    """A picture as it came, cleaned at intake, immutable. Measuring it is its job.

    A portrait made elsewhere is kept here too: it says nothing of how the person looks, and the gates hold it against
    the photos that do."""

    class Kind(models.TextChoices):
        SELFIE = "selfie", "Selfie"
        STUDIO = "studio", "Studio photo"
        BADGE = "badge", "Badge photo"
        ELSEWHERE = "elsewhere", "Portrait made elsewhere"

    class DateFrom(models.TextChoices):
        EXIF = "exif", "from the camera"
        DECLARED = "declared", "declared by who added it"
        UPLOAD = "upload", "the day it was added"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="photos")
    kind = models.CharField(max_length=10, choices=Kind)
    image = models.CharField(max_length=200, blank=True, help_text="Empty once the picture was discarded.")
    discarded_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    captured_at = models.DateTimeField()
    captured_from = models.CharField(max_length=10, choices=DateFrom)
    origin = models.CharField(max_length=60, default="digitalCapture", help_text="IPTC digital source type code.")
    provenance = models.JSONField(default=dict, help_text="What the file said of itself when it came.")
    simulated = models.BooleanField(default=False, help_text="Made from another picture for a demonstration.")
    fingerprint = models.CharField(max_length=16, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    quality = models.JSONField(default=list, help_text="Components named after ISO/IEC 29794-5.")
    advice = models.JSONField(default=list)
    face = models.JSONField(default=dict, help_text="Where the face is, in pixels.")
    same_as = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies")
    likeness = models.JSONField(default=dict, help_text="Verdict against the person's other real photos.")
    appearance = models.JSONField(default=dict, help_text="What it shows of the things that change; numbers only.")
    gates = models.JSONField(
        default=dict, help_text="Of a portrait made elsewhere: every gate against the real photos."
    )
    still_looks_like_me = models.BooleanField(null=True, blank=True)
    reasons = models.JSONField(default=list, help_text="Kinds of change ticked by a person who looks different now.")

    class Meta:
        ordering = ["-captured_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "sha256"], name="a_photo_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def captured_on(self) -> date:
        return timezone.localdate(self.captured_at)

    @property
    def is_capture(self) -> bool:
        """Whether a camera made its pixels, as far as the file said."""
        return SourceType.parse(self.origin).is_capture

    @property
    def made_elsewhere(self) -> bool:
        """Whether it can only be a finished portrait: it was brought as one, or its file says that software made it."""
        return self.kind == self.Kind.ELSEWHERE or not self.is_capture

    @property
    def usable(self) -> bool:
        """Whether it may stand for how the person looks: measured, theirs, and not a copy of another photo."""
        doubted = self.likeness.get("band") in ("other", "ask")
        return self.job_state == JobState.DONE and not doubted and not self.same_as_id and not self.made_elsewhere
