"""Whose picture is this: from a file, or a random id, to the organisation's own record of what it published.

Four ways, the surest first: the very bytes; the invisible mark; the two fingerprints. Pictures are looked for, never
faces. What is sent in is looked at in memory and forgotten.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from PIL import Image

from generation import picture_files
from portraits.collecting import cleaning
from portraits.models import Rendition
from portraits.provenance import borders, cutting, iscc, mark, matching, pdq, reading
from portraits.provenance.matching import Prints, Shelf
from portraits.provenance.reading import Provenance
from portraits.publishing import picturing, signing

LONGEST = 1024  # pixels that are looked at
LOOKED_AT = 3  # published files whose pixels are held against a picture that may be cut out of one
SCREEN = 2048  # pixels in which a screenshot's border is looked for: it is cut off to the pixel


class How(StrEnum):
    """By what a picture was found."""

    BYTES = "bytes"
    MARK = "mark"
    FINGERPRINT = "fingerprint"


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is. `altered`: it carries our mark, yet looks different from what was published."""

    said: Provenance
    rendition: Rendition | None = None
    how: How | None = None
    altered: bool = False


def find(data: bytes) -> Found:
    """What is known of a picture file. Raises PictureRefusedError for what is no picture, or too large a one."""
    row = _published().filter(sha256=hashlib.sha256(data).hexdigest()).first()
    if row is not None:
        beside = bytes(row.manifest) if row.credentials_beside else None
        return Found(reading.read(data, signing.anchors(), beside=beside), row, How.BYTES)
    said = reading.read(data, signing.anchors())
    look = cleaning.look(
        data, max_bytes=settings.UPLOAD_MAX_BYTES, max_pixels=settings.UPLOAD_MAX_PIXELS, longest=SCREEN
    )
    for picture in (borders.trimmed(look), look):
        if picture is None:
            continue
        picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=2)
        if found := _by_pixels(picture, said):
            return found
    return Found(said)


def by_id(public_id: UUID) -> Rendition | None:
    return _published().filter(public_id=public_id).first()


def _published() -> QuerySet[Rendition]:
    """Files that were shown somewhere at some time: what was only made is nobody's business."""
    shown = Rendition.objects.filter(publications__published_at__isnull=False).distinct()
    return shown.select_related("portrait__person__organisation")


def _by_pixels(picture: Image.Image, said: Provenance) -> Found | None:
    prints = Prints(iscc.of_picture(picture), pdq.of_picture(picture))
    read = mark.read(picture, key=picturing.mark_key())
    row = _published().filter(mark=read.mark_id).first() if read else None
    if row is not None:
        return Found(said, row, How.MARK, altered=not matching.apart(prints, Prints(row.iscc, row.pdq)).same)
    row = _likeliest([near.key for near in _shelf().same(prints)])
    row = row or _cut_from(picture, prints)
    return Found(said, row, How.FINGERPRINT) if row else None


def _cut_from(picture: Image.Image, prints: Prints) -> Rendition | None:
    """The file that a little was cut off: fingerprints say which may be it, their pixels whether it is."""
    near = [each.key for each in _shelf().all_within(prints, pdq=cutting.NEAR_PDQ, iscc=cutting.NEAR_ISCC)]
    rows = _published().in_bulk(near[:LOOKED_AT])
    for row in (rows[key] for key in near if key in rows):
        with Image.open(io.BytesIO(picture_files.read(row.image))) as whole:
            if cutting.found(picture, whole.convert("RGB")):
                return row
    return None


def _likeliest(keys: Sequence[int]) -> Rendition | None:
    """Of files that look the same, as one portrait in several places does: one that is shown now, else the nearest."""
    rows = _published().in_bulk(keys)
    found = [rows[key] for key in keys if key in rows]
    shown = [row for row in found if row.publications.filter(published_at__isnull=False, ended_at=None).exists()]
    return next(iter([*shown, *found]), None)


_lock = Lock()
_kept = Shelf()


def _shelf() -> Shelf:
    """The fingerprints of every rendition, kept by each process; what is new is added, what was erased is dropped."""
    global _kept
    with _lock:
        rows = Rendition.objects.exclude(pdq="")
        now = rows.aggregate(count=Count("pk"), newest=Max("pk"))
        newest = int(_kept.keys.max()) if len(_kept) else 0
        if (now["count"], now["newest"] or 0) != (len(_kept), newest):
            new = _rows(rows.filter(pk__gt=newest))
            if len(_kept) + len(new) == now["count"]:
                _kept.add(new)
            else:
                _kept = Shelf(_rows(rows))
        return _kept


def _rows(rows: QuerySet[Rendition]) -> list[tuple[int, Prints]]:
    return [(pk, Prints(code, print_)) for pk, code, print_ in rows.order_by("pk").values_list("pk", "iscc", "pdq")]
