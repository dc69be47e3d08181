"""What a person may adjust: which light, which background, how strongly. Nothing else of a picture can be asked for."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final, get_args

from generation import backdrops
from generation import recipe as recipes
from generation.recipe import Background, Recipe, RecipeError, Variant

if TYPE_CHECKING:
    from generation.models import Run

STRENGTHS: Final = {"a little": 0.3, "usual": 0.65, "as far as allowed": 1.0}
SEEDS: Final = (0, 3, 7, 11)  # four pictures of one light, each a little different


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One light, one background, and a polish 0..1, which rules may lower further."""

    preset: str
    background: Background
    polish: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def lights(recipe: Recipe) -> tuple[str, ...]:
    """The presets that a recipe's pictures can be seen in."""
    return tuple(dict.fromkeys(variant.preset for variant in recipe.variants))


def as_asked(run: "Run") -> Recipe:
    """The recipe of a run with everything that was said when it was asked for. Raises RecipeError, also where the rules of
    that day leave nothing to make."""
    recipe = adjusted(recipes.load(run.recipe_key), run.adjusted)
    recipe = recipe.with_background_kept() if run.keep_background else recipe
    recipe = recipe.polished_within(run.polish_low, run.polish_high)
    recipe = recipe if run.backdrops is None else recipe.before(run.backdrops)
    if not recipe.variants:
        raise RecipeError("No backdrop of this kind of picture is on the list that was approved. Choose another kind.")
    return recipe


def adjustable(approved: Collection[str]) -> tuple[Background, ...]:
    """The backgrounds that can be chosen apart from the light, of those whose backdrop is on an approved list."""
    free = [each for each in get_args(Background) if each != "studio"]
    return tuple(each for each in free if backdrops.named(each, "") in approved)


def adjusted(recipe: Recipe, asked: Mapping[str, Any]) -> Recipe:
    """The recipe with four candidates as asked; itself where nothing is. Raises RecipeError for what is not on the list."""
    if not asked:
        return recipe
    if asked.keys() != {"preset", "background", "polish"}:
        raise RecipeError(f"{recipe.key}: only light, background and polish can be adjusted.")
    wanted = Adjustment(**asked)
    if recipe.diffusion is not None:
        raise RecipeError(f"{recipe.key}: pictures of a model cannot be adjusted.")
    if wanted.preset not in lights(recipe):
        raise RecipeError(f"{recipe.key}: there is no light '{wanted.preset}'; there are: {', '.join(lights(recipe))}.")
    if wanted.background not in get_args(Background):
        raise RecipeError(f"{recipe.key}: there is no background '{wanted.background}'.")
    if not 0 <= wanted.polish <= 1:
        raise RecipeError(f"{recipe.key}: the polish must be a number from 0 to 1.")
    return replace(recipe, variants=tuple(Variant(wanted.preset, wanted.background, wanted.polish, n) for n in SEEDS))
