"""Tiny models with random weights, saved once, and the shipped recipes cut down to them."""

from dataclasses import replace
from functools import cache

import pytest

from generation import recipe
from generation.engines.diffusion import loading


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    """A folder of models; each is made when it is first asked for, under the name its recipe has."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def tiny(models):
    """A shipped recipe at the smallest size, whose model is there: two steps, 80 x 64 pixels."""
    from tests.generation.engines.diffusion import tiny as builders

    @cache
    def made(key):
        shipped = recipe.load(key)
        method = shipped.diffusion
        named = replace(method.pipeline, path=f"tiny-{method.pipeline.name}")
        folder = models / named.path / named.revision
        if not folder.exists():
            builders.save(named.name, folder)
        small = replace(
            method,
            pipeline=named,
            dtype="float32",
            inputs=replace(method.inputs, max_pixels=80 * 64),
            call={**method.call, "num_inference_steps": 2},
        )
        return replace(shipped, size=512, diffusion=small)

    return made


@pytest.fixture
def folder(models, tiny):
    """The folder of a recipe's tiny model."""

    def of(key):
        pipeline = tiny(key).diffusion.pipeline
        return models / pipeline.path / pipeline.revision

    return of


@pytest.fixture(autouse=True)
def nothing_loaded():
    """Every test ends with no pipeline in memory."""
    yield
    loading.RESIDENT.drop()
