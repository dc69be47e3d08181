"""A screenshot's plain surroundings: what lies around a picture and belongs to nobody's file."""

from PIL import Image, ImageChops

CALM = 6  # grey levels that a plain border may differ in
LEAST = 0.3  # of each side must be left: a portrait before a plain wall is not all border
_LOUD = [255 * (value > CALM) for value in range(256)] * 3


def trimmed(picture: Image.Image) -> Image.Image | None:
    """The picture without a border of one colour, None when it has none."""
    pixels = picture.convert("RGB")
    plain = Image.new("RGB", pixels.size, pixels.getpixel((0, 0)))
    box = ImageChops.difference(pixels, plain).point(_LOUD).getbbox()
    if box is None:
        return None
    wide, high = box[2] - box[0], box[3] - box[1]
    if (wide, high) == picture.size or wide < LEAST * picture.width or high < LEAST * picture.height:
        return None
    return picture.crop(box)
