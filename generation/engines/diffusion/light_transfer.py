"""The light of one picture on the pixels of another: what a model is allowed to give to a face.

Method and figures: per channel, the log2 ratio of the Gaussian low-passes of donor and photo, clipped, applied to the
photo. Texture, features and outlines are differences of neighbouring pixels and stay the person's own.
"""

from typing import Final

import numpy as np

from generation import light
from generation.faces.values import Floats

FLOOR: Final = np.float32(0.004)  # linear light: in black the ratio means nothing


def gain(photo: Floats, donor: Floats, *, sigma: float, stops: float, weight: Floats | None = None) -> Floats:
    """How many stops the donor's light differs, f32[H, W, 3], slowly varying, within `stops` either way.

    `photo` and `donor` are linear light f32[H, W, 3] laid over each other, `sigma` is in pixels. With a `weight`
    f32[H, W] only those pixels are listened to, so that a new room does not shine into the outline.
    """
    if weight is None:
        levels = [light.blurred(each, sigma) for each in (donor, photo)]
    else:
        share = light.blurred(weight, sigma)[..., None] + np.float32(1e-4)
        levels = [light.blurred(each * weight[..., None], sigma) / share for each in (donor, photo)]
    after, before = (np.maximum(level, 0) + FLOOR for level in levels)
    return np.asarray(np.log2(after / before).clip(-stops, stops), np.float32)


def lit(photo: Floats, change: Floats, *, polish: float) -> Floats:
    """The photo under that many stops more light, scaled by `polish` 0..1; linear light."""
    return np.asarray(photo * np.exp2(polish * change), np.float32)
