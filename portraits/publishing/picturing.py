"""The pixels of a rendition, in the one order that works: crop, visible label, invisible mark, encode, fingerprints.

XMP and signature follow in `portraits.publishing.renditions`; whatever touched the pixels after the mark, or the bytes after the
signature, would undo them.
"""

import hashlib
import hmac
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from PIL import Image

from generation import picture_files
from generation.head import Head
from policies.placements import Placement
from portraits.models import Portrait
from portraits.provenance import fingerprint, iscc, label, label_icon, mark, pdq
from portraits.provenance.label_icon import Icon
from portraits.provenance.label_places import Box
from portraits.publishing import framing

QUALITIES = (90, 84, 78, 70, 60, 50)
ADDED = 16_384  # bytes that XMP and signature add at most; measured 8 to 9 kB (docs/provenance.md)


class RenditionRefusedError(ValueError):
    """No file can be made for this placement; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The label that is due: its words, empty without one, and what may stand where they do not fit; icons that may stand
    for them, or why none may."""

    text: str
    short: str = ""
    icons: Sequence[Icon] = field(default=())
    why_words: str = ""


@dataclass(frozen=True, slots=True)
class Pictured:
    """An encoded picture, the evidence of its label, and what finds it again. `mark` is empty where none is written."""

    data: bytes
    width: int
    height: int
    label: Mapping[str, Any]
    mark: str
    iscc: str
    pdq: str
    fingerprint: str


def picture(portrait: Portrait, placement: Placement, *, wanted: Wanted, mark_id: str) -> Pictured:
    """The file without its words and signature. Raises RenditionRefusedError."""
    image, evidence = _labelled(portrait, placement, wanted)
    if not marked(placement):
        mark_id = ""
    data = _encode(mark.write(image, mark_id, key=mark_key()) if mark_id else image, placement)
    with Image.open(io.BytesIO(data)) as made:
        seen = made.convert("RGB")
    prints = iscc.of_picture(seen), pdq.of_picture(seen), fingerprint.of_picture(seen)
    return Pictured(data, image.width, image.height, evidence, mark_id, *prints)


def marked(placement: Placement) -> bool:
    """No mark where an identity control compares pixels with a face, nor where there are too few of them."""
    return not placement.is_anchor and min(placement.width, placement.height) >= mark.SMALLEST


def mark_key() -> bytes:
    """The key of this installation's marks: whoever lacks it can neither read nor forge one."""
    return hmac.new(settings.AUDIT_KEY.encode(), b"likeness invisible mark", hashlib.sha256).digest()


def _labelled(portrait: Portrait, placement: Placement, wanted: Wanted) -> tuple[Image.Image, dict[str, Any]]:
    """The crop, with the label in it where one is due, and the label's evidence."""
    with Image.open(io.BytesIO(picture_files.read(portrait.image))) as source:
        whole = source.convert("RGB")
    head, target = Head.from_json(portrait.face), (placement.width, placement.height)
    cut = framing.frame(head, picture=whole.size, target=target, shape=placement.shape, asked=placement.head)
    image = whole.resize(target, Image.Resampling.LANCZOS, box=cut.box, reducing_gap=3)
    if not wanted.text:
        return image, {}
    labelled = _drawn(image, wanted, placement, avoid=framing.features(head, cut))
    return labelled.picture, labelled.evidence.as_json()


def _drawn(image: Image.Image, wanted: Wanted, placement: Placement, *, avoid: Box) -> label.Labelled:
    """The icon that stands out most; without one that does, the words, and why."""
    laid, problems = [], []
    for icon in wanted.icons:
        try:
            laid.append(label_icon.draw(image, icon, placement.shape, avoid=[avoid]))
        except label.LabelError as problem:
            problems.append(str(problem))
    if laid:
        return max(laid, key=lambda each: each.evidence.edge_contrast)
    words = _label(image, [each for each in (wanted.text, wanted.short) if each], placement, avoid=avoid)
    why = wanted.why_words or " ".join(dict.fromkeys(problems))
    return replace(words, evidence=replace(words.evidence, why_words=why))


def _label(image: Image.Image, texts: Sequence[str], placement: Placement, *, avoid: Box) -> label.Labelled:
    """The first of these words that fit."""
    try:
        return label.draw(image, texts[0], placement.shape, avoid=[avoid], font=settings.LABEL_FONT)
    except label.LabelError as problem:
        if texts[1:]:
            return _label(image, texts[1:], placement, avoid=avoid)
        raise RenditionRefusedError(f"{placement.title}: {problem}") from problem


def _encode(image: Image.Image, placement: Placement) -> bytes:
    room = placement.max_bytes - ADDED if placement.max_bytes else None
    for quality in QUALITIES:
        out = io.BytesIO()
        image.save(out, placement.format.upper(), quality=quality)
        if room is None or out.tell() <= room:
            return out.getvalue()
    raise RenditionRefusedError(f"{placement.title} takes {placement.max_bytes} bytes: the picture does not fit.")
