"""Making candidates: the front door. Importing it loads no engine."""

from pathlib import Path
from typing import TYPE_CHECKING

from generation.engines.base import Engine, EngineError, Prepared, Rendered, Told, silent
from generation.faces.values import Picture
from generation.recipe import Recipe, RecipeError

if TYPE_CHECKING:
    from generation.engines.refine.neutrality import Neutrality as Neutrality

__all__ = ["Engine", "EngineError", "Prepared", "Rendered", "engine_for", "let_go", "neutrality_of"]


def engine_for(recipe: Recipe, *, models: Path | None = None, noncommercial: str = "", told: Told = silent) -> Engine:
    """The engine a recipe names. Raises RecipeError for a name that no engine has.

    `models` is the folder of weights and `noncommercial` the operator's reason why weights may be used
    whose licence forbids commercial use, empty where they may not; only an engine with models asks for them, when it prepares. `told` hears of every
    step of a picture, where an engine has steps.
    """
    if recipe.engine == "refine":
        from generation.engines.refine.engine import Refine

        return Refine()
    if recipe.engine == "diffusion":
        from generation.engines.diffusion.engine import Diffusion

        return Diffusion(models=models, noncommercial=noncommercial, told=told)
    raise RecipeError(f"{recipe.key}: there is no engine '{recipe.engine}'; there are: refine, diffusion.")


def let_go() -> None:
    """Give back the memory of the model that is loaded: the next picture loads it anew."""
    from generation.engines.diffusion.loading import RESIDENT

    RESIDENT.drop()


def neutrality_of(photo: Picture, recipe: Recipe, *, polish: float) -> "Neutrality | None":
    """What the embedded engine takes for neutral in a photo and does to its skin; None where neither can be told."""
    from generation.engines.refine import neutrality

    return neutrality.of(photo, recipe, polish=polish)
