"""Where a recipe waits and what it needs in memory: recipes whose models belong together share a queue."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from generation.method import PIPELINES
from generation.recipe import Recipe

EMBEDDED: Final = "default"
FAMILIES: Final = {
    "Flux2KleinPipeline": "render.flux",
    "Flux2KleinInpaintPipeline": "render.flux",
    "FluxKontextPipeline": "render.flux",
    "QwenImageEditPlusPipeline": "render.qwen",
    "StableDiffusionXLInpaintPipeline": "render.sdxl",
}
SPARE: Final = 60  # seconds between the limit a run keeps itself, Celery's word and Celery's axe

assert FAMILIES.keys() == PIPELINES.keys()  # noqa: S101 (a pipeline without a queue would wait for ever)


def queue_of(recipe: Recipe) -> str:
    """The queue of the recipe's family; the embedded engine shares the default one."""
    return FAMILIES[recipe.diffusion.pipeline.name] if recipe.diffusion else EMBEDDED


def model_of(recipe: Recipe) -> str:
    """What has to be loaded, in words that are equal when nothing has to be exchanged. Empty for the embedded engine."""
    if recipe.diffusion is None:
        return ""
    method = recipe.diffusion
    bits = "".join(f" {component}:{how}" for component, how in sorted(method.quantisation.items()))
    return f"{method.pipeline.name} {method.pipeline} {method.dtype}{bits}"


def beside(queue: str, served: frozenset[str]) -> frozenset[str]:
    """The queues among those served here whose runs a message of this queue may be spent on: models change places with
    models only, as they have other limits of time than the embedded engine."""
    return frozenset({queue}) if queue == EMBEDDED else frozenset({queue, *served}) - {EMBEDDED, "faces"}


def delivery(queue: str, limits: Mapping[str, int]) -> dict[str, Any]:
    """How a message of the queue is sent: where to, and after how many seconds Celery ends what does not end itself."""
    alike = [seconds for name, seconds in limits.items() if (name == EMBEDDED) == (queue == EMBEDDED)]
    longest = max(alike, default=max(limits.values()))
    return {"queue": queue, "soft_time_limit": longest + SPARE, "time_limit": longest + 2 * SPARE}


def offered(recipe: Recipe, *, queues: frozenset[str], models: Path | None, noncommercial: str) -> bool:
    """Whether a run of it would be carried out here: somebody serves its queue, its licence is allowed, and its weights
    are there. A machine without any folder of models (a site apart from its workers) takes the operator's word."""
    if recipe.diffusion is None:
        return True
    if queue_of(recipe) not in queues or not (recipe.diffusion.commercial or noncommercial.strip()):
        return False
    pipeline = recipe.diffusion.pipeline
    return (
        models is None
        or not models.is_dir()
        or (models / pipeline.path / pipeline.revision / "model_index.json").is_file()
    )
