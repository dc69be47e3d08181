from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Organisation
from policies import rules
from policies.models.immutable import ImmutableError
from policies.rules import Rule
from policies.vocabulary import Confidence, Layer, Status

# What may still be written into a kept version: when it ended, and when a person last read its source.
OPEN_FIELDS = frozenset({"effective_until", "closed_at", "last_verified"})

# What others say and an organisation writes down for itself takes two people.
TWO_PEOPLE = (Layer.LAW.value, Layer.PLATFORM.value)


def _two_people() -> Q:
    named = Q(written_by__isnull=False, confirmed_by__isnull=False)
    return named & ~Q(written_by=F("confirmed_by"))


class RuleVersionQuerySet(models.QuerySet["RuleVersion"]):
    def in_force(
        self, on: date, organisation: Organisation | None = None, *, known_at: datetime | None = None
    ) -> "RuleVersionQuerySet":
        """The versions that bind an organisation on a day: its own before the general one, the newest of each rule.

        `known_at` answers what was believed then: versions loaded later and ends written later do not count.
        """
        binding = self._binding(on, known_at)
        own = binding.filter(organisation=organisation) if organisation else binding.none()
        general = binding.filter(organisation=None).exclude(Exists(own.filter(_same_rule())))
        chosen = Q(pk__in=own._newest().values("pk")) | Q(pk__in=general._newest().values("pk"))
        return self.filter(chosen).order_by("layer", "rule_id")

    def rules_in_force(
        self, on: date, organisation: Organisation | None = None, *, known_at: datetime | None = None
    ) -> tuple[Rule, ...]:
        """The same as plain rules, for `policies.engine.assess`."""
        return tuple(row.rule(known_at=known_at) for row in self.in_force(on, organisation, known_at=known_at))

    def _binding(self, on: date, known_at: datetime | None) -> Self:
        rows = self.filter(effective_from__lte=on).exclude(status=Status.DRAFT)
        if known_at is None:
            return rows.exclude(effective_until__lt=on)
        return rows.filter(loaded_at__lte=known_at).exclude(effective_until__lt=on, closed_at__lte=known_at)

    def _newest(self) -> Self:
        return self.exclude(Exists(self.filter(_same_rule(), version__gt=OuterRef("version"))))


class RuleVersion(models.Model):
    """One version of one rule, as it was loaded. A new version takes its place; nothing is rewritten."""

    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="rule_versions",
        help_text="Whose own rule it is; empty for everybody's.",
    )
    rule_id = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    layer = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Layer])
    title = models.CharField(max_length=200)
    body = models.JSONField(help_text="All fields of rule.schema.json but effective_until and last_verified.")
    digest = models.CharField(max_length=64)
    effective_from = models.DateField(null=True, help_text="First day. Empty for a draft.")
    effective_until = models.DateField(null=True, blank=True, help_text="Last day.")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When its end was written down.")
    status = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Status])
    source = models.JSONField(default=list)
    confidence = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Confidence])
    last_verified = models.DateField()
    pack = models.CharField(max_length=40)
    owner = models.CharField(max_length=80, blank=True, help_text="Who keeps it up to date.")
    loaded_at = models.DateTimeField(auto_now_add=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        ordering = ["layer", "rule_id", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule_id", "version"],
                condition=Q(organisation__isnull=True),
                name="a_general_rule_version_is_written_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "rule_id", "version"],
                condition=Q(organisation__isnull=False),
                name="an_own_rule_version_is_written_once",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | ~Q(layer__in=TWO_PEOPLE) | _two_people(),
                name="nobody_writes_law_alone",
            ),
        ]
        indexes = [models.Index(fields=["effective_from", "effective_until"])]

    def __str__(self) -> str:
        return f"{self.rule_id} version {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ImmutableError for every change but an end, written once, and a later reading of the source."""
        if not self._state.adding:
            self._refuse_rewriting()
        super().save(*args, **kwargs)

    def rule(self, *, known_at: datetime | None = None) -> Rule:
        """The rule in plain values; with `known_at`, without an end that was written down later."""
        unknown = known_at is not None and self.closed_at is not None and self.closed_at > known_at
        until = None if unknown or self.effective_until is None else self.effective_until.isoformat()
        return rules.parse({**self.body, "effective_until": until, "last_verified": self.last_verified.isoformat()})

    @property
    def next_review(self) -> date:
        return self.rule().next_review

    def _refuse_rewriting(self) -> None:
        kept = type(self).objects.get(pk=self.pk)
        names = [field.attname for field in self._meta.concrete_fields if field.attname not in OPEN_FIELDS]
        changed = [name for name in names if getattr(self, name) != getattr(kept, name)]
        if kept.effective_until not in (None, self.effective_until):
            changed.append("effective_until")
        if changed:
            raise ImmutableError(f"{kept} is never changed ({', '.join(changed)}): add a version.")


def _same_rule() -> Q:
    return Q(layer=OuterRef("layer"), rule_id=OuterRef("rule_id"))
