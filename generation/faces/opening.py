"""The pixels of a picture file that intake wrote, in half of Pillow's time: a phone's picture is decoded by OpenCV."""

from typing import Final

import cv2
import numpy as np

from generation.faces.values import Picture

FLAGS: Final = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION


def opened(data: bytes) -> Picture:
    """Upright sRGB H x W x 3 of a JPEG file without a colour profile: bit for bit what Pillow makes of it.

    Raises ValueError for a file that cannot be read.
    """
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), FLAGS)
    if picture is None:
        raise ValueError("The stored picture cannot be decoded.")
    return np.asarray(picture, np.uint8)
