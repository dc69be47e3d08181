"""Recipes are data: complete, named by what is in them, and clear about what is wrong with them."""

from dataclasses import FrozenInstanceError, replace

import pytest
import yaml

from generation import gates, recipe
from generation.engines import engine_for
from generation.engines.refine import presets
from generation.recipe import RecipeError


def written(folder, **changes):
    """The shipped recipe under the name 'mine', with changes; a change to None leaves the field out."""
    content = yaml.safe_load((recipe.FOLDER / "refine.yaml").read_text()) | {"key": "mine"} | changes
    kept = {name: value for name, value in content.items() if value is not None}
    (folder / "mine.yaml").write_text(yaml.safe_dump(kept))
    return folder


@pytest.mark.requirement("R12")
def test_the_shipped_recipe_makes_four_candidates_in_different_light(refine):
    lights = {(variant.preset, variant.background) for variant in refine.variants}
    assert len(lights) == len(refine.variants) == 4
    assert {variant.preset for variant in refine.variants} == set(presets.PRESETS)


def test_the_shipped_recipe_replaces_no_background(refine):
    assert {variant.background for variant in refine.variants} == {"keep", "blur"}


@pytest.mark.parametrize("key", recipe.keys())
def test_every_shipped_recipe_names_an_engine_and_a_set_of_limits_that_exist(key):
    shipped = recipe.load(key)
    assert engine_for(shipped).name == shipped.engine
    assert gates.thresholds(shipped.gates).key == shipped.gates


def test_the_digest_is_that_of_the_content_and_not_of_the_file(refine, tmp_path):
    shuffled = dict(reversed(list(yaml.safe_load((recipe.FOLDER / "refine.yaml").read_text()).items())))
    (tmp_path / "refine.yaml").write_text(yaml.safe_dump(shuffled, sort_keys=False))
    assert recipe.load("refine", folder=tmp_path).digest == refine.digest


@pytest.mark.parametrize("change", [{"version": 99}, {"size": 768}, {"gates": "2099-01"}, {"variants": ()}])
def test_any_change_of_a_recipe_changes_its_digest(refine, change):
    assert replace(refine, **change).digest != refine.digest


def test_a_recipe_cannot_be_changed_after_it_was_read(refine):
    with pytest.raises(FrozenInstanceError):
        refine.version = 2


def test_an_unknown_recipe_says_which_there_are():
    with pytest.raises(RecipeError, match=r"no recipe 'glamour'; there are: .*refine"):
        recipe.load("glamour")


def test_a_key_cannot_reach_out_of_the_folder():
    with pytest.raises(RecipeError, match="no recipe"):
        recipe.load("../recipes/refine")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"engine": None}, "mine.yaml: the field 'engine' is missing"),
        ({"beauty": 1}, "mine.yaml: the field 'beauty' is unknown"),
        ({"version": "1"}, "mine.yaml: the field 'version' must be a whole number"),
        ({"version": True}, "mine.yaml: the field 'version' must be a whole number"),
        ({"size": 90}, "mine.yaml: the field 'size' must be"),
        ({"aspect": 2}, "mine.yaml: the field 'aspect' must be"),
        ({"origin": "digitalCapture"}, "mine.yaml: the field 'origin' must be one of"),
        ({"variants": []}, "mine.yaml: the field 'variants' must be a list"),
        ({"key": "other"}, "mine.yaml: the field 'key' must be the file's own name"),
        ({"variants": [{"preset": "warm"}]}, r"mine.yaml: variants\[0\]: the field 'background' is missing"),
    ],
)
def test_a_wrong_recipe_names_its_file_and_field(tmp_path, changes, told):
    with pytest.raises(RecipeError, match=told):
        recipe.load("mine", folder=written(tmp_path, **changes))


@pytest.mark.requirement("R25")
@pytest.mark.parametrize(
    ("field", "value"), [("polish", 1.2), ("polish", -0.1), ("background", "beach"), ("seed", -1), ("preset", "")]
)
def test_a_variant_beyond_its_bounds_is_refused(tmp_path, field, value):
    variant = {"preset": "warm", "background": "keep", "polish": 0.5, "seed": 0} | {field: value}
    with pytest.raises(RecipeError, match=rf"variants\[0\]: the field '{field}'"):
        recipe.load("mine", folder=written(tmp_path, variants=[variant]))


BODY = ("slim", "outfit", "suit", "dress", "weight", "muscle", "figure", "posture", "shoulders", "body")


@pytest.mark.requirement("R23")
@pytest.mark.parametrize("field", ["clothing", "body", "pose", "figure"])
def test_no_recipe_can_ask_for_another_body_or_other_clothes(tmp_path, field):
    with pytest.raises(RecipeError, match=f"the field '{field}' is unknown"):
        recipe.load("mine", folder=written(tmp_path, **{field: "suit"}))
    variant = {"preset": "warm", "background": "keep", "polish": 0.5, "seed": 0, field: "suit"}
    with pytest.raises(RecipeError, match=rf"variants\[0\]: the field '{field}' is unknown"):
        recipe.load("mine", folder=written(tmp_path, variants=[variant]))


@pytest.mark.requirement("R23")
@pytest.mark.parametrize("key", recipe.keys())
def test_every_shipped_recipe_keeps_clothes_and_body(key):
    shipped = recipe.load(key)
    for prompt in (shipped.diffusion.prompts if shipped.diffusion else {}).values():
        assert {"clothing", "face shape", "pose"} <= set(prompt.keep)
        assert not [word for word in BODY if word in prompt.change.lower()]


@pytest.mark.requirement("R23")
@pytest.mark.parametrize(
    ("change", "word"),
    [
        ("Put the person into a navy suit.", "suit"),
        ("Make the body slimmer.", "body"),
        ("A softer light, and make her look younger.", "younger"),
        ("Even the skin out.", "skin"),
        ("A warm light. Slimmer face.", "Slimmer"),
    ],
)
def test_an_instruction_that_names_clothes_a_body_or_a_face_is_refused(tmp_path, change, word):
    content = yaml.safe_load((recipe.FOLDER / "klein4b-relight.yaml").read_text())
    content["diffusion"]["prompts"]["warm"]["change"] = change
    (tmp_path / "klein4b-relight.yaml").write_text(yaml.safe_dump(content))
    with pytest.raises(RecipeError, match=rf"prompts\.warm: the field 'change' may change light.*names '{word}'"):
        recipe.load("klein4b-relight", folder=tmp_path)


@pytest.mark.requirement("R23")
def test_a_recipe_makes_only_what_stands_before_an_approved_backdrop(refine):
    assert {refine.backdrop(each) for each in refine.variants} == {"own-room", "own-room-blurred"}
    assert [each.background for each in refine.before(["own-room-blurred"]).variants] == ["blur"]
    assert refine.before(["light-grey"]).variants == ()
    room = recipe.load("klein4b-background")
    assert [each.preset for each in room.before(["plain-wall", "own-room"]).variants] == ["plain-wall"]


def test_a_file_that_is_not_yaml_is_named(tmp_path):
    (tmp_path / "mine.yaml").write_text("key: [")
    with pytest.raises(RecipeError, match=r"mine\.yaml: not readable"):
        recipe.load("mine", folder=tmp_path)


def test_an_engine_that_does_not_exist_is_named(refine):
    with pytest.raises(RecipeError, match="no engine 'magic'"):
        engine_for(replace(refine, engine="magic"))


def test_polish_is_brought_inside_the_bounds_and_nothing_else_changes(refine):
    brought = refine.polished_within(0.0, 0.25)
    assert {variant.polish for variant in brought.variants} == {0.25}
    assert [replace(variant, polish=0.0) for variant in brought.variants] == [
        replace(variant, polish=0.0) for variant in refine.variants
    ]
    assert brought.digest != refine.digest
    assert refine.polished_within(0.0, 1.0) == refine


def test_variants_that_bounds_make_alike_are_made_once(refine):
    first = refine.variants[0]
    twice = replace(refine, variants=(first, replace(first, polish=first.polish / 2)))
    assert len(twice.polished_within(0.0, 0.1).variants) == 1
