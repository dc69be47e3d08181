"""Which places a place lies in: a rule of the Union binds in Germany, a rule of the United States in Illinois."""

from collections.abc import Iterable
from functools import lru_cache

# Member states of the European Union and of the EEA (EEA Agreement, Annexes; ISO 3166-1 alpha-2).
EU_MEMBERS = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905 - a table
)
EEA_ONLY = frozenset({"IS", "LI", "NO"})
OTHER_NAMES = {"GB": "UK", "EL": "GR", "USA": "US"}


def expand(places: Iterable[str]) -> frozenset[str]:
    """The places and everything they lie in: DE gives DE, EU and EEA; US-IL gives US-IL and US; GB gives UK."""
    return _expanded(frozenset(places))


@lru_cache(maxsize=1024)  # asked once a rule and portrait; an installation knows few sets of places
def _expanded(places: frozenset[str]) -> frozenset[str]:
    named = {_name(place) for place in places if place.strip()}
    return frozenset(named | {around for place in named for around in _around(place)})


def _name(place: str) -> str:
    country, dash, part = place.strip().upper().partition("-")
    return OTHER_NAMES.get(country, country) + dash + part


def _around(place: str) -> frozenset[str]:
    country = place.partition("-")[0]
    if country in EU_MEMBERS or country == "EU":
        return frozenset({country, "EU", "EEA"})
    return frozenset({country, "EEA"}) if country in EEA_ONLY else frozenset({country})
