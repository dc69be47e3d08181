"""Whether a new photo is another file of one that is here already: cropped, mirrored, made grey, sent on by a chat."""

from collections.abc import Sequence

from generation import faces, picture_files, pictures
from generation.head import Head
from portraits.models import Photo
from portraits.provenance import fingerprint

NEAR = 4  # bits of 64: files of one exposure differ by 0 to 2, different portraits by 10 at least (9,180 pairs)
COPY = 0.35  # distance: files of one exposure lie at 0.18 (95 % below 0.27), mirrored ones below 0.28
LAID = 3  # photos the new one is laid over: a copy is among the nearest
DETAIL = 200  # pixels of a face's height: three times what laying one over the other looks at


Known = Sequence[tuple[Photo, faces.Template | None]]


def original_of(photo: Photo, picture: pictures.Picture, measured: faces.Measurement, known: Known) -> Photo | None:
    """The photo among `known` of the person that this is another file of. `picture` is the photo, decoded."""
    if photo.simulated:
        return None  # made from another picture by definition, and marked so
    real = [(other, template) for other, template in known if not other.simulated]
    for other, _ in real:
        if fingerprint.distance(photo.fingerprint, other.fingerprint) <= NEAR:
            return other
    near = _nearest(measured.template, [each for each in real if each[0].image])
    return next((other for other in near if _same_exposure(picture, measured.face, other)), None)


def _nearest(template: faces.Template | None, known: Known) -> list[Photo]:
    """The few whose faces are near enough to be worth laying over each other."""
    if template is None:
        return []
    distances = [(faces.distance(template, theirs), other) for other, theirs in known if theirs is not None]
    near = sorted((each for each in distances if each[0] <= COPY), key=lambda each: each[0])
    return [other for _, other in near[:LAID]]


def _same_exposure(picture: pictures.Picture, face: faces.Face, other: Photo) -> bool:
    small = picture_files.load_reduced(other.image, longest=_enough(other))
    found = faces.faces(small)
    return bool(found) and faces.same_picture(picture, small, faces=(face, found[0])).same


def _enough(photo: Photo) -> int:
    """The longer side at which the face keeps the detail that is looked at: decoding small is what takes no time."""
    longest = max(photo.width, photo.height)
    return min(longest, round(longest * DETAIL / max(Head.from_json(photo.face).face_height, 1.0)))
