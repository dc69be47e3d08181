"""One dated, sourced rule: what it says, where and when it applies. Pure values, read from a pack or from a row."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from policies.facts import Facts
from policies.jurisdictions import expand
from policies.kinds import Kind
from policies.placements import Placement
from policies.vocabulary import Channel, Companion, Confidence, Decision, Layer, Level, Status, distance

EVERY_KIND = "*"
# Days after which a person reads the source again; our own cadence, shorter where less is known.
REVIEW_EVERY = {Confidence.HIGH: 365, Confidence.MEDIUM: 180, Confidence.LOW: 90}
# What may change without a new version: when the rule ended, and when a person last read its source.
UNVERSIONED = frozenset({"effective_until", "last_verified"})


@dataclass(frozen=True, slots=True)
class Source:
    url: str
    title: str = ""
    date: str = ""
    kind: str = ""
    seen: str = ""

    def as_json(self) -> dict[str, str]:
        return {"url": self.url, "title": self.title or self.url}


@dataclass(frozen=True, slots=True)
class Companions:
    """What has to stand beside pictures of these kinds; `missing` is what follows where it does not: review or deny."""

    items: frozenset[Companion]
    kinds: frozenset[Kind]
    missing: Decision


@dataclass(frozen=True, slots=True)
class Rule:
    """All fields of packs/rule.schema.json. A published rule is never edited: a new version takes its place."""

    id: str
    version: int
    layer: Layer
    title: str
    clause: str
    last_verified: date
    confidence: Confidence
    jurisdiction: frozenset[str] = frozenset({"any"})
    sector: frozenset[str] = frozenset({"any"})
    sector_except: frozenset[str] = frozenset()
    platform: frozenset[str] = frozenset({"any"})
    audience: frozenset[str] = frozenset({"public", "internal", "government"})
    effective_from: date | None = None
    effective_until: date | None = None
    status: Status = Status.IN_FORCE
    applies_if: Mapping[str, bool] = field(default_factory=dict)
    kinds: Mapping[Kind, Decision] = field(default_factory=dict)
    disclosure: Mapping[str, Mapping[Channel, Level]] = field(default_factory=dict)
    disclosure_params: Mapping[str, Any] = field(default_factory=dict)
    alterations: Mapping[str, Any] = field(default_factory=dict)
    max_age_days: Mapping[Kind, int] = field(default_factory=dict)
    polish: Mapping[str, float] = field(default_factory=dict)
    styling: Mapping[str, Sequence[str]] = field(default_factory=dict)
    companions: Companions | None = None
    identity_similarity_min: Mapping[str, Any] | None = None
    image: Mapping[str, Any] | None = None
    consent: Mapping[str, Any] = field(default_factory=dict)
    retention: Mapping[str, Any] = field(default_factory=dict)
    transitional: Mapping[str, Any] = field(default_factory=dict)
    forbidden_processing: tuple[str, ...] = ()
    permitted_processing: tuple[str, ...] = ()
    source: tuple[Source, ...] = ()
    notes: str = ""
    digest: str = ""

    @property
    def next_review(self) -> date:
        return self.last_verified + timedelta(days=REVIEW_EVERY[self.confidence])

    def in_force(self, on: date) -> bool:
        """Whether it binds on that day; `effective_until` is its last day. Drafts and undated rules never bind."""
        if self.status is Status.DRAFT or self.effective_from is None or on < self.effective_from:
            return False
        return self.effective_until is None or on <= self.effective_until

    def applies_to(self, facts: Facts, placement: Placement) -> bool:
        """Whether place, sector, platform, audience and conditions are met, whatever the date."""
        return (
            _meets(self.jurisdiction, expand(facts.jurisdictions))
            and _meets(self.sector, {facts.sector})
            and facts.sector not in self.sector_except
            and _meets(self.platform, {placement.platform})
            and _meets(self.audience, {facts.audience})
            and all(getattr(facts, name) is wanted for name, wanted in self.applies_if.items())
        )

    def decision_for(self, kind: Kind) -> Decision:
        return self.kinds.get(kind, Decision.SILENT)

    def duties_for(self, kind: Kind) -> dict[Channel, Level]:
        """The channels it speaks of for this kind; what it says of the kind itself beats what it says of all."""
        said = {**self.disclosure.get(EVERY_KIND, {}), **self.disclosure.get(kind, {})}
        return {channel: level for channel, level in said.items() if level is not Level.SILENT}


def parse(body: Mapping[str, Any]) -> Rule:
    """A rule from a checked body with ISO dates. Raises ValueError or KeyError where a word is not of the vocabulary."""
    plain = dict(body)
    plain.update(
        layer=Layer(body["layer"]),
        status=Status(body["status"]),
        confidence=Confidence(body["confidence"]),
        **{name: _day(body.get(name)) for name in ("effective_from", "effective_until", "last_verified")},
        **{name: frozenset(body[name]) for name in ("jurisdiction", "sector", "platform", "audience")},
        sector_except=frozenset(body.get("sector_except", ())),
        **{name: tuple(body.get(name, ())) for name in ("forbidden_processing", "permitted_processing")},
        kinds={Kind(kind): Decision(said) for kind, said in body["kinds"].items()},
        max_age_days={Kind(kind): days for kind, days in body["max_age_days"].items()},
        disclosure={kind: _channels(said) for kind, said in body["disclosure"].items()},
        companions=_companions(body.get("companions")),
        source=tuple(Source(**each) for each in body["source"]),
        digest=digest(body),
    )
    return Rule(**plain)


def in_force(rules: Iterable[Rule], on: date) -> tuple[Rule, ...]:
    """The rules that bind on a day, each in its newest version, in an order that does not depend on theirs."""
    newest: dict[tuple[Layer, str], Rule] = {}
    for rule in rules:
        before = newest.get((rule.layer, rule.id))
        if rule.in_force(on) and (before is None or rule.version > before.version):
            newest[rule.layer, rule.id] = rule
    return tuple(sorted(newest.values(), key=lambda rule: (distance(rule.layer), rule.id)))


def digest(body: Mapping[str, Any]) -> str:
    """SHA-256 of what a version says; `effective_until` and `last_verified` are left out (UNVERSIONED)."""
    said = {name: value for name, value in body.items() if name not in UNVERSIONED}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def digest_of_set(rules: Iterable[Rule]) -> str:
    """SHA-256 over ids, versions and digests: the same set of rules gives the same digest in any order."""
    lines = sorted(f"{rule.layer} {rule.id} {rule.version} {rule.digest}" for rule in rules)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _meets(wanted: frozenset[str], given: Iterable[str]) -> bool:
    return "any" in wanted or not wanted.isdisjoint(given)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _companions(said: Mapping[str, Any] | None) -> Companions | None:
    if not said:
        return None
    items, kinds = frozenset(map(Companion, said["items"])), frozenset(map(Kind, said["kinds"]))
    return Companions(items, kinds, Decision(said["missing"]))


def _channels(said: Mapping[str, str]) -> dict[Channel, Level]:
    return {Channel(channel): Level(level) for channel, level in said.items()}
