"""What becomes of a model's picture: light for the person's own pixels, a room behind them, or all of it."""

from typing import Any, Final

import cv2
import numpy as np

from generation import faces, light
from generation.discs import disc
from generation.engines.base import EngineError
from generation.engines.diffusion import light_transfer
from generation.engines.diffusion.registration import registered
from generation.engines.refine import matte
from generation.engines.refine.scene import Scene
from generation.faces.values import Floats, Picture
from generation.method import Finish
from generation.recipe import Variant

MARGIN: Final = 0.008  # of the height, around the person: pixels of a relit room begin outside it
_SOLID: Final = 0.9  # share from which nothing of the room is seen through it
_PERSON: Final = 0.1  # share of a pixel from which it counts as the person's


def finished(scene: Scene, donor: Picture, variant: Variant, finish: Finish) -> tuple[Picture, dict[str, Any]]:
    """The candidate in the crop's frame and what was done, with strengths. `donor` has the crop's size.

    Raises EngineError donor_differs when the donor's face cannot be laid over the person's.
    """
    if finish.mode == "as-is":
        return _whole(donor), {"generated": 1.0}
    if finish.mode == "background-only":
        return _cut_out(scene, donor), {"background_generated": 1.0}
    return _relit(scene, registered(donor, scene.face), variant, finish)


def paintable(scene: Scene) -> Floats:
    """1 where a model that is given a mask paints, f32[H, W]: all of the room, and behind the finest of the hair."""
    return np.asarray(scene.alpha < _SOLID, np.float32)


def outside(scene: Scene) -> Floats:
    """1 where pixels of a relit room may stand, f32[H, W]: soft, and exactly 0 on the person and the margin around.

    The margin hides that a model never draws the outline twice at the same place; the room there is the photo's own.
    """
    radius = max(1, round(MARGIN * scene.crop.shape[0]))
    person = np.asarray(scene.alpha > _PERSON, np.float32)
    own = np.asarray(cv2.dilate(person, disc(radius)), np.float32)
    wider = np.asarray(cv2.dilate(own, disc(radius)), np.float32)
    return np.asarray(np.where(own > 0, 0, 1 - light.blurred(wider, radius / 2)).clip(0, 1), np.float32)


def _relit(scene: Scene, donor: Picture, variant: Variant, finish: Finish) -> tuple[Picture, dict[str, Any]]:
    """The person's own pixels in the donor's light; the room is the photo's own, or the donor's."""
    if variant.polish <= 0 and variant.background == "keep":
        return scene.crop.copy(), {}
    own_room = variant.background == "keep"
    change = light_transfer.gain(
        scene.linear,
        light.linear(donor),
        sigma=finish.sigma * scene.face_width,
        stops=finish.stops,
        weight=None if own_room else scene.alpha,
    )
    person = light_transfer.lit(scene.linear, change, polish=variant.polish)
    done = {"light_transfer": round(variant.polish * float(np.abs(change).max()), 4)}
    if own_room:
        return light.encoded(person), done
    return _before(scene, person, donor), {**done, "background_generated": 1.0}


def _before(scene: Scene, person: Floats, donor: Picture) -> Picture:
    """The person and a margin, linear light, in the donor's picture of the same room."""
    room = outside(scene)[..., None]
    composed = light.encoded(np.asarray(person * (1 - room) + light.linear(donor) * room, np.float32))
    return np.where(room > 0, composed, light.encoded(person))


def _cut_out(scene: Scene, donor: Picture) -> Picture:
    """The person by their matte, with the old room's colour taken out of mixed pixels: a margin of it would be a halo."""
    share = scene.alpha[..., None]
    composed = matte.foreground(scene.linear, scene.alpha) * share + light.linear(donor) * (1 - share)
    return light.encoded(np.asarray(composed, np.float32))


def _whole(donor: Picture) -> Picture:
    """The model's picture itself. It goes through the same gates, which need a face to look at."""
    try:
        faces.subject(donor)
    except faces.FaceError as problem:
        raise EngineError("donor_differs", f"The model's picture cannot be used: {problem}") from problem
    return donor
