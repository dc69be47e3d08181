"""What a release covers, what it does not, and which sentence says so."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies import placements
from policies.consent import ANYWHERE, GROUPS, TO_DO, Alteration, Given, Group, Purpose, Use, cover, cover_all
from policies.kinds import Kind

DAY = date(2026, 11, 28)
LINKEDIN = Use(Purpose.PUBLICATION, "linkedin", Group.RETOUCHED, territory=frozenset({ANYWHERE}))
RENDER = Use(Purpose.AI, group=Group.RETOUCHED, alterations=frozenset({Alteration.LIGHT, Alteration.BACKGROUND}))


def release(purpose=Purpose.PUBLICATION, placement="linkedin", number=1, **said) -> Given:
    plain = {
        "groups": frozenset(Group),
        "alterations": frozenset(Alteration),
        "territory": frozenset({ANYWHERE}),
        "starts_on": DAY,
    }
    return Given(id=number, purpose=purpose, placement=placement, **{**plain, **said})


def test_without_any_release_nothing_is_covered_and_the_place_is_named():
    answer = cover(LINKEDIN, [], DAY)
    assert not answer.covered
    assert answer.reasons == ("There is no agreement to show this person's picture in LinkedIn profile photo.",)


def test_the_release_that_covers_is_named():
    assert cover(LINKEDIN, [release(number=3), release(number=7, placement="directory")], DAY).by == 3


@pytest.mark.parametrize("asked", [use for use in Purpose if use is not Purpose.PUBLICATION])
def test_no_purpose_speaks_for_another(asked):
    others = [release(purpose, "" if purpose is not Purpose.PUBLICATION else "linkedin") for purpose in Purpose]
    assert not cover(Use(asked), [each for each in others if each.purpose is not asked], DAY).covered


def test_one_place_does_not_speak_for_another():
    assert not cover(LINKEDIN, [release(placement="website")], DAY).covered


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"withdrawn_on": DAY}, "was taken back on 28 November 2026"),
        ({"starts_on": DAY + timedelta(days=1)}, "begins on 29 November 2026"),
        ({"ends_on": DAY - timedelta(days=1), "starts_on": DAY - timedelta(days=9)}, "ended on 27 November 2026"),
        ({"groups": frozenset({Group.CAMERA})}, "does not include real photos with light and colour refined"),
        ({"territory": frozenset({"EU"})}, "It is seen everywhere"),
    ],
)
def test_a_release_that_falls_short_says_how(said, sentence):
    answer = cover(LINKEDIN, [release(**said)], DAY)
    assert not answer.covered
    assert len(answer.reasons) == 1
    assert sentence in answer.reasons[0]


def test_the_last_day_is_covered():
    assert cover(LINKEDIN, [release(ends_on=DAY)], DAY).covered


def test_an_alteration_that_was_not_allowed_is_named_and_an_allowed_one_is_not():
    light_only = release(Purpose.AI, "", alterations=frozenset({Alteration.LIGHT}))
    assert cover(RENDER, [light_only], DAY).reasons == (
        "The agreement to refine or make pictures of this person by software does not include changes of the background.",
    )


def test_germany_lies_in_the_union_and_the_union_not_in_germany():
    seen_in_germany = Use(Purpose.PUBLICATION, "directory", territory=frozenset({"DE"}))
    seen_in_the_union = Use(Purpose.PUBLICATION, "directory", territory=frozenset({"EU"}))
    for_union = release(placement="directory", territory=frozenset({"EU"}))
    for_germany = release(placement="directory", territory=frozenset({"DE"}))
    assert cover(seen_in_germany, [for_union], DAY).covered
    assert not cover(seen_in_the_union, [for_germany], DAY).covered


def test_agreeing_again_counts_on_the_day_the_old_one_was_replaced():
    assert cover(LINKEDIN, [release(number=1, withdrawn_on=DAY), release(number=2)], DAY).by == 2


def test_two_halves_are_not_a_whole():
    halves = [
        release(Purpose.AI, "", number=1, alterations=frozenset({Alteration.LIGHT})),
        release(Purpose.AI, "", number=2, alterations=frozenset({Alteration.BACKGROUND})),
    ]
    assert not cover(RENDER, halves, DAY).covered


def test_every_kind_of_picture_has_a_group_and_every_purpose_words():
    assert set(GROUPS) == set(Kind)
    assert {*TO_DO, Purpose.PUBLICATION} == set(Purpose)
    assert all(str(Use(Purpose.PUBLICATION, key)) for key in placements.catalogue())


def test_all_reasons_are_given_together():
    assert len(cover_all([LINKEDIN, RENDER], [], DAY)) == 2
    assert cover_all([LINKEDIN], [release()], DAY) == ()


days = st.dates(min_value=DAY - timedelta(days=20), max_value=DAY + timedelta(days=20))
some = {
    "groups": st.frozensets(st.sampled_from(Group)),
    "alterations": st.frozensets(st.sampled_from(Alteration)),
    "territory": st.frozensets(st.sampled_from(["DE", "EU", "US", ANYWHERE])),
}
uses = st.one_of(
    st.builds(Use, st.just(Purpose.AI), group=st.sampled_from(Group), alterations=some["alterations"]),
    st.builds(
        Use, st.just(Purpose.PUBLICATION), st.sampled_from(["linkedin", "website"]), st.sampled_from(Group),
        territory=some["territory"],
    ),
)  # fmt: skip
items = st.sampled_from([(Purpose.AI, ""), (Purpose.PUBLICATION, "linkedin"), (Purpose.PUBLICATION, "website")])

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a crowded machine is no fault


@st.composite
def releases(draw):
    purpose, placement = draw(items)
    return Given(
        id=draw(st.integers(1, 99)), purpose=purpose, placement=placement, starts_on=draw(days),
        ends_on=draw(st.none() | days), withdrawn_on=draw(st.none() | days), **{k: draw(v) for k, v in some.items()},
    )  # fmt: skip


@patient
@given(uses, st.lists(releases(), max_size=4), days)
def test_taking_any_release_away_never_covers_more(use, given_, on):
    whole = cover(use, given_, on).covered
    assert whole or not any(cover(use, given_[:n] + given_[n + 1 :], on).covered for n in range(len(given_)))


@patient
@given(uses, st.lists(releases(), max_size=4), days)
def test_what_is_covered_has_one_release_that_names_all_of_it(use, given_, on):
    answer = cover(use, given_, on)
    assert answer.covered == (not answer.reasons)
    if answer.covered:
        by = [
            each
            for each in given_
            if each.id == answer.by and (each.purpose, each.placement) == (use.purpose, use.placement)
        ]
        assert any(
            use.group in each.groups
            and use.alterations <= each.alterations
            and each.starts_on <= on <= (each.ends_on or on)
            and (each.withdrawn_on is None or on < each.withdrawn_on)
            for each in by
        )
