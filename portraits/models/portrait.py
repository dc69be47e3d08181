from django.conf import settings
from django.db import models

from accounts.models import Person
from portraits import clocks
from portraits.provenance.source_types import SourceType
from portraits.states import OPEN, State


class Portrait(models.Model):
    """A headshot under lifecycle. Its state changes through `portraits.lifecycle.move` only."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="portraits")
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value.replace("_", " ")) for s in State], default=State.DRAFT
    )
    origin = models.CharField(
        max_length=60, help_text="IPTC digital source type code: the most generative in its history."
    )
    image = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    face = models.JSONField(default=dict)
    depicts_as_of = models.DateField(null=True, help_text="Day of the newest photo it was made from.")
    simulated = models.BooleanField(default=False)
    photo = models.ForeignKey(
        "portraits.Photo", on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    candidate = models.ForeignKey(
        "generation.Candidate", on_delete=models.PROTECT, null=True, blank=True, related_name="portraits"
    )
    sources = models.ManyToManyField("portraits.Photo", related_name="portraits")
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    due_sooner = models.DateField(null=True, blank=True, help_text="An earlier due day that an event brought.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["person", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"],
                condition=models.Q(state__in=OPEN),
                name="a_candidate_is_one_portrait_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"portrait {self.pk}"

    @property
    def source_type(self) -> SourceType:
        return SourceType.parse(self.origin)

    @property
    def software_made(self) -> bool:
        """Whether software made its pixels, so that the AI clock and the attestation count."""
        return not self.source_type.is_capture

    @property
    def clock(self) -> clocks.Clock:
        return clocks.clock_for(software_made=self.software_made)
