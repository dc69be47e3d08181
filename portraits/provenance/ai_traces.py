"""Traces that picture generators leave in metadata: names in software fields, generation settings in comments.

A trace is a hint and nobody's signature: easy to strip, easy to forge. Its absence says nothing. Names are looked for
where software writes its name; captions, in which people write about anything, only for the settings' own grammar.
"""

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import ExifTags, Image

from portraits.provenance import aigc

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
LONGEST = 20_000  # characters of one field that are looked at
NAMES = re.compile(
    r"midjourney|stable[ _-]?diffusion|sdxl|\bdall[\W_]e\b|\bdalle[- ]?[23]|adobe firefly|firefly (image|\d)|novelai|comfyui|invokeai|automatic1111|"
    r"dreamstudio|leonardo\.ai|ideogram|chatgpt|gpt-?4o|gpt-image|openai|bing image creator|imagine(d)? with (meta )?ai|"
    r"made with google ai|google imagen|imagen \d|grok imagine|flux\.1|black forest labs|nightcafe|playground ai|"
    r"headshotpro",
    re.IGNORECASE,
)
SETTINGS = re.compile(
    r"\bsteps: ?\d+.{0,200}?\b(sampler|cfg scale|seed): ?\w|\bjob id: ?[0-9a-f]{8}-|--(ar|v|stylize|chaos) \d.{0,200}--|"
    r'"class_type" ?: ?"k?sampler',
    re.IGNORECASE | re.DOTALL,
)
SOFTWARE_FIELDS = ("Software", "software", "Source", "ProcessingSoftware")
GENERATOR_FIELDS = {  # PNG text chunks that only one family of programs writes
    "parameters": "Stable Diffusion",
    "sd-metadata": "InvokeAI",
    "invokeai_metadata": "InvokeAI",
    "invokeai_graph": "InvokeAI",
    "Dream": "InvokeAI",
    "workflow": "ComfyUI",
    "generation_data": "Stable Diffusion",
}


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a generator showed, and its name as found there."""

    field: str
    name: str


def in_software(field: str, text: str) -> Trace | None:
    """A trace in a field that names software or a credit."""
    found = NAMES.search(text[:LONGEST])
    return Trace(field, found[0]) if found else None


def in_file(data: bytes) -> tuple[Trace, ...]:
    """Traces in EXIF, comments and PNG text; none in a file that cannot be opened. Decodes no pixel."""
    fields = _fields(data)
    found = [_trace(field, text[:LONGEST]) for field, text in fields]
    return tuple(dict.fromkeys(trace for trace in found if trace))


def _trace(field: str, text: str) -> Trace | None:
    if field in GENERATOR_FIELDS:
        return Trace(field, GENERATOR_FIELDS[field])
    if field == aigc.KEY and (label := aigc.parse(text)):
        return Trace("AIGC label", label.producer or "no producer named")
    if SETTINGS.search(text):
        return Trace(field, "generation settings")
    return in_software(field, text) if field in SOFTWARE_FIELDS else None


def _fields(data: bytes) -> list[tuple[str, str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # broken EXIF blocks and large pictures warn; neither is decoded here
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                return [*_texts(image), *_exif(image)]
        except Exception:  # noqa: BLE001 (readers raise anything on hostile files; they say nothing then)
            return []


def _texts(image: Image.Image) -> Iterator[tuple[str, str]]:
    for field, value in image.info.items():
        if isinstance(value, bytes) and field == "comment":
            yield field, value.decode("latin-1")
        elif isinstance(value, str):
            yield str(field), value


def _exif(image: Image.Image) -> Iterator[tuple[str, str]]:
    exif = Image.Exif()
    exif.load(image.info.get("exif") or b"")  # Image.getexif would decode a PNG to its end
    for tags in (exif, exif.get_ifd(ExifTags.IFD.Exif)):
        for tag, value in tags.items():
            yield ExifTags.TAGS.get(tag, str(tag)), _readable(value)


def _readable(value: object) -> str:
    """EXIF comments carry eight bytes that name their encoding, and come in UTF-16 as often as not."""
    if not isinstance(value, bytes):
        return value if isinstance(value, str) else ""
    if value.startswith(b"UNICODE\0"):
        body = value[8:]
        return body.decode("utf-16-be" if body[:1] == b"\0" else "utf-16-le", errors="replace")
    return value.removeprefix(b"ASCII\0\0\0").decode("latin-1")
