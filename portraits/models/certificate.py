import hashlib
import json
from collections import Counter
from typing import Any

from django.db import models

from accounts.models import Organisation, Person

DONE = {"stopped": "stopped", "recalled": "being taken down", "withdrawn": "withdrawn"}


class Certificate(models.Model):
    """What ended with an agreement: ids and digests, never a name, never a picture. Written once.

    `items` are {kind, id, sha256, done}, where `done` is stopped, recalled, withdrawn or destroyed.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="certificates")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="certificates")
    because = models.CharField(max_length=80, help_text="Kind and id of what ended: release:12, biometricfree:3.")
    purpose = models.CharField(max_length=30, blank=True)
    placement = models.CharField(max_length=40, blank=True)
    items = models.JSONField(default=list)
    digest = models.CharField(max_length=64, help_text="SHA-256 over the canonical JSON of what it says.")
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "because"], name="certificates_by_what_ended")]

    def __str__(self) -> str:
        return f"certificate {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A certificate is never changed.")
        self.digest = hashlib.sha256(
            json.dumps(self.as_json(), sort_keys=True, separators=(",", ":")).encode()
        ).hexdigest()
        super().save(*args, **kwargs)

    @property
    def says(self) -> str:
        """What was done, counted, in a sentence."""
        counts = Counter(item["done"] for item in self.items)
        kinds = Counter(item["kind"] for item in self.items if item["done"] == "destroyed")
        said = [f"{counts[done]} {words}" for done, words in DONE.items() if counts[done]]
        said += [
            f"{number} {kind.replace('_', ' ')}{'s' if number > 1 else ''} destroyed" for kind, number in kinds.items()
        ]
        return ", ".join(said).capitalize() + "."

    def as_json(self) -> dict[str, Any]:
        """What it says, for whoever keeps it elsewhere."""
        return {
            "organisation": self.organisation_id,
            "person": self.person_id,
            "because": self.because,
            "purpose": self.purpose,
            "placement": self.placement,
            "items": self.items,
            "issued_at": self.issued_at.isoformat(timespec="seconds"),
        }
