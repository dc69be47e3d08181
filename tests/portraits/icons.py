"""Label icons as publishers make them: letters in a ring on a transparent ground, black or white, full or half opaque."""

import io

from PIL import Image, ImageDraw, ImageFont

from portraits.provenance.label_fonts import FOLDER

BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def drawn(
    colour: tuple[int, int, int] = BLACK, *, opacity: int = 255, size: tuple[int, int] = (420, 240)
) -> Image.Image:
    picture = Image.new("RGBA", size, (*colour, 0))
    pen, (width, height) = ImageDraw.Draw(picture), size
    pen.rounded_rectangle((8, 8, width - 9, height - 9), height // 3, outline=(*colour, opacity), width=height // 10)
    font = ImageFont.truetype(FOLDER / "latin.ttf", height // 2)
    pen.text((width / 2, height / 2), "AI", (*colour, opacity), font, anchor="mm")
    return picture


def plate(inside: tuple[int, int, int], letters: tuple[int, int, int]) -> Image.Image:
    """One that brings its ground along."""
    picture = Image.new("RGBA", (420, 240), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, 419, 239), 60, fill=(*inside, 255))
    pen.text((210, 120), "AI", letters, ImageFont.truetype(FOLDER / "latin.ttf", 150), anchor="mm")
    return picture


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def icon(colour: tuple[int, int, int] = BLACK, *, opacity: int = 255) -> bytes:
    return png(drawn(colour, opacity=opacity))
