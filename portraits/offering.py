"""Which recipes a person can choose from here, in plain words: what each does, and how its pictures are labelled."""

from dataclasses import dataclass

from django.conf import settings

from generation import queues
from generation import recipe as recipes
from generation.recipe import Recipe, RecipeError

_TITLES = {
    "light-transfer": "Light from a model",
    "background-only": "A new room from a model",
    "as-is": "A picture by a model",
}
_DOES = {
    "light-transfer": "A model suggests softer light; only that light is laid over your photo. Your face, skin and hair stay "
    "your own pixels.",
    "background-only": "A model paints a new room behind you. You stay exactly as in your photo.",
    "as-is": "The whole picture is made by a model from your photo. It passes the same checks or is not shown.",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A recipe in words. `origin` is the IPTC code that its pictures are labelled with."""

    key: str
    title: str
    does: str
    origin: str


def offers() -> tuple[Offer, ...]:
    """The recipes that would be carried out here, the embedded one first. A file that cannot be read is not offered."""
    known = recipes.keys()
    found = [recipe for key in known if (recipe := _readable(key)) and is_offered(recipe)]
    return tuple(_in_words(recipe) for recipe in sorted(found, key=lambda each: each.diffusion is not None))


def is_offered(recipe: Recipe) -> bool:
    """Whether a worker here would carry it out: its queue is served, its licence allowed, its weights in place."""
    return queues.offered(
        recipe,
        queues=settings.RENDER_QUEUES,
        models=settings.MODELS_DIR,
        noncommercial=settings.NONCOMMERCIAL,
    )


def _readable(key: str) -> Recipe | None:
    try:
        return recipes.load(key)
    except RecipeError:
        return None


def _in_words(recipe: Recipe) -> Offer:
    if recipe.diffusion is None:
        does = "Light, colour and background of your own photo, within narrow limits. No model makes a pixel."
        return Offer(recipe.key, "Refined light and colour", does, recipe.origin)
    mode = recipe.diffusion.finish.mode
    model = recipe.diffusion.pipeline.path.replace("-", " ")
    return Offer(recipe.key, f"{_TITLES[mode]} ({model})", _DOES[mode], recipe.origin)
