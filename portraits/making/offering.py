"""Which recipes a person can choose from here, in plain words: what each does, and how its pictures are labelled."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.conf import settings

from accounts.models import Person
from generation import queues
from generation import recipe as recipes
from generation.recipe import Recipe, RecipeError
from portraits.agreements import consenting

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
    """A recipe in words. `origin` is the IPTC code that its pictures are labelled with.

    `first` says what the person has to agree to before it; `kept` that their agreement leaves the background as it is.
    """

    key: str
    title: str
    does: str
    origin: str
    first: str = ""
    kept: bool = False


def offers(person: Person, backdrops: Collection[str]) -> tuple[Offer, ...]:
    """The recipes that would be carried out here before one of these backdrops, the embedded one first, each as far as the
    person has agreed to it."""
    return tuple(_to(person, recipe) for recipe in offered(backdrops))


def offered(backdrops: Collection[str]) -> list[Recipe]:
    """A file that cannot be read is not offered."""
    found = [recipe for key in sorted(recipes.keys()) if (recipe := _readable(key)) and is_offered(recipe)]
    listed = [recipe for recipe in found if recipe.before(backdrops).variants]
    return sorted(listed, key=lambda each: each.diffusion is not None)


def agreed_to(person: Person, backdrops: Collection[str]) -> Recipe | None:
    """The first recipe here that the person's agreements cover, at least with the background kept."""
    return next((each for each in offered(backdrops) if consenting.as_far_as_agreed(person, each)), None)


def _to(person: Person, recipe: Recipe) -> Offer:
    covered = consenting.as_far_as_agreed(person, recipe)
    if covered is None:
        return replace(_in_words(recipe), first=consenting.to_agree(person, recipe))
    return replace(_in_words(recipe), kept=covered != recipe)


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
