"""What may be meant, and mostly is not: words of no place or trade here, rules against each other, versions that never bind.

A rule that silently binds nowhere is worse than one that is refused, but a platform nobody publishes to yet is no fault.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations

from policies import placements
from policies.jurisdictions import expand
from policies.pack import Entry, Problem
from policies.rules import Rule
from policies.vocabulary import Level

SCOPES = ("sector", "platform", "audience")


@dataclass(frozen=True, slots=True)
class Known:
    """The platforms and trades that somebody spoke of before."""

    platform: frozenset[str]
    sector: frozenset[str]

    @classmethod
    def of(cls, rules: Iterable[Rule], sectors: Iterable[str] = ()) -> "Known":
        """From rules, the catalogue of placements, and the trades of organisations."""
        rules = tuple(rules)
        places = {place.platform for place in placements.catalogue().values()}
        spoken = {name: {word for rule in rules for word in getattr(rule, name)} for name in ("platform", "sector")}
        return cls(frozenset(spoken["platform"] | places), frozenset(spoken["sector"] | set(sectors)))


def of(entries: Iterable[Entry], known: Known, beside: Iterable[Rule] = ()) -> tuple[Problem, ...]:
    """Doubts about some entries, by themselves, against each other and against the rules `beside` them."""
    asked = [(entry, entry.rule) for entry in entries]
    return (
        *(doubt for entry, _ in asked for doubt in _unknown(entry, known)),
        *(doubt for (one, a), (two, b) in combinations(asked, 2) for doubt in (*_never(one, a, b), *_never(two, b, a))),
        *(doubt for (one, a), (_, b) in combinations(asked, 2) for doubt in _against(one, a, b)),
        *(doubt for entry, rule in asked for other in beside for doubt in _against(entry, rule, other)),
    )


def _unknown(entry: Entry, known: Known) -> Iterator[Problem]:
    words = {"platform": known.platform, "sector": known.sector}
    for name, spoken in words.items():
        for word in entry.body[name]:
            if word not in spoken | {"any"}:
                near = get_close_matches(word, spoken, 1)
                meant = f"; {near[0]!r} is" if near else ""
                yield entry.doubt(name, f"{word!r} is no {name} that any place, organisation or rule here names{meant}")


def _never(entry: Entry, rule: Rule, other: Rule) -> Iterator[Problem]:
    """An older version that begins when a newer one binds already."""
    same = (rule.layer, rule.id) == (other.layer, other.id)
    if same and rule.version < other.version and rule.effective_from and other.in_force(rule.effective_from):
        yield entry.doubt(
            "effective_from", f"version {other.version} binds already on {rule.effective_from}: this one never would"
        )


def _against(entry: Entry, rule: Rule, other: Rule) -> Iterator[Problem]:
    """A label that one requires and the other forbids, where and when both bind: such pictures are denied there."""
    if (rule.layer, rule.id) == (other.layer, other.id) or not _meet(rule, other):
        return
    for kind in rule.disclosure:
        mine, theirs = rule.disclosure[kind], other.disclosure.get(kind, other.disclosure.get("*", {}))
        for channel, level in mine.items():
            if {level, theirs.get(channel)} == {Level.REQUIRED, Level.FORBIDDEN}:
                said = f"{channel} is {level} for {kind}, and {theirs[channel]} by {other.id}"
                yield entry.doubt("disclosure", f"{said}: where both bind, such pictures are denied")


def _meet(one: Rule, two: Rule) -> bool:
    shared = all(_common(getattr(one, name), getattr(two, name)) for name in SCOPES)
    first, second = one.effective_from, two.effective_from
    if not (shared and first and second and _common(expand(one.jurisdiction), expand(two.jurisdiction))):
        return False
    begins = max(first, second)
    return all(each.effective_until is None or each.effective_until >= begins for each in (one, two))


def _common(one: frozenset[str], two: frozenset[str]) -> bool:
    return "any" in one | two or "ANY" in one | two or not one.isdisjoint(two)
