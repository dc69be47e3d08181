"""The ISCC Image-Code (ISO 24138), 256 bits: the fingerprint on C2PA's list of soft bindings, `io.iscc.v0`."""

import iscc_lib
import numpy as np
from PIL import Image

ALGORITHM = "io.iscc.v0"
BITS = 256
SIDE = 32  # the standard's normalised picture


def of_picture(picture: Image.Image) -> str:
    """The code of an upright sRGB picture: "ISCC:" and its base 32 text."""
    grey = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    return iscc_lib.gen_image_code_v0(np.asarray(grey).tobytes(), BITS).iscc


def digest(code: str) -> bytes:
    """The 32 bytes that are compared; ValueError for what is no code of this kind."""
    kind, _, _, _, body = iscc_lib.iscc_decode(code)
    if kind is not iscc_lib.MT.CONTENT or len(body) * 8 != BITS:
        raise ValueError(f"{code[:80]!r} is not an ISCC image code of {BITS} bits.")
    return body
