"""Recipes of models are data, held against what the engine can do when they are read."""

import re
from dataclasses import replace

import pytest
import yaml

from generation import recipe
from generation.engines import EngineError, engine_for
from generation.method import KEPT, ORIGINS, PIPELINES
from generation.recipe import RecipeError, keys

SHIPPED = tuple(key for key in keys() if recipe.load(key).engine == "diffusion")
NEVER_SAID = re.compile(
    r"beaut|pretty|handsome|attract|flawless|perfect|glam|smooth|slim|thin|young|youth|wrinkle-free|retouch|enhanc"
    r"|professional|gorgeous|stunning|sexy|lighten|whiten|tan\b|jaw|nose|teeth|smil|age\b|make-?up",
    re.IGNORECASE,
)


@pytest.fixture
def changed(tmp_path):
    """Read klein4b-relight as 'mine' with changes to it and to its section for the model."""

    def load(section=None, **changes):
        content = yaml.safe_load((recipe.FOLDER / "klein4b-relight.yaml").read_text())
        content |= {"key": "mine"} | changes
        content["diffusion"] |= section or {}
        (tmp_path / "mine.yaml").write_text(yaml.safe_dump(content))
        return recipe.load("mine", folder=tmp_path)

    return load


def test_the_recipes_of_models_are_shipped():
    assert set(SHIPPED) == {
        "klein4b-relight",
        "klein4b-background",
        "qwen2511-relight",
        "sdxl-inpaint-background",
        "kontext-relight",
    }


def test_the_recipe_without_a_model_keeps_the_digest_it_had_before_there_were_models(refine):
    assert "diffusion" not in refine.as_json()
    first = replace(refine, version=1, gates="2026-11")  # as it was shipped then
    assert first.digest == "3e9bd7b4707d9dd8f8204bd8b626b5b1730e4acbf69f2dbe2701f0a7022da0a8"


@pytest.mark.parametrize("section", [{"dtype": "float16"}, {"finish": {"stops": 1.0}}, {"call": {}}])
def test_the_digest_holds_how_the_model_is_asked(changed, section):
    assert changed(section).digest != changed().digest


@pytest.mark.parametrize("key", SHIPPED)
def test_what_a_model_is_told_is_about_light_and_room_and_never_about_looks(key):
    for prompt in recipe.load(key).diffusion.prompts.values():
        assert re.search(r"\blight|\blit\b", prompt.change)
        assert not NEVER_SAID.search(prompt.change)
        assert set(KEPT) <= set(prompt.keep)
        assert all(kept in prompt.text for kept in prompt.keep)


@pytest.mark.parametrize("key", SHIPPED)
def test_a_candidate_that_a_model_had_a_hand_in_says_so(key):
    shipped = recipe.load(key)
    assert shipped.origin == ORIGINS[shipped.diffusion.finish.mode] != "algorithmicallyEnhanced"


def test_no_shipped_recipe_uses_the_model_s_picture_of_a_face():
    assert {recipe.load(key).diffusion.finish.mode for key in SHIPPED} == {"light-transfer", "background-only"}


def test_a_picture_taken_as_it_is_counts_as_generated(changed):
    whole = {"origin": "trainedAlgorithmicMedia", "variants": [_variant("warm", "studio")]}
    assert changed({"finish": {"mode": "as-is"}}, **whole).origin == "trainedAlgorithmicMedia"
    with pytest.raises(RecipeError, match=r"mine\.yaml: the field 'origin' must be trainedAlgorithmicMedia"):
        changed({"finish": {"mode": "as-is"}}, variants=whole["variants"])


@pytest.mark.parametrize("key", SHIPPED)
def test_every_shipped_recipe_fits_the_signature_of_its_pipeline(key):
    from generation.engines.diffusion import loading

    assert loading.class_of(recipe.load(key).diffusion).__name__ in PIPELINES


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ({"beauty": 1}, "diffusion: the field 'beauty' is unknown"),
        ({"pipeline": {"path": "a", "revision": "b"}}, "diffusion.pipeline: the field 'class' is missing"),
        ({"pipeline": {"class": "StableDiffusionPipeline", "path": "a", "revision": "b"}}, "'class' must be one of"),
        ({"pipeline": {"class": "FluxKontextPipeline", "path": "../a", "revision": "b"}}, "'path' must be a plain"),
        ({"pipeline": {"class": "FluxKontextPipeline", "path": "a", "revision": "/b"}}, "'revision' must be a plain"),
        ({"commercial": "yes"}, "'commercial' must be true or false"),
        ({"dtype": "int8"}, "'dtype' must be one of"),
        ({"quantisation": {"transformer": "int3"}}, "'quantisation' must map components to"),
        ({"memory": ["prayer"]}, "'memory' must be a list of"),
        ({"memory": ["tiling", "tiling"]}, "'memory' must be a list of"),
        ({"inputs": {"max_pixels": 4_000_000, "multiple_of": 16}}, "diffusion.inputs: the field 'max_pixels'"),
        ({"inputs": {"max_pixels": 4096, "multiple_of": 16, "references": 9}}, "the field 'references' must be"),
        ({"inputs": {"max_pixels": 1_000_000, "multiple_of": 0}}, "diffusion.inputs: the field 'multiple_of'"),
        ({"call": {"generator": 1}}, "'call' may not set generator"),
        ({"call": {"prompt": "beautiful"}}, "'call' may not set prompt"),
        ({"argument_map": {"picture": "image"}}, "'argument_map' must name arguments for picture, prompt"),
        ({"prompts": {"warm": {"change": "Relight.", "keep": ["face"]}}}, "prompts.warm: the field 'keep' must be"),
        ({"prompts": {}}, "'prompts' must be a mapping"),
        ({"finish": {"mode": "improve"}}, "diffusion.finish: the field 'mode' must be one of"),
        ({"finish": {"stops": 3}}, "diffusion.finish: the field 'stops' must be"),
    ],
)
def test_a_wrong_recipe_of_a_model_names_its_file_and_field(changed, section, told):
    with pytest.raises(RecipeError, match=re.escape(told)) as refused:
        changed(section)
    assert str(refused.value).startswith("mine.yaml: ")


def test_a_pipeline_that_paints_in_a_mask_must_be_given_one(changed):
    inpaint = {"class": "Flux2KleinInpaintPipeline", "path": "a", "revision": "b"}
    with pytest.raises(RecipeError, match="'argument_map' must name arguments for mask, picture, prompt"):
        changed({"pipeline": inpaint})


@pytest.mark.parametrize(("variant", "field"), [(("moody", "keep"), "preset"), (("warm", "blur"), "background")])
def test_a_variant_that_the_method_cannot_make_is_refused(changed, variant, field):
    with pytest.raises(RecipeError, match=rf"variants\[0\]: the field '{field}'"):
        changed(variants=[_variant(*variant)])


def test_a_method_belongs_to_the_engine_that_has_a_model(changed):
    with pytest.raises(RecipeError, match="the field 'diffusion' belongs to the engine 'diffusion'"):
        changed(engine="refine")


def test_weights_that_forbid_commercial_use_wait_for_the_operator_s_word(astronaut, tiny, models):
    kontext = tiny("kontext-relight")
    with pytest.raises(
        EngineError, match=r"FLUX\.1 .* forbids commercial use.*LIKENESS_ALLOW_NONCOMMERCIAL"
    ) as refused:
        engine_for(kontext, models=models).prepare(astronaut, kontext)
    assert refused.value.code == "not_allowed"
    assert engine_for(kontext, models=models, noncommercial="A study.").prepare(astronaut, kontext).folder.is_dir()


def _variant(preset, background):
    return {"preset": preset, "background": background, "polish": 0.5, "seed": 1}
