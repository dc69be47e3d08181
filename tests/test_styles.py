"""The approved lists of the rules and what the engines make are one catalogue, held together here."""

import pytest

from generation import backdrops, recipe
from policies import styling


@pytest.mark.requirement("R23")
@pytest.mark.requirement("R49")
def test_every_backdrop_that_a_shipped_recipe_or_a_tone_makes_can_be_listed_and_no_other():
    known = recipe.keys()
    shipped = [recipe.load(key) for key in known]
    made = {each.backdrop(variant) for each in shipped for variant in each.variants} | backdrops.TONES.keys()
    assert made == set(styling.catalogue().backdrops)


@pytest.mark.requirement("R23")
def test_a_room_that_an_operator_s_own_recipe_describes_has_a_name_that_nobody_lists():
    assert backdrops.named("studio", "beach", mode="background-only") == "beach"
    assert "beach" not in styling.catalogue().backdrops
    assert backdrops.named("studio", "light-grey-ish", mode="as-is") == "light-grey-ish"
