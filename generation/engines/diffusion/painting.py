"""One picture asked of a pipeline: the crop and the words in, a picture of the same frame out."""

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generation.engines.base import EngineError, Told
from generation.engines.diffusion.ladder import fitted, placed
from generation.engines.diffusion.loading import Loaded, libraries
from generation.faces.values import Floats, Picture
from generation.method import Inputs, Method
from generation.recipe import Variant

BLACK: Final = 2.0  # mean code below which a picture is not one


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What a model is shown: the crop, `room` f32[H, W], 1 where a pipeline with a mask may paint, and other real photos."""

    crop: Picture
    room: Floats
    references: tuple[Picture, ...] = ()


def painted(loaded: Loaded, method: Method, variant: Variant, asked: Asked, *, told: Told) -> Picture:
    """The model's picture, as large as the crop.

    Raises EngineError out_of_memory or broken_picture or call_refused, and whatever `told` raises, within one step.
    """

    def make(ready: Loaded) -> Any:
        placed(ready)
        given = arguments(method, variant, asked, shrink=ready.shrink)
        try:
            return _called(ready.pipeline, given, told)
        except (ValueError, TypeError) as problem:
            raise EngineError(
                "call_refused", f"{method.pipeline.name} refused what it was given: {problem}"
            ) from problem

    made = fitted(loaded, method.memory, make)
    height, width = asked.crop.shape[:2]
    return np.asarray(cv2.resize(checked(made), (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def arguments(method: Method, variant: Variant, asked: Asked, *, shrink: float = 1.0) -> dict[str, Any]:
    """What the pipeline is called with, under its own names. The noise is drawn on the CPU: a seed is the same noise on
    every accelerator."""
    torch, _ = libraries()
    height, width = grid(asked.crop.shape, method.inputs, shrink=shrink)
    shown = [
        _resized(asked.crop, width, height),
        *(_normalised(each, method.inputs, shrink) for each in asked.references),
    ]
    roles = {
        "picture": shown if method.inputs.references else shown[0],
        "prompt": method.prompts[variant.preset].text,
        "mask": _resized(np.asarray(asked.room * 255, np.uint8), width, height),
        "height": height,
        "width": width,
        "area": height * width,
    }
    given = {name: roles[role] for role, name in method.argument_map.items()}
    return {
        **method.call,
        **given,
        "generator": torch.Generator("cpu").manual_seed(variant.seed),
        "output_type": "np",
    }


def grid(shape: tuple[int, ...], inputs: Inputs, *, shrink: float = 1.0) -> tuple[int, int]:
    """Height and width in whole blocks, at most `max_pixels`, never larger than the crop but for the rounding."""
    height, width = shape[:2]
    factor = shrink * min(1.0, float(np.sqrt(inputs.max_pixels / (height * width))))
    block = inputs.multiple_of
    tall, wide = (max(block, int(side * factor / block) * block) for side in (height, width))
    return tall, wide


def checked(made: NDArray[Any]) -> Picture:
    """sRGB codes of a pipeline's output f[H, W, 3] of 0..1. Raises EngineError broken_picture for NaN and for black."""
    if not np.isfinite(made).all():
        raise EngineError(
            "broken_picture", "The model made no picture but numbers that are none: its precision is wrong."
        )
    codes = np.asarray(np.round(made.clip(0, 1) * 255), np.uint8)
    if codes.mean() < BLACK:
        raise EngineError("broken_picture", "The model made a black picture.")
    return codes


def _called(pipeline: Any, given: dict[str, Any], told: Told) -> NDArray[Any]:
    def after_step(pipe: Any, step: int, _moment: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        told(min(1.0, (step + 1) / max(1, getattr(pipe, "num_timesteps", None) or 1)))
        return tensors

    try:
        made = pipeline(**given, callback_on_step_end=after_step)
    except BaseException:
        pipeline.maybe_free_model_hooks()  # left half-way, a model would stay on the accelerator
        raise
    return np.asarray(made.images[0], np.float32)


def _normalised(picture: Picture, inputs: Inputs, shrink: float) -> Image.Image:
    """Another photo of the person, no larger than the crop may be: memory depends on everything that is shown."""
    height, width = grid(picture.shape, inputs, shrink=shrink)
    return _resized(picture, width, height)


def _resized(picture: NDArray[np.uint8], width: int, height: int) -> Image.Image:
    image = Image.fromarray(picture)
    return image if image.size == (width, height) else image.resize((width, height), Image.Resampling.LANCZOS)
