"""The diffusion engine: a model paints, and the finish decides what of it may come near the person's picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation.engines.base import EngineError, Prepared, Rendered, Told, silent
from generation.engines.diffusion import accelerator, loading, weights
from generation.engines.diffusion.finish import finished, paintable
from generation.engines.diffusion.painting import Asked, painted
from generation.engines.refine.scene import Scene
from generation.faces.values import Picture
from generation.method import Method
from generation.recipe import Recipe, RecipeError, Variant


@dataclass(frozen=True, slots=True, eq=False)
class Sitting(Prepared):
    """A prepared photo, and the model that will be asked."""

    scene: Scene
    method: Method
    folder: Path
    references: tuple[Picture, ...]


class Diffusion:
    """Method, licences and limits: docs/decisions/0008-diffusion.md."""

    name = "diffusion"
    version = "1"

    def __init__(self, *, models: Path | None, noncommercial: str = "", told: Told = silent) -> None:
        self._models = models
        self._noncommercial = noncommercial
        self._told = told

    def prepare(self, source: Picture, recipe: Recipe, references: Sequence[Picture] = ()) -> Sitting:
        """Raises FaceError when the photo does not show one usable face, RecipeError for a recipe without a method,
        EngineError when the licence is not allowed here or the weights are not there."""
        method = permitted(recipe, noncommercial=self._noncommercial)
        folder = weights.located(self._models, method.pipeline)
        loading.class_of(method)
        scene = Scene.of(source, recipe)
        shown = tuple(references[: method.inputs.references])
        return Sitting(scene.crop, scene.face, scene.enlarged, scene.advice, scene, method, folder, shown)

    def render(self, prepared: Prepared, variant: Variant) -> Rendered:
        """One candidate. Raises EngineError, and whatever the listener raises to end the work."""
        if not isinstance(prepared, Sitting):
            raise TypeError("This engine renders only what it prepared itself.")
        method, scene = prepared.method, prepared.scene
        asked = Asked(scene.crop, paintable(scene), prepared.references)
        with accelerator.watched():
            loaded = loading.resident(method, prepared.folder)
            donor = painted(loaded, method, variant, asked, told=self._told)
        picture, done = finished(scene, donor, variant, method.finish)
        return Rendered(picture, _log(prepared, variant, done, loaded) | self._licence(method))

    def _licence(self, method: Method) -> dict[str, Any]:
        """Why weights were used whose licence forbids commercial use, in the operator's words."""
        return {} if method.commercial else {"noncommercial": self._noncommercial}


def permitted(recipe: Recipe, *, noncommercial: str) -> Method:
    """The recipe's method, if its weights may be used here; `noncommercial` is why they may although no money may be made
    with them."""
    if recipe.diffusion is None:
        raise RecipeError(f"{recipe.key}: the field 'diffusion' is missing.")
    if not (recipe.diffusion.commercial or noncommercial.strip()):
        raise EngineError(
            "not_allowed",
            f"The licence of {recipe.diffusion.pipeline.path} ({recipe.licence}) forbids commercial use. "
            "An operator who may use it sets LIKENESS_ALLOW_NONCOMMERCIAL and says why in LIKENESS_NONCOMMERCIAL_REASON.",
        )
    return recipe.diffusion


def _log(sitting: Sitting, variant: Variant, done: dict[str, Any], loaded: loading.Loaded) -> dict[str, Any]:
    """What a row keeps: what was done, with strengths, and what to tell the person."""
    told = {"model": str(sitting.method.pipeline)} | ({"memory": list(loaded.taken)} if loaded.taken else {})
    operations, advice = {**done, **told}, _advice(sitting, variant)
    enlarged = round(sitting.enlarged, 3)
    return {"operations": operations, "enlarged": enlarged, "advice": advice, "device": loaded.device}


def _advice(sitting: Sitting, variant: Variant) -> list[str]:
    if variant.background == "keep":
        return list(sitting.advice)
    return [*sitting.advice, "Look at your hair and jewellery: a new background can take fine parts with it."]
