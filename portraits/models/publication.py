from django.db import models

from accounts.models import Person
from generation.jobs import Job
from policies.placements import anchors
from portraits.models.decision import Review
from portraits.models.portrait import Portrait
from portraits.provenance.source_types import SourceType

ANCHORS = sorted(anchors())
CAPTURES = sorted(each.code for each in SourceType if each.is_capture)


class Rendition(models.Model):
    """The exact file made for one placement: cropped, labelled, described, signed, never touched again."""

    portrait = models.ForeignKey(Portrait, on_delete=models.CASCADE, related_name="renditions")
    placement = models.CharField(max_length=40)
    anchor = models.BooleanField(help_text="An identity control reads this placement: real captures only.")
    assessment = models.ForeignKey("policies.Assessment", on_delete=models.PROTECT, related_name="renditions")
    image = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    source_type = models.CharField(max_length=60)
    label = models.JSONField(default=dict, help_text="Evidence of the visible label: words, place, contrast.")
    caption = models.TextField(blank=True)
    alt_text = models.TextField()
    credentials = models.JSONField(default=dict, help_text="What reading the finished file back said.")
    fingerprint = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["portrait", "placement", "sha256"], name="a_rendition_is_kept_once"),
            models.CheckConstraint(
                condition=models.Q(anchor=False) | models.Q(source_type__in=CAPTURES),
                name="an_anchor_takes_real_captures_only",
            ),
            models.CheckConstraint(
                condition=models.Q(anchor=True, placement__in=ANCHORS)
                | (models.Q(anchor=False) & ~models.Q(placement__in=ANCHORS)),
                name="an_anchor_is_called_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement} of portrait {self.portrait_id}"

    @property
    def person(self) -> Person:
        return self.portrait.person


class Publication(Job):
    """A portrait in a placement: its job makes the rendition, puts it on the channel and reads it back."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="publications")
    portrait = models.ForeignKey(Portrait, on_delete=models.CASCADE, related_name="publications")
    placement = models.CharField(max_length=40)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="publications")
    rendition = models.ForeignKey(
        Rendition, on_delete=models.PROTECT, null=True, blank=True, related_name="publications"
    )
    channel = models.CharField(max_length=40)
    address = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    read_back_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.TextField(blank=True)
    clear_after = models.DateTimeField(null=True, blank=True, help_text="When its channel has to be cleared next.")
    cleared_at = models.DateTimeField(null=True, blank=True, help_text="When reading back found nothing of it.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["placement", "-created_at"]
        indexes = [
            models.Index(
                fields=["clear_after"],
                condition=models.Q(cleared_at__isnull=True, clear_after__isnull=False),
                name="publications_to_clear",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "placement"],
                condition=models.Q(published_at__isnull=False, ended_at__isnull=True),
                name="one_live_publication_a_placement",
            ),
            models.UniqueConstraint(
                fields=["portrait", "placement", "review"], name="a_review_publishes_a_placement_once"
            ),
        ]

    def __str__(self) -> str:
        return f"publication {self.pk} in {self.placement}"

    @property
    def live(self) -> bool:
        return self.published_at is not None and self.ended_at is None
