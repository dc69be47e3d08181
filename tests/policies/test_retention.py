"""How long something may be kept: the earliest end decides, and a file that is wrong says what is wrong."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import retention
from policies.retention import Data, Dates, RetentionError, Rule, destroy_at

DAY = date(2026, 3, 31)
RULES = retention.read()
days = st.none() | st.dates(date(2010, 1, 1), date(2060, 12, 31))
some_dates = st.builds(Dates, days, days, days, days)
some_rules = st.lists(
    st.builds(
        Rule,
        id=st.uuids().map(str),
        data=st.sampled_from(Data),
        basis=st.sampled_from(sorted(Dates.__dataclass_fields__)),
        days=st.integers(0, 4000),
        months=st.integers(0, 120),
        jurisdictions=st.sets(st.sampled_from(["any", "EU", "US", "US-TX"]), min_size=1).map(frozenset),
        says=st.just("It goes."),
        source=st.just("a test"),
    ),
    max_size=6,
)
some_places = st.sets(st.sampled_from(["DE", "US-TX", "US-IL", "FR"]))


@pytest.mark.parametrize(
    ("dates", "data", "places", "on", "rule"),
    [
        (Dates(), Data.EVERYTHING, ["DE"], None, None),
        (Dates(left_on=DAY), Data.EVERYTHING, ["DE"], date(2026, 4, 30), "left"),
        (Dates(left_on=DAY), Data.BIOMETRICS, ["DE"], date(2026, 4, 30), "left"),
        (Dates(release_end=DAY), Data.EVERYTHING, [], date(2026, 4, 30), "release-ended"),
        (Dates(last_interaction=DAY), Data.BIOMETRICS, ["US-IL"], date(2029, 3, 31), "last-interaction"),
        (Dates(last_interaction=DAY), Data.EVERYTHING, ["US-IL"], None, None),
        (Dates(purpose_end=DAY), Data.BIOMETRICS, ["US-TX"], DAY, "purpose-ended"),
        (Dates(purpose_end=DAY, last_interaction=DAY, left_on=DAY - timedelta(days=300)), Data.BIOMETRICS, ["DE"],
         date(2025, 7, 4), "left"),
    ],
)  # fmt: skip
@pytest.mark.requirement("N07")
def test_the_earliest_rule_decides(dates, data, places, on, rule):
    due = destroy_at(dates, RULES, data, places)
    assert (due and due.on, due and due.rule.id) == (on, rule)


def test_texas_has_its_year_where_the_purpose_rule_is_left_out():
    rules = [rule for rule in RULES if rule.id != "purpose-ended"]
    assert destroy_at(Dates(purpose_end=DAY), rules, Data.BIOMETRICS, ["US-TX"]).on == date(2027, 3, 31)
    assert destroy_at(Dates(purpose_end=DAY), rules, Data.BIOMETRICS, ["US-IL"]) is None


@given(some_dates, some_rules, st.sampled_from(Data), some_places)
def test_nothing_is_kept_past_any_rule_that_binds(dates, rules, data, places):
    due = destroy_at(dates, rules, data, places)
    for rule in rules:
        alone = destroy_at(dates, [rule], data, places)
        assert alone is None or (due is not None and due.on <= alone.on)
    assert due is None or destroy_at(dates, [due.rule], data, places) == due


@given(some_dates, some_rules, some_rules, st.sampled_from(Data), some_places)
def test_another_rule_never_lengthens(dates, rules, more, data, places):
    before, after = destroy_at(dates, rules, data, places), destroy_at(dates, rules + more, data, places)
    assert before is None or (after is not None and after.on <= before.on)


@given(some_dates, some_rules, st.sampled_from(Data), some_places, st.randoms(use_true_random=False))
def test_the_order_of_rules_decides_nothing(dates, rules, data, places, chance):
    mixed = chance.sample(rules, len(rules))
    assert destroy_at(dates, mixed, data, places) == destroy_at(dates, rules, data, places)


@given(some_dates, some_rules, some_places)
def test_biometrics_never_outlive_the_person(dates, rules, places):
    everything = destroy_at(dates, rules, Data.EVERYTHING, places)
    biometrics = destroy_at(dates, rules, Data.BIOMETRICS, places)
    assert everything is None or (biometrics is not None and biometrics.on <= everything.on)


@given(st.sampled_from(RULES), st.dates(date(2010, 1, 1), date(2060, 1, 1)), st.integers(0, 900))
def test_a_later_beginning_never_brings_an_earlier_end(rule, day, later):
    ends = [rule.ends(Dates(**{rule.basis: each})) for each in (day, day + timedelta(days=later))]
    assert ends[0] <= ends[1]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("rules: []", "no list of rules"),
        ("nothing: 1", "no list of rules"),
        ("rules: [1]", "a rule is not a list of fields"),
        ("rules:\n- {id: a, data: everything}", "a: no from"),
        ("GOOD: 1\nrules:\n- {R, more: 1}", "unknown field more"),
        ("rules:\n- {R}\n- {R}", "a stands twice"),
        ("rules:\n- {id: a, data: hair, from: left_on, plus: {days: 1}, jurisdictions: [any], says: x, source: y}", "data is one of"),
        ("rules:\n- {id: a, data: everything, from: birth, plus: {days: 1}, jurisdictions: [any], says: x, source: y}", "from is one of"),
        ("rules:\n- {id: a, data: everything, from: left_on, plus: {days: -1}, jurisdictions: [any], says: x, source: y}", "not negative"),
        ("rules:\n- {id: a, data: everything, from: left_on, plus: {weeks: 1}, jurisdictions: [any], says: x, source: y}", "days or months"),
        ("rules:\n- {id: a, data: everything, from: left_on, plus: {days: 1}, jurisdictions: EU, says: x, source: y}", "list of places"),
        ("rules:\n  - {id: [", "line"),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_names_the_rule_the_field_and_the_reason(tmp_path, text, named):
    whole = "id: a, data: everything, from: left_on, plus: {days: 1}, jurisdictions: [any], says: x, source: y"
    path = tmp_path / "own.yaml"
    path.write_text(text.replace("R}", whole + "}").replace("R,", whole + ","))
    with pytest.raises(RetentionError, match=named):
        retention.read(path)


def test_every_shipped_rule_says_itself_and_names_a_source():
    assert all(rule.says.endswith(".") and rule.source for rule in RULES)
