"""The photo a picture was made from, cut so that the face lies where it lies in the picture: for holding side by side."""

from typing import Any, Protocol

from django.http import Http404
from django.shortcuts import get_object_or_404
from PIL import Image

from generation.head import Head
from generation.models import Candidate
from portraits.models import Photo, Portrait
from portraits.views.pictures.thumbnails import Size

Box = tuple[float, float, float, float]


class Faced(Protocol):
    sha256: str
    width: int
    height: int
    face: dict[str, Any]


def source_of(picture: Candidate | Portrait) -> Photo:
    """The photo whose pixels a candidate, or the portrait made of it, was rendered from."""
    candidate = picture.candidate if isinstance(picture, Portrait) else picture
    if candidate is None:
        raise Http404
    return get_object_or_404(Photo, person=candidate.run.person, sha256=candidate.run.source_sha256)


def box_like(source: Faced, picture: Faced) -> Box:
    """Where to cut `source` (pixels) so that eyes and face height fall as in `picture`; the whole of it without faces."""
    if not source.face or not picture.face:
        return (0, 0, source.width, source.height)
    there, here = Head.from_json(source.face), Head.from_json(picture.face)
    scale = there.face_height / max(here.face_height, 1.0)
    left, top = (there.eyes[0] - here.eyes[0] * scale, there.eyes[1] - here.eyes[1] * scale)
    return (left, top, left + picture.width * scale, top + picture.height * scale)


def cut(image: Image.Image, box: Box, size: Size, ratio: float) -> Image.Image:
    """The box, `size.width` pixels wide; what lies outside the photo stays paper-coloured."""
    target = (size.width, max(1, round(size.width * ratio)))
    scale = target[0] / (box[2] - box[0])
    matrix = (1 / scale, 0, box[0], 0, 1 / scale, box[1])
    reduced = image.convert("RGB")
    return reduced.transform(
        target, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC, fillcolor=(239, 236, 230)
    )
