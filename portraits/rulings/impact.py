"""What another set of rules changes of everything that is shown: by placement and department, in bounded memory."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from accounts.models import Organisation
from policies import settling
from policies.models import RuleDraft, RuleVersion
from policies.standing import Standing, Standings
from policies.vocabulary import Decision, strictness
from portraits.rulings.live import Live, live

EXAMPLES = 100


@dataclass(frozen=True, slots=True)
class Touched:
    """A live publication whose standing differs between two sets of rules."""

    live: Live
    before: Standing
    after: Standing

    @property
    def in_the_wrong(self) -> bool:
        """Whether it was in order under the rules before, and is not under those after: it becomes a task."""
        published = self.live.published
        return self.after.asks_more_than(published) and not self.before.asks_more_than(published)

    @property
    def effect(self) -> str:
        """denied, review, labels (each in the wrong now), looser, or other."""
        if self.in_the_wrong:
            return wrong_by(self.live.published, self.after)
        return "looser" if strictness(self.after.decision) < strictness(self.before.decision) else "other"


def wrong_by(published: Standing, after: Standing) -> str:
    """How what is in the wrong is: denied, for a person to review, or without labels that are due."""
    if after.decision is Decision.DENY:
        return "denied"
    return "review" if strictness(after.decision) > strictness(published.decision) else "labels"


@dataclass(slots=True)
class Impact:
    """Counts by (placement key, department) and effect, and the first publications that become tasks."""

    on: date
    checked: int = 0
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    examples: list[Touched] = field(default_factory=list)

    def add(self, touched: Touched) -> None:
        self.counts[touched.live.placement.key, touched.live.department, touched.effect] += 1
        if touched.in_the_wrong and len(self.examples) < EXAMPLES:
            self.examples.append(touched)

    def of(self, *effects: str) -> int:
        return sum(count for (_, _, effect), count in self.counts.items() if effect in effects)

    @property
    def tasks(self) -> int:
        return self.of("denied", "review", "labels")

    @property
    def changed(self) -> int:
        return sum(self.counts.values())


def touched(organisation: Organisation, before: Standings, after: Standings, impact: Impact) -> Iterator[Touched]:
    """Those whose standing differs, as they are found; `impact` counts all that were asked about and all that differ."""
    for each in live(organisation, impact.on):
        impact.checked += 1
        found = Touched(each, before.of(each.facts, each.placement), after.of(each.facts, each.placement))
        if found.before != found.after:
            impact.add(found)
            yield found


def standings(organisation: Organisation, on: date) -> Standings:
    """What the rules in force and the settled grey zones of an organisation ask on a day."""
    rules = RuleVersion.objects.rules_in_force(on, organisation)
    return Standings(rules, on, settling.in_force(organisation, on))


def weigh(draft: RuleDraft) -> Impact:
    """What a draft would change on its first day, or today when that has passed, of everything shown now."""
    rule = draft.rule()
    on = max(rule.effective_from or timezone.localdate(), timezone.localdate())
    before = standings(draft.organisation, on)
    others = [each for each in before.rules if (each.layer, each.id) != (rule.layer, rule.id)]
    after = Standings([*others, rule], on, before.answers)
    impact = Impact(on)
    for _ in touched(draft.organisation, before, after, impact):
        pass
    return impact
