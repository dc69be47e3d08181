"""What may stand behind people, and what they are advised to wear: a trade's own part of the lists in packs/styles.yaml."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from policies.placements import Placement
from policies.rules import Rule
from policies.unmade import speaking

CATALOGUE = Path(__file__).parent / "packs" / "styles.yaml"
# Where no rule speaks, nothing is put behind a person that was not there.
UNSAID = ("own-room", "own-room-blurred")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Keys and plain words, in the order of the file."""

    backdrops: Mapping[str, str]
    attire: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Approved:
    """Keys of the backdrops that may be made and of the clothes that are advised; `rule_ids` are the rules that say so."""

    backdrops: tuple[str, ...] = UNSAID
    attire: tuple[str, ...] = ()
    rule_ids: tuple[str, ...] = ()

    @property
    def backdrop_words(self) -> tuple[str, ...]:
        return tuple(catalogue().backdrops[key] for key in self.backdrops)

    @property
    def attire_words(self) -> tuple[str, ...]:
        return tuple(catalogue().attire[key] for key in self.attire)


@cache
def catalogue() -> Catalogue:
    """Every backdrop and piece of advice there is."""
    return Catalogue(**yaml.safe_load(CATALOGUE.read_text(encoding="utf-8")))


def approved(
    rules: Iterable[Rule], on: date, *, jurisdictions: Iterable[str], sector: str, chosen: Iterable[Placement]
) -> Approved:
    """What all rules list that speak of it, for a picture that is to be shown in any of the `chosen` placements on a day.

    One more rule only takes away from a list that some rule already gives.
    """
    said = speaking(rules, on, lambda rule: rule.styling, jurisdictions=jurisdictions, sector=sector, chosen=chosen)
    return Approved(
        _common("backdrops", said, catalogue().backdrops, UNSAID),
        _common("attire", said, catalogue().attire, ()),
        tuple(sorted({rule.id for rule in said})),
    )


def _common(name: str, said: Iterable[Rule], known: Iterable[str], unsaid: tuple[str, ...]) -> tuple[str, ...]:
    lists = [rule.styling[name] for rule in said if name in rule.styling]
    return tuple(key for key in known if all(key in each for each in lists)) if lists else unsaid
