"""Making candidates: the front door. Importing it loads no engine."""

from pathlib import Path

from generation.engines.base import Engine, EngineError, Prepared, Rendered, Told, silent
from generation.recipe import Recipe, RecipeError

__all__ = ["Engine", "EngineError", "Prepared", "Rendered", "engine_for", "let_go"]


def engine_for(
    recipe: Recipe, *, models: Path | None = None, allow_noncommercial: bool = False, told: Told = silent
) -> Engine:
    """The engine a recipe names. Raises RecipeError for a name that no engine has.

    `models` is the folder of weights and `allow_noncommercial` the operator's word that weights may be used whose
    licence forbids commercial use; only an engine with models asks for them, when it prepares. `told` hears of every
    step of a picture, where an engine has steps.
    """
    if recipe.engine == "refine":
        from generation.engines.refine.engine import Refine

        return Refine()
    if recipe.engine == "diffusion":
        from generation.engines.diffusion.engine import Diffusion

        return Diffusion(models=models, allow_noncommercial=allow_noncommercial, told=told)
    raise RecipeError(f"{recipe.key}: there is no engine '{recipe.engine}'; there are: refine, diffusion.")


def let_go() -> None:
    """Give back the memory of the model that is loaded: the next picture loads it anew."""
    from generation.engines.diffusion.loading import RESIDENT

    RESIDENT.drop()
