"""Asking real pipelines with tiny random models: seeds, progress, an end within one step, and pictures that are none."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from generation.engines import EngineError
from generation.engines.base import silent
from generation.engines.diffusion import loading, painting
from generation.method import Inputs

CROP = np.random.default_rng(3).integers(40, 200, (80, 64, 3), dtype=np.uint8)
ROOM = np.pad(np.zeros((40, 32), np.float32), ((20, 20), (16, 16)), constant_values=1)  # a person in the middle
MODULES = "engine, finish, ladder, light_transfer, loading, painting, quantising, registration, weights"


class WithdrawnError(Exception):
    pass


@pytest.fixture
def paint(tiny, folder):
    """One picture by the tiny model of a recipe."""

    def painted(key, *, seed=11, told=silent, references=(), **changes):
        recipe = tiny(key)
        method = replace(recipe.diffusion, **changes)
        loaded = loading.resident(method, folder(key))
        variant = replace(recipe.variants[0], seed=seed)
        return painting.painted(loaded, method, variant, painting.Asked(CROP, ROOM, references), told=told)

    return painted


@pytest.fixture(params=["klein4b-relight", "klein4b-background", "kontext-relight"])
def key(request):
    return request.param


def test_the_same_seed_paints_the_same_picture_and_another_seed_another(key, paint):
    first = paint(key)
    assert first.shape == CROP.shape
    np.testing.assert_array_equal(first, paint(key))
    assert (first != paint(key, seed=12)).any()


def test_every_step_is_told(key, paint):
    told = []
    paint(key, told=told.append)
    assert told == [0.5, 1.0]


def test_work_that_is_withdrawn_ends_at_the_next_step_and_the_model_stays_usable(key, paint):
    before, told = paint(key), []

    def withdraw(share):
        told.append(share)
        raise WithdrawnError

    with pytest.raises(WithdrawnError):
        paint(key, told=withdraw)
    assert told == [0.5]
    np.testing.assert_array_equal(paint(key), before)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_sdxl_paints_the_same_picture_from_the_same_seed(paint):
    told = []
    first = paint("sdxl-inpaint-background", told=told.append)
    np.testing.assert_array_equal(first, paint("sdxl-inpaint-background"))
    assert told[-1] == 1.0


@pytest.mark.slow
def test_qwen_paints_the_same_picture_from_the_same_seed(paint, tiny, monkeypatch):
    import diffusers
    from diffusers.pipelines.qwenimage import pipeline_qwenimage_edit_plus as module

    from tests.generation.engines.diffusion.tiny import qwen_processor

    # It brings every reference to a megapixel whatever is asked for, and its processor wants torchvision for videos.
    monkeypatch.setattr(module, "VAE_IMAGE_SIZE", 64 * 64)
    monkeypatch.setattr(module, "CONDITION_IMAGE_SIZE", 56 * 56)
    load = diffusers.QwenImageEditPlusPipeline.from_pretrained
    without_video = lambda folder, **given: load(folder, processor=qwen_processor(folder), **given)  # noqa: E731
    monkeypatch.setattr(diffusers.QwenImageEditPlusPipeline, "from_pretrained", without_video)
    told = []
    first = paint("qwen2511-relight", told=told.append)
    np.testing.assert_array_equal(first, paint("qwen2511-relight"))
    assert told == [0.5, 1.0]


def test_one_model_is_in_memory_at_a_time(tiny, folder):
    klein, kontext = (tiny(key).diffusion for key in ("klein4b-relight", "kontext-relight"))
    first = loading.resident(klein, folder("klein4b-relight"))
    assert loading.resident(klein, folder("klein4b-relight")) is first
    loading.resident(kontext, folder("kontext-relight"))
    assert loading.resident(klein, folder("klein4b-relight")) is not first


def test_recipes_that_only_ask_differently_share_the_model(tiny, folder):
    klein = tiny("klein4b-relight").diffusion
    first = loading.resident(klein, folder("klein4b-relight"))
    assert loading.resident(replace(klein, call={"num_inference_steps": 1}), folder("klein4b-relight")) is first


def test_an_argument_that_the_pipeline_does_not_have_is_named(tiny):
    method = replace(tiny("klein4b-relight").diffusion, call={"true_cfg_scale": 4})
    with pytest.raises(EngineError, match="Flux2KleinPipeline has no argument true_cfg_scale") as refused:
        loading.class_of(method)
    assert refused.value.code == "arguments_unknown"


def test_a_class_that_the_installed_diffusers_lacks_is_named(tiny):
    method = tiny("klein4b-relight").diffusion
    later = replace(method, pipeline=replace(method.pipeline, name="Flux9Pipeline"))
    with pytest.raises(EngineError, match=r"installed diffusers [\d.]+ has no Flux9Pipeline"):
        loading.class_of(later)


@pytest.mark.parametrize("missing", ["torch", "diffusers"])
def test_an_installation_without_the_extra_says_how_to_get_it(monkeypatch, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(EngineError, match=r"pip install '\.\[gpu\]'") as refused:
        loading.libraries()
    assert refused.value.code == "torch_missing"


def test_the_network_is_off_before_a_model_is_loaded(monkeypatch):
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    loading.libraries()
    assert os.environ["HF_HUB_OFFLINE"] == "1"


@pytest.mark.parametrize(
    ("part", "file", "whole"),
    [("transformer", "diffusion_pytorch_model", 29), ("text_encoder", "model", 311)],
)
def test_a_network_is_never_filled_up_with_noise(tiny, folder, tmp_path, part, file, whole):
    broken = shutil.copytree(folder("klein4b-relight"), tmp_path / "broken")
    (broken / part / f"{file}.safetensors").write_bytes(b"\x02\0\0\0\0\0\0\0{}")
    with pytest.raises(EngineError, match=rf"{part} in .* has 0 of the {whole} tensors") as refused:
        loading.resident(tiny("klein4b-relight").diffusion, broken)
    assert refused.value.code == "weights_broken"


def test_what_a_pipeline_refuses_is_a_named_error(paint):
    with pytest.raises(EngineError, match="Flux2KleinPipeline refused what it was given") as refused:
        paint("klein4b-relight", inputs=Inputs(max_pixels=32 * 32, multiple_of=16))
    assert refused.value.code == "call_refused"


@pytest.mark.parametrize(
    ("value", "told"), [(np.nan, "numbers that are none"), (np.inf, "numbers that are none"), (0.0, "a black picture")]
)
def test_a_picture_that_is_none_is_a_named_error(tiny, value, told):
    class Pipeline:
        num_timesteps = 2

        def __call__(self, **_):
            return SimpleNamespace(images=np.full((1, 80, 64, 3), value, np.float32))

    recipe = tiny("klein4b-relight")
    loaded = loading.Loaded(Pipeline(), "cpu")
    with pytest.raises(EngineError, match=told) as refused:
        painting.painted(loaded, recipe.diffusion, recipe.variants[0], painting.Asked(CROP, ROOM), told=silent)
    assert refused.value.code == "broken_picture"
    assert refused.value.of_one_picture


@pytest.mark.parametrize(
    ("shape", "most", "block", "shrink", "expected"),
    [
        ((1024, 819, 3), 1 << 20, 16, 1.0, (1024, 816)),
        ((1024, 819, 3), 1 << 20, 16, 0.75, (768, 608)),
        ((4096, 3277, 3), 1 << 20, 16, 1.0, (1136, 912)),
        ((40, 30, 3), 1 << 20, 64, 1.0, (64, 64)),
    ],
)
def test_a_model_is_asked_for_whole_blocks_and_never_for_more_than_its_share(shape, most, block, shrink, expected):
    assert painting.grid(shape, Inputs(most, block), shrink=shrink) == expected


def test_the_mask_is_given_to_a_pipeline_that_has_one_and_is_white_where_it_paints(tiny):
    recipe = tiny("klein4b-background")
    given = painting.arguments(recipe.diffusion, recipe.variants[0], painting.Asked(CROP, ROOM))
    mask = np.asarray(given["mask_image"])
    assert mask[0, 0] == 255
    assert mask[40, 32] == 0
    assert given["prompt"] == recipe.diffusion.prompts[recipe.variants[0].preset].text


@pytest.mark.parametrize(
    ("inputs", "sizes"), [(Inputs(80 * 64, 16, 1), [(64, 80), (96, 48)]), (Inputs(80 * 64, 16), None)]
)
def test_other_real_photos_are_shown_no_larger_than_the_crop_may_be(tiny, inputs, sizes):
    recipe = tiny("klein4b-relight")
    other = np.full((300, 600, 3), 90, np.uint8)
    asked = painting.Asked(CROP, ROOM, (other,) if inputs.references else ())
    shown = painting.arguments(replace(recipe.diffusion, inputs=inputs), recipe.variants[0], asked)["image"]
    assert ([each.size for each in shown] if sizes else shown.size) == (sizes or (64, 80))


def test_a_model_looks_at_the_other_photos_it_is_shown(paint):
    other = np.random.default_rng(5).integers(0, 255, (80, 64, 3), dtype=np.uint8)
    inputs = Inputs(80 * 64, 16, references=1)
    assert (
        paint("klein4b-relight", inputs=inputs) != paint("klein4b-relight", inputs=inputs, references=(other,))
    ).any()


def test_importing_engines_tasks_and_every_module_of_this_engine_leaves_torch_out(tmp_path):
    program = (
        "import sys, django; django.setup();"
        "import generation.engines, generation.tasks, generation.rendering, portraits.tasks;"
        f"from generation.engines.diffusion import {MODULES};"
        "print(*({'torch', 'diffusers', 'transformers'} & set(sys.modules)))"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "portraits.settings", "LIKENESS_HOME": str(tmp_path)}
    loaded = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True
    )
    assert loaded.stdout.split() == []
