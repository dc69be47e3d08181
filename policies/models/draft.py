from django.conf import settings
from django.db import models
from django.db.models import Q

from policies import rules
from policies.models.rule_version import TWO_PEOPLE, RuleVersion
from policies.rules import Rule
from policies.vocabulary import Layer


class DraftState(models.TextChoices):
    DRAFT = "draft", "Being written"
    WAITING = "waiting", "Waits for a second person"
    ADOPTED = "adopted", "Kept as a version"
    DISCARDED = "discarded", "Discarded"


OPEN_DRAFTS = (DraftState.DRAFT.value, DraftState.WAITING.value)


class RuleDraft(models.Model):
    """A version while it is being written: the only part of a rule that can be edited. `policies.changing` moves it."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="rule_drafts")
    rule_id = models.CharField(max_length=80)
    layer = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Layer])
    version = models.PositiveIntegerField()
    body = models.JSONField(
        help_text="All fields of rule.schema.json; the version and its words are fixed on adoption."
    )
    state = models.CharField(max_length=12, choices=DraftState, default=DraftState.DRAFT)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True, help_text="What changed, for the second person and the record.")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    became = models.OneToOneField(RuleVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="draft")

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "layer", "rule_id"],
                condition=Q(state__in=OPEN_DRAFTS),
                name="one_open_draft_a_rule",
            ),
            models.CheckConstraint(
                condition=Q(state=DraftState.ADOPTED, became__isnull=False)
                | (~Q(state=DraftState.ADOPTED) & Q(became__isnull=True)),
                name="an_adopted_draft_is_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.rule_id} version {self.version}"

    @property
    def open(self) -> bool:
        return self.state in OPEN_DRAFTS

    @property
    def takes_two_people(self) -> bool:
        return self.layer in TWO_PEOPLE

    @property
    def digest(self) -> str:
        """Of everything a second person agrees to: the words, the days, the reading."""
        return rules.digest({**self.body, "until": self.body["effective_until"], "read": self.body["last_verified"]})

    def rule(self) -> Rule:
        """The rule in plain values. Raises ValueError or KeyError while the body is not a rule yet."""
        return rules.parse(self.body)
