"""The table of what ends with an agreement, read as a graph."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.cascade import CASCADE, Kind, Thing, depends, fallen
from policies.consent import Purpose

PLACES = ("linkedin", "directory")
things = st.builds(
    Thing, st.sampled_from(Kind), st.integers(1, 50), st.sampled_from(PLACES), st.booleans(), st.booleans()
)
graphs = st.lists(things, max_size=25, unique_by=lambda each: (each.kind, each.id))
items = st.one_of(
    st.tuples(st.sampled_from([each for each in Purpose if each is not Purpose.PUBLICATION]), st.just("")),
    st.tuples(st.just(Purpose.PUBLICATION), st.sampled_from(PLACES)),
)

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a crowded machine is no fault


def expected(thing: Thing, purpose: Purpose, placement: str) -> bool:
    """The sentences of the design, written a second time and in another way."""
    of_a_face = {Kind.TEMPLATE, Kind.BASELINE, Kind.MEASUREMENT, Kind.MAP, Kind.CHECK, Kind.ALERT, Kind.CLOSENESS,
                 Kind.ARCHIVE}  # fmt: skip
    match purpose:
        case Purpose.PORTRAIT:
            return True
        case Purpose.PUBLICATION:
            return thing.kind is Kind.PUBLICATION and thing.placement == placement
        case Purpose.BIOMETRICS:
            return thing.kind in of_a_face or (thing.kind is Kind.RUN and thing.compared)
        case Purpose.AI:
            made = {Kind.PUBLICATION, Kind.PORTRAIT, Kind.TEMPLATE}
            return thing.kind in {Kind.RUN, Kind.CANDIDATE, Kind.CLOSENESS, Kind.ARCHIVE} or (
                thing.kind in made and thing.software
            )


@patient
@given(graphs, items)
def test_everything_that_depends_falls_and_nothing_else(graph, item):
    assert set(fallen(graph, *item)) == {thing for thing in graph if expected(thing, *item)}


@patient
@given(graphs, items)
def test_what_another_release_covers_stays(graph, item):
    spared = set(graph[::2])
    assert set(fallen(graph, *item, still=spared.__contains__)) == set(fallen(graph, *item)) - spared


@patient
@given(graphs, items)
def test_taking_back_twice_ends_nothing_more(graph, item):
    rest = [thing for thing in graph if thing not in fallen(graph, *item)]
    assert fallen(rest, *item) == ()


@patient
@given(graphs)
def test_no_purpose_outlives_portrait_use(graph):
    gone = set(fallen(graph, Purpose.PORTRAIT))
    assert all(set(fallen(graph, purpose, place)) <= gone for purpose in Purpose for place in PLACES)


@patient
@given(graphs, items)
def test_work_ends_before_what_is_shown_and_that_before_what_was_measured(graph, item):
    order = [list(Kind).index(thing.kind) for thing in fallen(graph, *item)]
    assert order == sorted(order)


@pytest.mark.parametrize("purpose", Purpose)
def test_every_purpose_stands_in_the_table(purpose):
    assert CASCADE[purpose]
    assert all(isinstance(kind, Kind) for kind in CASCADE[purpose])


def test_a_real_photo_is_not_taken_down_because_software_may_no_longer_make_pictures():
    assert not depends(Thing(Kind.PUBLICATION, 1, "linkedin"), Purpose.AI)
