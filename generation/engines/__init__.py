"""Making candidates: the front door. Importing it loads no engine."""

from generation.engines.base import Engine, Prepared, Rendered
from generation.recipe import Recipe, RecipeError

__all__ = ["Engine", "Prepared", "Rendered", "engine_for"]


def engine_for(recipe: Recipe) -> Engine:
    """The engine a recipe names. Raises RecipeError for a name that no engine has."""
    if recipe.engine == "refine":
        from generation.engines.refine.engine import Refine

        return Refine()
    raise RecipeError(f"{recipe.key}: there is no engine '{recipe.engine}'; there is: refine.")
