"""The refine engine: crop, balance, fill, key, tone, background, under a guard that keeps the skin's tone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from generation import backdrops, light
from generation.engines.base import EngineError, Prepared, Rendered
from generation.engines.refine import background, guard, illuminant, presets
from generation.engines.refine.grade import Grade, graded
from generation.engines.refine.guard import Change
from generation.engines.refine.operations import Operations
from generation.engines.refine.presets import Preset
from generation.engines.refine.scene import Scene
from generation.engines.refine.shading import Shading, shading
from generation.faces.values import Floats, Picture
from generation.recipe import Recipe, Variant

ACCOMPANIED: Final = (
    "Somebody seems to stand beside you in this photo and would stay sharp before a changed background. "
    "Keep the background, or choose another photo."
)


class Refine:
    """Needs no model but the face finder. Method, figures and limits: docs/decisions/0003-rendering.md."""

    name = "refine"
    version = "5"

    def prepare(self, source: Picture, recipe: Recipe, references: Sequence[Picture] = ()) -> Scene:  # noqa: ARG002
        """One photo is all it needs. Raises FaceError when the photo does not show one usable face, RecipeError for a preset that is not there."""
        for variant in recipe.variants:
            presets.preset(variant.preset)
        return Scene.of(source, recipe)

    def render(self, prepared: Prepared, variant: Variant) -> Rendered:
        """One candidate. Polish 0 with the background kept is the crop, byte for byte. Raises EngineError somebody_beside
        where a stranger would stay sharp before a changed background.

        The finished picture is measured once more: a look that moved the skin beyond the guard is made half as strong,
        twice if need be, and then not at all.
        """
        if not isinstance(prepared, Scene):
            raise TypeError("This engine renders only what it prepared itself.")
        if variant.background != "keep" and prepared.accompanied:
            raise EngineError("somebody_beside", ACCOMPANIED)
        if variant.polish <= 0 and variant.background == "keep":
            return Rendered(prepared.crop.copy(), _log(prepared, Operations(), Change(0, 0, 1, 0)))
        for strength in (1.0, 0.5, 0.25, 0.0):
            made = self._made(prepared, replace(variant, polish=strength * variant.polish))
            if guard.holds(guard.at_the_end(prepared, made.picture), polish=variant.polish):
                break
        return made

    def _made(self, prepared: Scene, variant: Variant) -> Rendered:
        look = presets.preset(variant.preset, seed=variant.seed)
        operations = Operations()
        maps = shading(prepared, look, polish=variant.polish, operations=operations)
        grade, _ = guard.settle(prepared, maps, _wanted(prepared, look, polish=variant.polish), polish=variant.polish)
        lit = graded(prepared.linear, local=maps.local, whole=maps.whole, grade=grade)
        _record(operations, grade)
        finished = _behind(prepared, lit, maps, variant, operations)
        picture = light.encoded(finished)
        return Rendered(picture, _log(prepared, operations, guard.at_the_end(prepared, picture)))


def _wanted(scene: Scene, look: Preset, *, polish: float) -> Grade:
    """The grade before the guard. Black-and-white photos are never given a colour."""
    seen = illuminant.estimate(scene)
    exposure = look.exposure * polish + illuminant.exposure(seen, polish=polish)
    brightest = float(np.percentile(light.luminance(scene.linear[::4, ::4]), 99))
    room = float(np.log2(1.05 / max(brightest, 1e-3)))
    temperature, tint = illuminant.white_balance(seen, warmth=look.warmth, polish=polish)
    coloured = not scene.black_and_white
    # A black-and-white photo is given no warmth either.
    return Grade(
        exposure=min(exposure, max(room, 0.0)),
        temperature=temperature * coloured,
        tint=tint * coloured,
        contrast=look.contrast * polish,
    )


def _record(operations: Operations, grade: Grade) -> None:
    operations.record("exposure", grade.exposure)
    operations.record("white_balance", grade.temperature)
    operations.record("tint", grade.tint)
    operations.record("contrast", grade.contrast)
    operations.record("saturation", grade.saturation)


def _behind(scene: Scene, lit: Floats, maps: Shading, variant: Variant, operations: Operations) -> Floats:
    if variant.background == "blur":
        operations.record("background_blur", background.BLUR)
        return background.out_of_focus(scene, lit)
    if variant.background == "keep":
        return lit
    operations.record("background_replaced", 1)
    colour = backdrops.tone(variant.background, variant.preset)
    return background.studio(scene, lit, maps.whole, colour=colour, seed=variant.seed)


def _look_closely(operations: Operations) -> tuple[str, ...]:
    """A matte can lose what no gate sees: fine strands, the end of a braid, hanging earrings."""
    if operations.done.keys().isdisjoint({"background_blur", "background_replaced"}):
        return ()
    return ("Look at your hair and jewellery: a changed background can take fine parts with it.",)


def _log(scene: Scene, operations: Operations, change: Change) -> dict[str, Any]:
    """What a row keeps: operations with their strengths, what they did to the skin, and what to tell the person."""
    return {
        "operations": operations.as_json(),
        "skin": {
            "stops": round(change.stops, 4),
            "dark_half_stops": round(change.halves, 4),
            "chroma": round(change.chroma, 4),
            "hue": round(change.hue, 2),
        },
        "enlarged": round(scene.enlarged, 3),
        "black_and_white": scene.black_and_white,
        "advice": [*scene.advice, *_look_closely(operations)],
    }
