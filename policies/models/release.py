from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from policies.consent import Alteration, Given, Group, Purpose
from policies.models.immutable import ImmutableError
from policies.models.notice import Notice

# What may still be written into a release: that it was taken back, once, and that the name was redacted.
OPEN_FIELDS = frozenset({"withdrawn_at", "withdrawn_by_id", "withdrawn_why", "typed_name", "given_by_id"})


class Release(models.Model):
    """One person's agreement to one notice, for one item: it is taken back alone, and never rewritten."""

    class Why(models.TextChoices):
        TAKEN_BACK = "taken_back", "Taken back"
        REPLACED = "replaced", "Agreed to anew"

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="releases")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="releases")
    purpose = models.CharField(max_length=30, choices=[(each.value, each.value) for each in Purpose])
    placement = models.CharField(max_length=40, blank=True)
    groups = models.JSONField(default=list, help_text="Groups of pictures that are allowed.")
    alterations = models.JSONField(default=list, help_text="What may be changed in them.")
    territory = models.JSONField(default=list, help_text="Where: places as the rule packs name them, or any.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="Last day; empty until it is taken back.")
    given_at = models.DateTimeField(auto_now_add=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    typed_name = models.CharField(max_length=200, help_text="The signature, as it was typed.")
    text_digest = models.CharField(max_length=64, help_text="SHA-256 over the words that were read.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=12, choices=Why, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "placement"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_release_an_item",
            ),
            models.CheckConstraint(
                condition=(Q(purpose=Purpose.PUBLICATION) & ~Q(placement=""))
                | (~Q(purpose=Purpose.PUBLICATION) & Q(placement="")),
                name="a_publication_is_released_for_one_placement",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_release_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="a_withdrawn_release_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ImmutableError for every change but taking it back, once, and redacting the name."""
        if not self._state.adding:
            self._refuse_rewriting()
        super().save(*args, **kwargs)

    def given(self) -> Given:
        """The same in plain values, for `policies.consent.cover`."""
        return Given(
            id=self.pk,
            purpose=Purpose(self.purpose),
            placement=self.placement,
            groups=frozenset(map(Group, self.groups)),
            alterations=frozenset(map(Alteration, self.alterations)),
            territory=frozenset(self.territory),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            withdrawn_on=timezone.localdate(self.withdrawn_at) if self.withdrawn_at else None,
        )

    def stands(self, on: date) -> bool:
        """Whether it covers anything on a day."""
        ended = self.ends_on is not None and on > self.ends_on
        return self.withdrawn_at is None and self.starts_on <= on and not ended

    def _refuse_rewriting(self) -> None:
        kept = type(self).objects.get(pk=self.pk)
        names = [field.attname for field in self._meta.concrete_fields if field.attname not in OPEN_FIELDS]
        changed = [name for name in names if getattr(self, name) != getattr(kept, name)]
        changed += ["withdrawn_at"] if kept.withdrawn_at not in (None, self.withdrawn_at) else []
        changed += ["typed_name"] if self.typed_name not in ("", kept.typed_name) else []
        if changed:
            raise ImmutableError(f"{self} is never changed ({', '.join(changed)}): take it back, or agree anew.")
