import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from policies.consent import Purpose
from policies.models.immutable import ImmutableError


class Notice(models.Model):
    """One version of the words for one purpose in one language. Once somebody agreed to it, it is never changed."""

    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        help_text="Whose own words they are; empty for everybody's.",
    )
    purpose = models.CharField(max_length=30, choices=[(each.value, each.value) for each in Purpose])
    placement = models.CharField(max_length=40, blank=True, help_text="Of a publication: one placement, empty for all.")
    language = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField(help_text="What is agreed to, in paragraphs.")
    without = models.TextField(help_text="What happens to somebody who does not agree.")
    digest = models.CharField(max_length=64)
    pack = models.CharField(max_length=40, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["purpose", "placement", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "placement", "language", "version"],
                condition=Q(organisation__isnull=True),
                name="a_general_notice_version_is_written_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "purpose", "placement", "language", "version"],
                condition=Q(organisation__isnull=False),
                name="an_own_notice_version_is_written_once",
            ),
            models.CheckConstraint(
                condition=Q(placement="") | Q(purpose=Purpose.PUBLICATION), name="only_publications_name_a_placement"
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}: {self.purpose} {self.language} version {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ImmutableError for a notice that somebody agreed to."""
        self._refuse_rewriting()
        self.digest = digest_of(self.title, self.body, self.without)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        self._refuse_rewriting()
        return super().delete(*args, **kwargs)

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip() for part in self.body.split("\n\n") if part.strip()]

    def _refuse_rewriting(self) -> None:
        if not self._state.adding and self.releases.exists():
            raise ImmutableError(f"{self} was agreed to and is never changed: add a version.")


def digest_of(title: str, body: str, without: str) -> str:
    """SHA-256 over exactly the words that a person reads before they agree."""
    words = json.dumps([title, body, without], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()
