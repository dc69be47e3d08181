"""Rules of other places, overlapping periods, leap days, fields we do not know: the engine keeps its word."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import placements
from policies.engine import Decision, assess
from policies.facts import Facts
from policies.jurisdictions import expand
from policies.kinds import Kind
from policies.rules import in_force
from policies.vocabulary import Channel, Layer, Level
from tests.policies.conftest import TODAY, elsewhere, rule

WEBSITE = placements.get("website")
PLACES = st.sampled_from(["BR", "BR-SP", "IN-KA", "JP", "AU-NSW", "KE", "CH-ZH", "CN-HK", "US-IL", "DE-BY", "GB-SCT"])
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


def facts(*places, kind=Kind.AI_GENERATED, **more):
    return Facts(kind, frozenset(places), more.pop("audience", "public"), **more)


def decision(rules, on=TODAY, about=None, placement=WEBSITE):
    return assess(about or facts("BR"), rules, placement, on).decision


@given(PLACES)
def test_a_country_nobody_spoke_of_binds_in_its_parts_and_nowhere_else(place):
    country = place.partition("-")[0].replace("GB", "UK")
    national = rule(jurisdiction=frozenset({country}), kinds={Kind.AI_GENERATED: Decision.DENY})
    assert decision([national], about=facts(place)) == "deny"
    assert decision([national], about=facts("XX")) == "review"
    assert country in expand([place])


@pytest.mark.requirement("R46")
@given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 900)), min_size=1, max_size=6), DAYS)
def test_of_overlapping_versions_the_newest_that_binds_that_day_counts_alone(periods, on):
    versions = [
        rule(version=number, effective_from=begins, effective_until=None if days is None else begins + timedelta(days=days),
             kinds={Kind.AI_GENERATED: Decision.DENY if number % 2 else Decision.ALLOW})
        for number, (begins, days) in enumerate(periods, start=1)
    ]  # fmt: skip
    binding = [each for each in versions if each.in_force(on)]
    assert in_force(reversed(versions), on) == tuple(binding[-1:])
    expected = binding[-1].kinds[Kind.AI_GENERATED] if binding else "review"
    assert decision(versions, on) == expected


@pytest.mark.parametrize(
    ("begins", "ends", "on", "binds"),
    [
        (date(2028, 2, 29), None, date(2028, 2, 28), False),
        (date(2028, 2, 29), None, date(2028, 2, 29), True),
        (date(2026, 1, 1), date(2028, 2, 29), date(2028, 2, 29), True),
        (date(2026, 1, 1), date(2028, 2, 29), date(2028, 3, 1), False),
        (TODAY, TODAY, TODAY, True),  # begins and ends today
        (TODAY, TODAY, TODAY + timedelta(days=1), False),
        (TODAY, TODAY - timedelta(days=1), TODAY, False),  # taken back before it began
    ],
)
def test_the_first_and_the_last_day_bind_also_on_leap_days(begins, ends, on, binds):
    denies = rule(effective_from=begins, effective_until=ends, kinds={Kind.AI_GENERATED: Decision.DENY})
    assert (decision([denies], on) == "deny") is binds


def test_two_rules_against_each_other_deny_whoever_says_which():
    allows = rule("allows", layer=Layer.PLATFORM, kinds={Kind.AI_GENERATED: Decision.ALLOW})
    denies = rule("denies", layer=Layer.ORGANISATION, kinds={Kind.AI_GENERATED: Decision.DENY})
    assert decision([allows, denies]) == decision([denies, allows]) == "deny"


@given(st.sampled_from([Channel.VISIBLE_BADGE, Channel.CAPTION, Channel.IPTC]))
def test_a_label_both_asked_for_and_forbidden_is_a_conflict_and_one_with_no_place_is_unavailable(channel):
    asks = rule(
        "asks", disclosure={Kind.AI_GENERATED: {channel: Level.REQUIRED}}, kinds={Kind.AI_GENERATED: Decision.ALLOW}
    )
    forbids = rule("forbids", disclosure={"*": {channel: Level.FORBIDDEN}})
    conflict = assess(facts("BR"), [asks, forbids], WEBSITE, TODAY)
    assert (conflict.decision, levels(conflict)[channel]) == ("deny", "conflict")
    without = elsewhere("somewhere", "public", *(set(Channel) - {channel}))
    missing = assess(facts("BR"), [asks], without, TODAY)
    assert levels(missing)[channel] == "unavailable"
    assert missing.decision == "allow"  # another channel says it instead
    (carried,) = [duty.carried_by for duty in missing.duties if duty.channel is channel]
    assert levels(missing)[carried] == "required"
    nowhere = replace(without, channels=frozenset())
    assert assess(facts("BR"), [asks], nowhere, TODAY).decision == "review"


def levels(verdict):
    return {duty.channel: duty.level for duty in verdict.duties}


@given(st.text(max_size=30), st.text(max_size=10), st.text(max_size=12))
def test_words_that_no_rule_knows_never_permit(sector, place, audience):
    only = rule(sector=frozenset({"finance"}), jurisdiction=frozenset({"EU"}), kinds={Kind.AI_GENERATED: Decision.ALLOW},
                audience=frozenset({"public"}))  # fmt: skip
    about = facts(place, sector=sector or "-", audience=audience or "-")
    speaks = only.applies_to(about, WEBSITE)
    assert decision([only], about=about) == ("allow" if speaks else "review")


@pytest.mark.requirement("N02")
@given(DAYS, DAYS)
def test_a_verdict_of_a_day_is_the_same_whenever_it_is_asked(on, later):
    rules = [
        rule(
            "a",
            effective_from=date(2024, 2, 29),
            effective_until=date(2028, 2, 29),
            kinds={Kind.AI_GENERATED: Decision.DENY},
        ),
        rule("b", version=2, effective_from=date(2026, 6, 1), kinds={Kind.AI_GENERATED: Decision.ALLOW}),
    ]
    then = assess(facts("BR"), rules, WEBSITE, on)
    added = rule("c", effective_from=max(on, later) + timedelta(days=1), kinds={Kind.AI_GENERATED: Decision.DENY})
    assert assess(facts("BR"), [*rules, added], WEBSITE, on) == then
    assert assess(Facts.from_json(facts("BR").as_json()), rules, WEBSITE, on) == then
