import uuid

from django.db import models

from accounts.models import Person
from generation.jobs import Job
from policies import placements
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
    public_id = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="Names it in the file and on the public page."
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by",
        help_text="The file before it in this placement. The file itself says nothing of it.",
    )  # fmt: skip
    manifest = models.BinaryField(default=b"", help_text="Its credentials, to be read with a copy that lost them.")
    mark = models.CharField(max_length=12, blank=True, help_text="The random id that its pixels carry unseen.")
    iscc = models.CharField(max_length=80, blank=True, help_text="ISO 24138 image code of the finished picture.")
    pdq = models.CharField(max_length=64, blank=True, help_text="PDQ hash of the finished picture.")
    fingerprint = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["mark"], condition=~models.Q(mark=""), name="a_mark_is_used_once"),
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

    @property
    def credentials_beside(self) -> bool:
        """Whether its credentials go with it in a file of their own."""
        return placements.get(self.placement).credentials == "beside"


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
