"""The sourced rules that the product was given are all restated, with where they come from; silence stays silence."""

from pathlib import Path

import pytest
import yaml

from policies import pack
from policies.vocabulary import Decision, Layer
from tests.rule_packs import packs

GIVEN = Path(__file__).resolve().parents[3] / "shared" / "facts" / "policies.yaml"
SOURCED = 28  # of the thirty given; the other two are defaults of an organisation, found nowhere
DATES = ("effective_from", "effective_until", "last_verified")


@pytest.fixture(scope="module")
def ours():
    return {(each.body["id"], each.body["version"]): each.body for p in packs() for each in p.entries}


@pytest.fixture(scope="module")
def given(ours):
    """The rules as they were given, where the file is there; else those of ours that have a source."""
    if GIVEN.is_file():
        return yaml.safe_load(GIVEN.read_text(encoding="utf-8"))["rules"]
    return [body for body in ours.values() if body["source"]]


def where_from(body):
    return [(each["url"], str(each.get("date", "")), each["kind"], each["seen"]) for each in body["source"]]


@pytest.mark.requirement("R46")
@pytest.mark.requirement("R47")
def test_every_given_rule_is_restated_with_its_source_its_days_and_how_sure_it_is(ours, given):
    assert sum(rule["layer"] != "organisation" for rule in given) == SOURCED
    for rule in given:
        body = ours[rule["id"], rule["version"]]
        for name in ("layer", "status", "confidence"):
            assert body[name] == rule[name], (rule["id"], name)
        for name in DATES:
            assert body[name] == (str(rule[name]) if rule[name] else None), (rule["id"], name)
        assert where_from(body) == where_from(rule), rule["id"]
        assert body["clause"], rule["id"]


@pytest.mark.requirement("R46")
def test_no_given_word_is_changed_and_none_is_added_where_the_source_is_silent(ours, given):
    for rule in given:
        body = ours[rule["id"], rule["version"]]
        if rule["layer"] == "organisation":
            continue
        for name in ("kinds", "disclosure", "max_age_days", "jurisdiction", "sector", "audience"):
            assert body[name] == rule[name], (rule["id"], name)


def test_a_kind_that_no_source_speaks_of_gets_no_word_from_a_rule(ours):
    spoken = {key: pack.parse(body) for key, body in ours.items() if body["layer"] != "organisation"}
    assert all(rule.decision_for(kind) is Decision.SILENT for key, rule in spoken.items()
               for kind, word in ours[key]["kinds"].items() if word == "silent")  # fmt: skip
    assert all(word != "allow" for rule in spoken.values() if rule.layer is Layer.LAW for word in rule.kinds.values())
