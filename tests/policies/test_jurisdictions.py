import pytest

from policies.jurisdictions import EU_MEMBERS, expand


@pytest.mark.requirement("R45")
@pytest.mark.parametrize(
    ("place", "around"),
    [
        ("DE", {"DE", "EU", "EEA"}),
        ("NO", {"NO", "EEA"}),
        ("US-IL", {"US-IL", "US"}),
        ("GB", {"UK"}),
        ("uk", {"UK"}),
        ("CH", {"CH"}),
        ("EU", {"EU", "EEA"}),
        ("DE-BY", {"DE-BY", "DE", "EU", "EEA"}),
    ],
)
def test_a_place_lies_in_the_places_around_it(place, around):
    assert expand([place]) == around


def test_the_union_has_27_members():
    assert len(EU_MEMBERS) == 27


def test_an_empty_place_is_nowhere():
    assert expand(["", "  "]) == frozenset()
