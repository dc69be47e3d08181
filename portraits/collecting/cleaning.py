"""What a picture file must be to be taken in, and what is left of it afterwards.

Taken: one still picture in a common photo format, of a size that a face can be seen on. Left: upright sRGB pixels in
a fresh JPEG file, and the day the camera wrote. Gone: everything else that travelled with it - place, serial numbers,
names, thumbnails. Limits on bytes and pixels are held before anything is decoded.
"""

import io
import warnings
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pi_heif
from PIL import ExifTags, Image, ImageCms, ImageOps, JpegImagePlugin, UnidentifiedImageError

from portraits.collecting import capture_time

Image.init()
pi_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
OTHER_FORMATS: dict[str, bytes | tuple[bytes, ...]] = {  # told from their first bytes, never decoded
    "GIF": b"GIF8",
    "TIFF": (b"II*\0", b"MM\0*"),
    "BMP": b"BM",
    "JPEG 2000": (b"\0\0\0\x0cjP", b"\xff\x4f\xff\x51"),
    "Photoshop": b"8BPS",
    "icon": (b"\0\0\1\0", b"icns"),
    "PDF": b"%PDF",
}
OUR_FORMATS = (  # where and how their files begin; whether every browser shows them
    ("JPEG", 0, b"\xff\xd8", True),
    ("PNG", 0, b"\x89P", True),
    ("WebP", 8, b"WEBP", True),
    ("HEIC or AVIF", 4, b"ftyp", False),
)
SAY_FORMATS = "Send a JPEG, PNG, WebP, HEIC or AVIF file."
SHORTEST_SIDE = 96  # pixels: under it no face measure means anything (shared facts on detection)
EMPTY = "The file is empty."
TOO_MANY_BYTES = "The file is larger than {most} MB."
TOO_MANY_PIXELS = "The picture has more than {most:g} megapixels. Send a smaller version."
TOO_SMALL = f"The picture is {{width}} x {{height}} pixels: at least {SHORTEST_SIDE} are needed."
DAMAGED = "The file is damaged and cannot be read whole. Send the original again."
OTHER = f"This is a {{name}} file. {SAY_FORMATS}"
UNKNOWN = f"This is not a picture we can read. {SAY_FORMATS}"
SMALL = 256  # pixels of the shorter side, or a little more
FULL, QUARTER = 0, 2  # resolution of colour, as Pillow numbers it: 4:4:4 and 4:2:0
SRGB = ImageCms.createProfile("sRGB")


class PictureRefusedError(ValueError):
    """The file cannot be taken in. `code` for programs, the sentence for the person."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Clean:
    """A cleaned picture: a JPEG file without metadata, its size in pixels, and when the camera says it was taken.

    `small` is the same picture at some 256 pixels, so that nobody has to decode the file again for a look at the whole.
    """

    data: bytes
    width: int
    height: int
    captured_at: datetime | None
    small: Image.Image


def clean(data: bytes, *, max_bytes: int, max_pixels: int, now: datetime) -> Clean:
    """Take in one picture file; PictureRefusedError with a sentence for the person when that cannot be done.

    `now`: the moment, in the zone that a camera without one is taken to mean.
    """
    if not data:
        raise PictureRefusedError("empty", EMPTY)
    if len(data) > max_bytes:
        raise PictureRefusedError("too_many_bytes", TOO_MANY_BYTES.format(most=max_bytes // 1_000_000))
    with warnings.catch_warnings():
        # Pillow warns of pictures over its own limit, where the operator's is what counts, and of broken EXIF blocks,
        # which are dropped anyway.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        warnings.simplefilter("ignore", UserWarning)
        image = _open(data, max_pixels)
        _hold_limits(image, max_pixels)
        _load(image, max_pixels)  # before anything asks for metadata, which would swallow a broken end of file
        captured_at = capture_time.written(image, now)
        upright = _upright(image)
    upright.info = {}  # a comment of the file would be written into the new one
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=95, subsampling=_subsampling(image))
    small = upright.reduce(max(1, min(upright.size) // SMALL))
    return Clean(out.getvalue(), upright.width, upright.height, captured_at, small)


def _subsampling(image: Image.Image) -> int:
    """Full resolution of colour, unless the file that came had a quarter of it: more would only take longer to read."""
    came = JpegImagePlugin.get_sampling(image) if isinstance(image, JpegImagePlugin.JpegImageFile) else FULL
    return QUARTER if came == QUARTER else FULL


def look(data: bytes, *, max_bytes: int, max_pixels: int, longest: int) -> Image.Image:
    """The upright sRGB pixels of a file, reduced to `longest`, for a glance in memory. PictureRefusedError as above."""
    if not data or len(data) > max_bytes:
        raise PictureRefusedError("too_many_bytes", f"Send one picture of at most {max_bytes // 1_000_000} MB.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as in `clean`
        image = _open(data, max_pixels)
        _hold_limits(image, max_pixels)
        image.draft("RGB", (longest, longest))  # a JPEG is decoded no larger than it is looked at
        _load(image, max_pixels)
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2)
        return _upright(image)


def _open(data: bytes, max_pixels: int) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise _why_not(data) from None
    except Image.DecompressionBombError:
        raise _too_many_pixels(max_pixels) from None
    except Exception:  # noqa: BLE001 (decoders raise anything on hostile files; the person gets one sentence)
        raise _damaged() from None


def first_look(*, max_bytes: int, max_pixels: int) -> dict[str, Any]:
    """What a browser needs to say the same of a file before it is sent: limits, beginnings of files, sentences."""
    theirs = [
        (name, begins)
        for name, each in OTHER_FORMATS.items()
        for begins in ([each] if isinstance(each, bytes) else each)
    ]
    return {
        "most_bytes": max_bytes,
        "most_pixels": max_pixels,
        "shortest": SHORTEST_SIDE,
        "empty": EMPTY,
        "too_many_bytes": TOO_MANY_BYTES.format(most=max_bytes // 1_000_000),
        "too_many_pixels": TOO_MANY_PIXELS.format(most=max_pixels / 1e6),
        "too_small": TOO_SMALL,
        "damaged": DAMAGED,
        "unknown": UNKNOWN,
        "ours": [{"at": at, "bytes": begins.hex(), "everywhere": shown} for _, at, begins, shown in OUR_FORMATS],
        "theirs": [{"begins": begins.hex(), "sentence": OTHER.format(name=name)} for name, begins in theirs],
    }


def _why_not(data: bytes) -> PictureRefusedError:
    for name, beginning in OTHER_FORMATS.items():
        if data.startswith(beginning):
            return PictureRefusedError("format", OTHER.format(name=name))
    if any(data.startswith(begins, at) for _, at, begins, _ in OUR_FORMATS):
        return _damaged()
    return PictureRefusedError("format", UNKNOWN)


def _hold_limits(image: Image.Image, max_pixels: int) -> None:
    if image.width * image.height > max_pixels:
        raise _too_many_pixels(max_pixels)
    if min(image.size) < SHORTEST_SIDE:
        raise PictureRefusedError("too_small", TOO_SMALL.format(width=image.width, height=image.height))
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise PictureRefusedError("animated", "The picture moves. Send a still one.")


def _load(image: Image.Image, max_pixels: int) -> None:
    try:
        image.seek(0)
        image.load()
    except Image.DecompressionBombError:
        raise _too_many_pixels(max_pixels) from None
    except Exception:  # noqa: BLE001 (as above)
        raise _damaged() from None


def _upright(image: Image.Image) -> Image.Image:
    try:
        turned = ImageOps.exif_transpose(image) if _lies(image) else image
    except Exception:  # noqa: BLE001 (a broken EXIF block turns nothing)
        turned = image
    return _on_white(_to_srgb(turned))


def _lies(image: Image.Image) -> bool:
    """Whether the camera says how to turn it; Pillow would copy every other picture too."""
    return bool(image.getexif().get(ExifTags.Base.Orientation, 1) != 1)


def _to_srgb(image: Image.Image) -> Image.Image:
    """Convert through the file's own colour profile; a profile that cannot be read counts as none."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, SRGB, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        _, high = image.getextrema()
        scale = 255 / 65535 if isinstance(high, int | float) and high > 255 else 1
        image = image.convert("F").point(lambda value: value * scale).convert("L")
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    return image if image.mode == "RGB" else image.convert("RGB")


def _damaged() -> PictureRefusedError:
    return PictureRefusedError("damaged", DAMAGED)


def _too_many_pixels(most: int) -> PictureRefusedError:
    return PictureRefusedError("too_many_pixels", TOO_MANY_PIXELS.format(most=most / 1e6))
