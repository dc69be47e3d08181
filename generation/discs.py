"""The round kernel of morphological operations, in pixels to every side."""

import cv2
import numpy as np
from numpy.typing import NDArray


def disc(radius: int) -> NDArray[np.uint8]:
    """u8[2 radius + 1, 2 radius + 1]: what is grown or drawn in by it moves `radius` pixels."""
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)), np.uint8)
