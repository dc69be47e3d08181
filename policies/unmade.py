"""The rules that speak to a picture before it is made: all that bind in any place where it is to be shown."""

from collections.abc import Callable, Iterable
from datetime import date

from policies.facts import Facts
from policies.kinds import Kind
from policies.placements import Placement
from policies.rules import Rule, in_force


def speaking(
    rules: Iterable[Rule],
    on: date,
    says: Callable[[Rule], object],
    *,
    jurisdictions: Iterable[str],
    sector: str,
    chosen: Iterable[Placement],
) -> tuple[Rule, ...]:
    """The rules in force on a day that say something and apply in any of the `chosen` placements, each once.

    Anchors are left out: they take untouched photos only.
    """
    binding = [rule for rule in in_force(rules, on) if says(rule)]
    places = [(place, _facts(place, jurisdictions, sector)) for place in chosen if not place.is_anchor]
    return tuple(rule for rule in binding if any(rule.applies_to(facts, place) for place, facts in places))


def _facts(placement: Placement, jurisdictions: Iterable[str], sector: str) -> Facts:
    return Facts(Kind.AUTO_ENHANCED, frozenset(jurisdictions), placement.audience, sector=sector)
