"""When memory runs out: one relief after another, proved with injected errors, as there is no accelerator in tests."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from generation.engines import EngineError
from generation.engines.base import silent
from generation.engines.diffusion import ladder, loading, painting
from generation.engines.diffusion.loading import Loaded

EVERYTHING = ("tiling", "model-offload", "group-offload", "smaller")


class Pipeline:
    """What the ladder may do to a pipeline, written down in the order it was done."""

    def __init__(self):
        self.done = []
        self.vae = SimpleNamespace(
            enable_tiling=lambda: self.done.append("tiling"), enable_slicing=lambda: self.done.append("slicing")
        )

    def to(self, device):
        self.done.append(f"to {device}")

    def enable_model_cpu_offload(self, *, device):
        self.done.append(f"models offloaded from {device}")

    def remove_all_hooks(self):
        self.done.append("hooks removed")

    def enable_group_offload(self, **how):
        self.done.append(f"groups offloaded from {how['onload_device']}")


def failing(times, problem=None):
    """Runs out of memory so many times, then says how large a picture it was asked for."""
    left = [problem or torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 936.00 MiB")] * times

    def make(loaded):
        if left:
            raise left.pop()
        return loaded.shrink

    return make


def test_what_fits_is_left_alone():
    loaded = Loaded(Pipeline(), "cuda")
    assert ladder.fitted(loaded, EVERYTHING, failing(0)) == 1.0
    assert loaded.taken == loaded.pipeline.done == []


def test_relief_is_taken_in_the_recipe_s_order_and_only_as_much_as_is_needed():
    loaded = Loaded(Pipeline(), "cuda")
    assert ladder.fitted(loaded, EVERYTHING, failing(2)) == 1.0
    assert loaded.taken == ["tiling", "model-offload"]
    assert loaded.pipeline.done == ["tiling", "slicing", "to cpu", "models offloaded from cuda"]


def test_the_last_relief_is_a_smaller_picture_twice():
    loaded = Loaded(Pipeline(), "cuda")
    assert ladder.fitted(loaded, EVERYTHING, failing(5)) == 0.75
    assert loaded.taken == [*EVERYTHING, "smaller"]
    assert "groups offloaded from cuda" in loaded.pipeline.done


def test_when_nothing_is_left_the_error_says_what_was_tried():
    with pytest.raises(EngineError, match="tiling, model-offload, group-offload, smaller, smaller") as refused:
        ladder.fitted(Loaded(Pipeline(), "cuda"), EVERYTHING, failing(9))
    assert refused.value.code == "out_of_memory"
    assert not refused.value.of_one_picture


def test_a_recipe_without_a_ladder_fails_at_once():
    with pytest.raises(EngineError, match="the recipe allows nothing to be tried"):
        ladder.fitted(Loaded(Pipeline(), "cuda"), (), failing(1))


def test_without_an_accelerator_nothing_is_moved_off_it():
    loaded = Loaded(Pipeline(), "cpu")
    ladder.fitted(loaded, EVERYTHING, failing(2))
    assert loaded.taken == ["tiling", "smaller"]


def test_a_pipeline_that_was_offloaded_is_not_moved_back():
    loaded = Loaded(Pipeline(), "cuda")
    ladder.placed(loaded)
    loaded.taken.append("model-offload")
    ladder.placed(loaded)
    assert loaded.pipeline.done == ["to cuda"]


@pytest.mark.parametrize(
    "said",
    [
        "CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate",
        "[enforce fail at alloc_cpu.cpp:127] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes.",
    ],
)
def test_memory_that_ran_out_is_also_told_by_its_words(said):
    loaded = Loaded(Pipeline(), "cuda")
    ladder.fitted(loaded, EVERYTHING, failing(1, RuntimeError(said)))
    assert loaded.taken == ["tiling"]


def test_another_fault_is_nobody_s_memory():
    with pytest.raises(RuntimeError, match="shapes cannot be multiplied"):
        ladder.fitted(Loaded(Pipeline(), "cuda"), EVERYTHING, failing(1, RuntimeError("shapes cannot be multiplied")))


def test_a_real_pipeline_that_runs_out_twice_paints_a_smaller_picture(tiny, folder, monkeypatch):
    recipe = tiny("klein4b-relight")
    method = replace(recipe.diffusion, inputs=replace(recipe.diffusion.inputs, max_pixels=128 * 128))
    loaded = loading.resident(method, folder("klein4b-relight"))
    real, sizes = type(loaded.pipeline).__call__, []

    def short_of_memory(self, **given):
        sizes.append((given["height"], given["width"]))
        if len(sizes) <= 2:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return real(self, **given)

    monkeypatch.setattr(type(loaded.pipeline), "__call__", short_of_memory)
    crop = np.full((128, 128, 3), 128, np.uint8)
    room = np.ones((128, 128), np.float32)
    made = painting.painted(loaded, method, recipe.variants[0], painting.Asked(crop, room), told=silent)
    assert made.shape == crop.shape
    assert sizes == [(128, 128), (128, 128), (112, 112)]
    assert loaded.taken == ["tiling", "smaller"]
