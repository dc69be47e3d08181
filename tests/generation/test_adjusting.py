"""The adjust panel: light, background and strength, and nothing else."""

import pytest

from generation import recipe as recipes
from generation.adjusting import STRENGTHS, Adjustment, adjusted, lights
from generation.recipe import RecipeError

WARM = {"preset": "warm", "background": "studio", "polish": 0.3}


def test_nothing_asked_is_the_recipe_as_it_is(refine):
    assert adjusted(refine, {}) is refine


@pytest.mark.requirement("R65")
@pytest.mark.requirement("R12")
@pytest.mark.requirement("R64")
def test_an_adjustment_is_four_pictures_of_one_light_background_and_strength(refine):
    made = adjusted(refine, WARM).variants
    assert len(set(made)) == 4
    assert {(each.preset, each.background, each.polish) for each in made} == {("warm", "studio", 0.3)}
    assert len({each.seed for each in made}) == 4


@pytest.mark.requirement("R65")
@pytest.mark.parametrize(
    "change",
    [{"preset": "glamour"}, {"background": "beach"}, {"polish": 1.2}, {"smooth": 1}, {"polish": -0.1}],
    ids=lambda change: next(iter(change)),
)
def test_what_is_not_on_the_list_cannot_be_asked_for(refine, change):
    with pytest.raises(RecipeError):
        adjusted(refine, {**WARM, **change})


def test_pictures_of_a_model_are_not_adjusted():
    with pytest.raises(RecipeError, match="cannot be adjusted"):
        adjusted(recipes.load("klein4b-relight"), WARM)


@pytest.mark.requirement("R41")
def test_the_rules_bounds_hold_for_an_adjustment_too(refine):
    wanted = Adjustment("warm", "keep", STRENGTHS["as far as allowed"]).as_json()
    assert {each.polish for each in adjusted(refine, wanted).polished_within(0.0, 0.4).variants} == {0.4}


def test_the_lights_are_those_of_the_recipe(refine):
    assert lights(refine) == ("soft-daylight", "crisp-corporate", "warm")
