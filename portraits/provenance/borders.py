"""A screenshot's plain surroundings: what lies around a picture and belongs to nobody's file."""

import numpy as np
from PIL import Image

CALM = 6  # grey levels that a plain border may differ in
LEAST = 0.3  # of each side must be left: a portrait before a plain wall is not all border


def trimmed(picture: Image.Image) -> Image.Image | None:
    """The picture without a border of one colour, None when it has none."""
    pixels = np.asarray(picture.convert("RGB"), dtype=np.int16)
    inside = np.abs(pixels - pixels[0, 0]).max(axis=2) > CALM
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not rows.size or not columns.size:
        return None
    box = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    wide, high = box[2] - box[0], box[3] - box[1]
    if (wide, high) == picture.size or wide < LEAST * picture.width or high < LEAST * picture.height:
        return None
    return picture.crop(box)
