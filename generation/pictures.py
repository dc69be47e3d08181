"""Pictures as files and as arrays: decoded the same way everywhere."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]
JPEG_QUALITY = 95  # with full colour resolution: a gate compares textures of two such files
STRIP = 256  # rows


def encode(picture: Picture) -> bytes:
    """A JPEG of an upright sRGB array H x W x 3, uint8."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return out.getvalue()


def decode(data: bytes) -> Picture:
    """The upright sRGB array of a file that intake or this module wrote."""
    with Image.open(io.BytesIO(data)) as image:
        return _array(image)


def decode_reduced(data: bytes, *, longest: int) -> Picture:
    """The same, no longer than `longest` pixels: decoded small, because decoding is what takes the time."""
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (longest, longest))
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2)
        return _array(image)


def _array(image: Image.Image) -> Picture:
    """The pixels, in strips: Pillow hands over a whole picture through several copies of it, which takes as long again
    as decoding. Converting what is RGB already would be one more."""
    rgb = image if image.mode == "RGB" else image.convert("RGB")
    out = np.empty((rgb.height, rgb.width, 3), np.uint8)
    for top in range(0, rgb.height, STRIP):
        bottom = min(rgb.height, top + STRIP)
        out[top:bottom] = np.asarray(rgb.crop((0, top, rgb.width, bottom)))
    return out
