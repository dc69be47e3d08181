"""Where a label may lie: whole inside the crop that the placement shows, clear of the face, low and to the right first.

Pure geometry in pixels. A pill is the hull of two discs, and every crop is convex: a crop holds a pill when it holds
both discs.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Box = tuple[int, int, int, int]  # left, top, right, bottom

SHAPES = ("circle", "rounded", "square", "rectangle")
MARGIN = 0.035  # of the short side, between the pill and the edge of the crop
CENTRE_WITHIN = 0.80  # of a circle's radius: the pill's centre is never further out
ROUNDING = 0.25  # of the short side: the roundest corners that a platform cuts
FACE = (0.25, 0.12, 0.75, 0.70)  # of width and height; the chin is at 0.66 to 0.70 for every shape there
DIRECTIONS = {
    "lower right": (1, 1),
    "lower centre": (0, 1),
    "lower left": (-1, 1),
    "upper right": (1, -1),
    "upper left": (-1, -1),
    "upper centre": (0, -1),
}
ORDER = {
    "circle": ("lower centre", "lower right", "lower left", "upper right", "upper left", "upper centre"),
    "rounded": ("lower right", "lower left", "lower centre", "upper right", "upper left", "upper centre"),
}


@dataclass(frozen=True, slots=True)
class Place:
    box: Box
    corner: str


def place(size: tuple[int, int], pill: tuple[int, int], shape: str, avoid: Sequence[Box] = ()) -> Place | None:
    """The outermost place for a `pill` (width, height) in a picture of `size`, corner by corner; None when none holds.

    `shape` is the crop: circle (inscribed in the centre square), rounded, square or rectangle.
    """
    for corner in ORDER.get(shape, ORDER["rounded"]):
        for box in _inwards(size, pill, DIRECTIONS[corner]):
            if any(_overlap(box, face) for face in avoid):
                continue
            if _margin_kept(size, box, shape):
                return Place(box, corner)
    return None


def usual_face(size: tuple[int, int]) -> Box:
    """Where brow to chin lie in a portrait framed as `portraits.publishing.framing` frames it, for want of the face itself."""
    width, height = size
    left, top, right, bottom = FACE
    return round(left * width), round(top * height), round(right * width), round(bottom * height)


def holds(size: tuple[int, int], box: Box, shape: str, *, margin: float = 0.0) -> bool:
    """Whether the crop shows the whole pill of `box`, `margin` pixels from its edge."""
    left, top, right, bottom = box
    radius = (bottom - top) / 2
    middle = (top + bottom) / 2
    return all(_holds_disc(size, x, middle, radius + margin, shape) for x in (left + radius, right - radius))


def _margin_kept(size: tuple[int, int], box: Box, shape: str) -> bool:
    short = min(size)
    if shape == "circle":
        x, y = _from_centre(size, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        if math.hypot(x, y) > CENTRE_WITHIN * short / 2:
            return False
    return holds(size, box, shape, margin=MARGIN * short)


def _inwards(size: tuple[int, int], pill: tuple[int, int], direction: tuple[int, int]) -> Iterator[Box]:
    """Boxes on the way from a corner of the picture to its centre, as far from the one edge as from the other."""
    room = size[0] - pill[0], size[1] - pill[1]
    if min(room) < 0:
        return
    for inset in range(max(room) // 2 + 1):
        left, top = (_start(free, towards, inset) for free, towards in zip(room, direction, strict=True))
        yield left, top, left + pill[0], top + pill[1]


def _start(free: int, towards: int, inset: int) -> int:
    if not towards:
        return free // 2
    near = min(inset, free // 2)
    return free - near if towards > 0 else near


def _overlap(first: Box, second: Box) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def _from_centre(size: tuple[int, int], x: float, y: float) -> tuple[float, float]:
    return abs(x - size[0] / 2), abs(y - size[1] / 2)


def _holds_disc(size: tuple[int, int], x: float, y: float, radius: float, shape: str) -> bool:
    across, down = _from_centre(size, x, y)
    if shape == "circle":
        return math.hypot(across, down) + radius <= min(size) / 2
    if across + radius > size[0] / 2 or down + radius > size[1] / 2:
        return False
    return shape != "rounded" or _holds_in_corner(size, across, down, radius)


def _holds_in_corner(size: tuple[int, int], across: float, down: float, radius: float) -> bool:
    rounding = ROUNDING * min(size)
    over = across - (size[0] / 2 - rounding), down - (size[1] / 2 - rounding)
    return min(over) <= 0 or math.hypot(*over) + radius <= rounding
