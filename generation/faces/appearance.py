"""Whether glasses were put on, taken off or exchanged between two pictures of one person: the one change of appearance
that region comparison was measured to see (docs/decisions/0002-faces.md). A hint for a person to confirm, never a verdict."""

from typing import Final

import numpy as np

from generation.faces import rims
from generation.faces.geometry import eye_distance
from generation.faces.quality.posture import yaw
from generation.faces.rims import Rims
from generation.faces.single_face import subject
from generation.faces.values import Box, Evidence, Face, Picture

LEVELS: Final = (44.0, 28.0)  # pixels between the outer eye corners; thin rims vanish below 28
CLIPPED: Final = 0.02  # share of the cheeks that is plain white: the only light that was seen to raise false alarms
TURNED: Final = 25.0  # degrees of yaw
CLEAR: Final = 2.2  # z at which 13 of 20 real changes were caught with 5 % false alarms

# Standard deviation (1.4826 x MAD) of the log differences between two unlabelled real pictures of one person, by level;
# temples, edges and residual partly from the picture pack.
SIGMA: Final[dict[float, Rims]] = {
    44.0: Rims(bridge=0.44, residual=0.44, under_eye=0.32, temple=0.42, edge=0.48),
    28.0: Rims(bridge=0.62, residual=0.55, under_eye=0.53, temple=0.44, edge=0.30),
}
SPREAD_OF_MEAN: Final = 1.58  # brings the mean of five correlated z back to unit variance


def glasses_evidence(reference: Picture, probe: Picture) -> Evidence:
    """Compare the regions where frames are seen. `strength` is in standard deviations, from 0; 2.2 is clear, 1.7 worth a look.

    It is None, with the reason, when the pictures cannot tell. Raises FaceError when one has no single face, and ValueError.
    """
    pictures = (reference, probe)
    faces = (subject(reference), subject(probe))
    doubt = next((reason for reason in map(_doubt, pictures, faces) if reason), "")
    if doubt:
        return Evidence("glasses", None, usable=False, reason=f"Cannot tell: {doubt}.")
    level = next(each for each in LEVELS if min(map(eye_distance, faces)) >= each)
    before, after = (rims.measure(picture, face, level) for picture, face in zip(pictures, faces, strict=True))
    scores = _scores(before, after, SIGMA[level])
    strength = (SPREAD_OF_MEAN * abs(float(scores.mean())) + abs(float(scores[0]))) / 2
    return Evidence("glasses", strength, usable=True, reason=_reason(strength, worn=float(scores.mean()) > 0))


def _scores(before: Rims, after: Rims, sigma: Rims) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Signed z of each measure, the bridge first; positive when the probe shows more of a frame."""
    steps = np.log(np.array(after) + rims.FLOOR) - np.log(np.array(before) + rims.FLOOR)
    return np.asarray(steps / np.array(sigma), np.float64).clip(-8, 8)


def _reason(strength: float, *, worn: bool) -> str:
    if strength < CLEAR:
        return "No clear difference in glasses."
    if worn:
        return "The newer picture seems to show glasses, or heavier ones, that the portrait does not."
    return "The portrait seems to show glasses, or heavier ones, that the newer picture does not."


def _doubt(picture: Picture, face: Face) -> str:
    """Why one picture cannot be judged; empty when it can."""
    if eye_distance(face) < min(LEVELS):
        return "a face has fewer than 28 pixels between the outer corners of the eyes"
    if abs(yaw(face)) > TURNED:
        return "a head is turned too far"
    if not _inside(face.box, picture):
        return "a face is cut off at the edge of its picture"
    if rims.clipped_share(picture, face) > CLIPPED:
        return "a face is over-exposed"
    return ""


def _inside(box: Box, picture: Picture) -> bool:
    height, width = picture.shape[:2]
    return box.left >= 0 and box.top >= 0 and box.right <= width and box.bottom <= height
