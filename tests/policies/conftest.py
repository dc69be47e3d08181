"""The rules of the product, read once, and the words the tests of rules are written in."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import yaml

from policies import pack, placements
from policies.engine import Verdict, assess
from policies.facts import Facts
from policies.kinds import Kind
from policies.placements import Placement
from policies.rules import Rule
from policies.vocabulary import Confidence, Layer

TODAY = date(2026, 11, 21)
GOOD = {
    "id": "a-rule",
    "version": 1,
    "layer": "organisation",
    "title": "A rule",
    "clause": "What it says.",
    "jurisdiction": ["any"],
    "sector": ["any"],
    "platform": ["any"],
    "audience": ["public"],
    "effective_from": "2026-01-01",
    "effective_until": None,
    "status": "in_force",
    "kinds": {"camera": "allow"},
    "disclosure": {},
    "alterations": {},
    "max_age_days": {},
    "identity_similarity_min": None,
    "image": None,
    "source": [],
    "last_verified": "2026-11-01",
    "confidence": "high",
}


def rule(rule_id: str = "a-rule", *, layer: Layer = Layer.ORGANISATION, **said: Any) -> Rule:
    """A rule in force since 2020 that speaks of everything and says only what it is told to."""
    plain = {
        "version": 1,
        "title": f"Title of {rule_id}",
        "clause": f"What {rule_id} says.",
        "effective_from": date(2020, 1, 1),
        "last_verified": date(2026, 11, 1),
        "confidence": Confidence.HIGH,
        "digest": rule_id,
    }
    return Rule(id=rule_id, layer=layer, **{**plain, **said})


def elsewhere(platform: str, audience: str = "public", *channels: str) -> Placement:
    """A placement that is not in the catalogue, on a platform that a rule names."""
    like = placements.get("website" if audience == "public" else "directory")
    values = {name: getattr(like, name) for name in Placement.__slots__}
    values.update(key=platform, platform=platform, audience=audience)
    if channels:
        values["channels"] = frozenset(channels)
    return Placement(**values)


@pytest.fixture(scope="session")
def shipped() -> tuple[Rule, ...]:
    return pack.rules()


@pytest.fixture(scope="session")
def ask(shipped) -> Callable[..., Verdict]:
    """Ask the shipped rules of one kind of picture, a hundred days old, in one placement."""

    def asked(kind: Kind, placement: str | Placement, *places: str, on: date = TODAY, **facts: Any) -> Verdict:
        where = placements.get(placement) if isinstance(placement, str) else placement
        plain = {"kind": kind, "jurisdictions": frozenset(places), "audience": where.audience, "depicts_age_days": 100,
                 "sector": where.sector or "any"}  # fmt: skip
        return assess(Facts(**{**plain, **facts}), shipped, where, on)

    return asked


@pytest.fixture
def written(tmp_path):
    def write(*bodies, name="rules", **header):
        path = tmp_path / f"{name}.yaml"
        content = {"schema_version": 1, "pack": "test", "owner": "Us", **header, "rules": list(bodies)}
        path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
        return path

    return write
