"""Why a verdict is what it is: one finding a reason, in words that a person can act on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from policies import styling
from policies.duties import Duty
from policies.facts import Facts
from policies.kinds import REAL_CAPTURES, Kind
from policies.placements import Placement
from policies.rules import Rule, Source
from policies.vocabulary import Channel, Confidence, Decision, Layer, Level, distance, strictness

ANCHOR_RULE = "anchor-takes-real-captures"
SILENCE_RULE = "nobody-speaks"
A_PERSON_DECIDES = "A person with the right to decide looks at it and writes down why."
NAMES = {
    Kind.CAMERA: "a camera photo",
    Kind.COMPUTATIONAL_CAPTURE: "a phone photo merged from several frames",
    Kind.PRINT_SCAN: "a scanned photo",
    Kind.HUMAN_RETOUCHED: "a photo retouched by hand",
    Kind.AUTO_ENHANCED: "a photo enhanced by software",
    Kind.ILLUSTRATION: "an illustration",
    Kind.AI_BACKGROUND: "a photo with an AI-made background",
    Kind.AI_COMPOSITE: "a photo edited with generative AI",
    Kind.AI_GENERATED: "an AI-generated portrait",
}
CHANNEL_NAMES = {
    Channel.VISIBLE_BADGE: "a label in the picture",
    Channel.CAPTION: "a caption",
    Channel.ALT_TEXT: "an alternative text",
    Channel.IPTC: "IPTC metadata",
    Channel.C2PA: "a C2PA signature",
    Channel.PLATFORM_TOGGLE: "the platform's own AI switch",
    Channel.UI_CONTEXT: "a note beside the picture",
}


class Severity(StrEnum):
    INFO = "info"
    NOTICE = "notice"
    WARNING = "warning"
    BLOCKING = "blocking"


SEVERITY = {
    Decision.ALLOW: Severity.INFO,
    Decision.SILENT: Severity.NOTICE,
    Decision.REVIEW: Severity.WARNING,
    Decision.DENY: Severity.BLOCKING,
}
OUTCOMES = {
    Decision.ALLOW: "is allowed here",
    Decision.REVIEW: "needs a decision by a person",
    Decision.DENY: "is not allowed here",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`sentence` says the reason, `clause` what the rule says in our own words, `remedy` what would settle it."""

    rule_id: str
    version: int
    layer: Layer
    decision: Decision
    sentence: str
    clause: str
    remedy: str
    confidence: Confidence
    source: Source | None = None

    @property
    def severity(self) -> Severity:
        return SEVERITY[self.decision]

    def as_json(self) -> dict[str, Any]:
        return {
            "rule_id": self.rule_id,
            "version": self.version,
            "layer": self.layer.value,
            "decision": self.decision.value,
            "sentence": self.sentence,
            "clause": self.clause,
            "remedy": self.remedy,
            "confidence": self.confidence.value,
            "severity": self.severity.value,
            "source": self.source.as_json() if self.source else None,
        }


def of_the_placement(facts: Facts, placement: Placement) -> list[Finding]:
    """An anchor refuses everything that is not a real capture, whatever the rules say."""
    if not placement.is_anchor or facts.kind in REAL_CAPTURES:
        return []
    return [
        Finding(
            rule_id=ANCHOR_RULE,
            version=1,
            layer=Layer.PLACEMENT,
            decision=Decision.DENY,
            sentence=f"{placement.title}: an identity check reads this picture: only a real photo may be shown.",
            clause=f"An identity anchor takes real captures only, and this is {NAMES[facts.kind]}.",
            remedy="Use the unedited photo, straight from the camera.",
            confidence=Confidence.HIGH,
        )
    ]


def of_kinds(facts: Facts, rules: Iterable[Rule]) -> list[Finding]:
    """What each rule says of the kind of picture. Silence is no finding."""
    said = [(rule, rule.decision_for(facts.kind)) for rule in rules]
    return [
        of_rule(rule, decision, f"{NAMES[facts.kind]} {OUTCOMES[decision]}", _remedy(rule, decision))
        for rule, decision in said
        if decision is not Decision.SILENT and not (rule.layer is Layer.LAW and decision is Decision.ALLOW)
    ]


def of_ages(facts: Facts, rules: Iterable[Rule]) -> list[Finding]:
    """A picture older than a rule's limit is denied; one whose date nobody knows goes to a person."""
    limits = [(rule, rule.max_age_days[facts.kind]) for rule in rules if facts.kind in rule.max_age_days]
    return [finding for rule, limit in limits for finding in _of_age(rule, limit, facts.depicts_age_days)]


def of_polish(facts: Facts, rules: Sequence[Rule]) -> list[Finding]:
    """A picture refined further than a rule takes, or with less skin detail, is denied whatever is said of its kind."""
    return [*_of_refining(facts.polish, rules), *_of_texture(facts.texture, rules)]


def _of_refining(polish: float | None, rules: Sequence[Rule]) -> list[Finding]:
    if polish is None:
        return []
    limits = [(rule, rule.polish["max"]) for rule in rules if polish > rule.polish.get("max", 1.0)]
    return [
        of_rule(
            rule,
            Decision.DENY,
            f"pictures may be refined up to {limit:.2f} here, and this one was up to {polish:.2f}",
            "Make it again with less polish, or use the photo itself.",
        )
        for rule, limit in limits
    ]


def _of_texture(texture: float | None, rules: Sequence[Rule]) -> list[Finding]:
    if texture is None:
        return []
    least = [(rule, rule.polish["min_texture"]) for rule in rules if texture < rule.polish.get("min_texture", 0.0)]
    return [
        of_rule(
            rule,
            Decision.DENY,
            f"at least {floor:.0%} of the photo's skin detail stays here, and this one has {texture:.0%}",
            "Choose a picture that keeps more of the skin, or use the photo itself.",
        )
        for rule, floor in least
    ]


def of_backdrop(facts: Facts, rules: Iterable[Rule]) -> list[Finding]:
    """A backdrop that a rule does not list is denied whatever is said of the picture's kind."""
    if facts.backdrop is None:
        return []
    lists = [(rule, rule.styling["backdrops"]) for rule in rules if "backdrops" in rule.styling]
    behind = styling.catalogue().backdrops
    words = f"what stands behind the person is not on its list ({behind.get(facts.backdrop, facts.backdrop).lower()})"
    return [
        of_rule(rule, Decision.DENY, words, f"This rule takes: {', '.join(behind[key].lower() for key in listed)}.")
        for rule, listed in lists
        if facts.backdrop not in listed
    ]


def of_duties(duties: Iterable[Duty], rules: Sequence[Rule]) -> list[Finding]:
    """Labels that cannot be given: two rules against each other, or no such channel in the placement."""
    return [
        *(_conflict(duty, rules) for duty in duties if duty.level is Level.CONFLICT),
        *(_unavailable(duty, rules) for duty in duties if duty.level is Level.UNAVAILABLE),
    ]


def nobody_spoke(placement: Placement) -> Finding:
    return Finding(
        rule_id=SILENCE_RULE,
        version=1,
        layer=Layer.ORGANISATION,
        decision=Decision.REVIEW,
        sentence=f"{placement.title}: no rule speaks about this picture here, so a person decides.",
        clause="Silence is not permission.",
        remedy="Decide once and write an organisation rule for it.",
        confidence=Confidence.HIGH,
    )


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Strictest first, then by layer, rule and words."""
    return tuple(
        sorted(
            findings,
            key=lambda each: (
                -strictness(each.decision),
                distance(each.layer),
                each.rule_id,
                each.version,
                each.sentence,
            ),
        )
    )


def of_rule(rule: Rule, decision: Decision, words: str, remedy: str) -> Finding:
    """What one rule says, with its clause and its first source."""
    return Finding(
        rule_id=rule.id,
        version=rule.version,
        layer=rule.layer,
        decision=decision,
        sentence=f"{rule.title}: {words}.",
        clause=rule.clause,
        remedy=remedy,
        confidence=rule.confidence,
        source=rule.source[0] if rule.source else None,
    )


def _remedy(rule: Rule, decision: Decision) -> str:
    if decision is Decision.ALLOW:
        return ""
    if decision is Decision.REVIEW:
        return A_PERSON_DECIDES
    allowed = [NAMES[kind] for kind in Kind if rule.decision_for(kind) is Decision.ALLOW]
    return f"This rule takes {' or '.join(allowed[:2])}." if allowed else "Show this picture somewhere else."


def _of_age(rule: Rule, limit: int, age: int | None) -> list[Finding]:
    if age is None:
        words = f"pictures may be {limit} days old, and the day this one was taken is not known"
        return [of_rule(rule, Decision.REVIEW, words, "Give the day on which the photo was taken.")]
    if age > limit:
        words = f"pictures may be {limit} days old, and this one shows its person {age} days ago"
        return [of_rule(rule, Decision.DENY, words, "Take a new photo.")]
    return []


def _conflict(duty: Duty, rules: Sequence[Rule]) -> Finding:
    words = f"{CHANNEL_NAMES[duty.channel]} is both required and forbidden here ({', '.join(duty.rule_ids)})"
    remedy = "Do not show this picture here; a real photo needs no label."
    return of_rule(_first(duty, rules), Decision.DENY, words, remedy)


def _unavailable(duty: Duty, rules: Sequence[Rule]) -> Finding:
    missing = f"{CHANNEL_NAMES[duty.channel]} is required, and this place has none"
    if duty.carried_by is None:
        return of_rule(_first(duty, rules), Decision.REVIEW, missing, A_PERSON_DECIDES)
    words = f"{missing}: {CHANNEL_NAMES[duty.carried_by]} says it instead"
    return of_rule(_first(duty, rules), Decision.SILENT, words, "")


def _first(duty: Duty, rules: Sequence[Rule]) -> Rule:
    return next(rule for rule in rules if rule.id in duty.rule_ids)
