"""Pictures as the files people send."""

import io

import numpy as np
from PIL import Image


def jpeg(picture: np.ndarray, **options) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=92, **options)
    return out.getvalue()
