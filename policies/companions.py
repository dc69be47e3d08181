"""What a rule wants to stand beside a picture: a current real photo on file, words of the person, links to their work."""

from collections.abc import Iterable

from policies.facts import Facts
from policies.findings import Finding, of_rule
from policies.rules import Rule
from policies.vocabulary import Companion, Decision, strictest

NAMES = {
    Companion.REAL_PHOTO: "a current real photo on file",
    Companion.BIO: "a few words about the person",
    Companion.WORK_LINK: "a link to their work",
}
REMEDIES = {
    Companion.REAL_PHOTO: "Add a real photo of these days.",
    Companion.BIO: "The person writes a few words for their public page.",
    Companion.WORK_LINK: "The person adds a link to their work on their public page.",
}


def of_companions(facts: Facts, rules: Iterable[Rule]) -> list[Finding]:
    """One finding for each rule that wants more beside such a picture than there is; how strict, the rule says.

    Where nobody looked for something, nobody knows that it is there.
    """
    there = in_place(facts)
    wanting = [(rule, rule.companions) for rule in rules if rule.companions and facts.kind in rule.companions.kinds]
    return [
        _finding(rule, absent, wanted.missing)
        for rule, wanted in wanting
        if (absent := tuple(item for item in Companion if item in wanted.items and item not in there))
    ]


def wanted(facts: Facts, rules: Iterable[Rule]) -> dict[Companion, Decision]:
    """Everything that some rule wants beside such a picture, with the strictest answer to its absence."""
    asked: dict[Companion, Decision] = {}
    for rule in rules:
        if rule.companions and facts.kind in rule.companions.kinds:
            for item in rule.companions.items:
                asked[item] = strictest(asked.get(item, Decision.SILENT), rule.companions.missing)
    return {item: asked[item] for item in Companion if item in asked}


def in_place(facts: Facts) -> frozenset[Companion]:
    """What stands beside the picture, as far as somebody looked."""
    real = {Companion.REAL_PHOTO} if facts.has_current_real_photo else set()
    return frozenset(real | {Companion(item) for item in facts.companions or ()})


def _finding(rule: Rule, absent: tuple[Companion, ...], missing: Decision) -> Finding:
    words = f"it stands beside such a picture here, and there is none: {' and '.join(NAMES[item] for item in absent)}"
    return of_rule(rule, missing, words, " ".join(REMEDIES[item] for item in absent))
