"""Letters and teeth: strokes that are in their place and another shape. A badge drawn anew has the same rim and the same
grey; only what lies beside what inside it tells that it spells something else."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import light
from generation.discs import disc
from generation.faces.values import Floats
from generation.gates import figure
from generation.gates.belongings import BELOW_CHIN, WINDOW, chin
from generation.gates.figure import EYE_DISTANCE
from generation.gates.limits import Thresholds
from generation.gates.pair import Pair
from generation.gates.things import inside, largest
from generation.gates.values import Result

FINE: Final = (0.6, 3.0)  # pixels of the figure's frame between which a stroke is wide
INK: Final = 0.5  # stops of spread of a clear letter; knit and denim have half of it
ENAMEL: Final = 0.17  # stops of spread between teeth
SAME_LETTER: Final = 0.6  # likeness below which strokes are others; kept ones had .7 and more
SAME_TEETH: Final = 0.8
REACH: Final = 2  # pixels to every side that registration may be off
AROUND: Final = 12  # pixels around strokes that are looked at once more
EDGE: Final = 12  # pixels of the frame's edge where nothing can be laid over it
JOINED: Final = 5  # pixels between strokes of one word
WORN: Final = 1.5  # square eye distances: what is larger is a pattern, in which a flow strays
INNER_LIPS: Final = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95)

Mask = NDArray[np.bool_]
Place = tuple[slice, slice]


def judge(pair: Pair, limits: Thresholds) -> tuple[Result, ...]:
    """The largest stretch of strokes that became others, in square eye distances: of letters below the face, of teeth."""
    if not limits.asks("strokes.letters"):
        return ()
    strokes = Strokes.of(pair)
    return (
        limits.result(
            "strokes.letters",
            letters(pair, strokes),
            good="Letters, badges and pins are as in your photo.",
            otherwise="Letters, a badge or a pin look drawn anew: look at them closely.",
        ),
        limits.result(
            "strokes.teeth",
            teeth(pair, strokes),
            good="Your teeth are as in your photo.",
            otherwise="Your teeth look drawn anew: look at them closely.",
        ),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """What is as narrow as a stroke in the photo, its power, how like it the candidate is there by the flow, and whether
    that place of the candidate lies well within the frame."""

    before: Floats
    power: Floats
    alike: Floats
    seen: Mask

    @classmethod
    def of(cls, pair: Pair) -> "Strokes":
        before = _fine(pair.reference.figure.things)
        power = light.blurred(before * before, WINDOW)
        return cls(before, power, _likeness(before, _fine(pair.things_by_flow), power), _within(pair.figure_flow))

    def changed(self, pair: Pair, where: Mask, *, spread: float, alike: float) -> float:
        """Of any place where strokes of the photo lie, how much at most is others, in square eye distances."""
        clear = where & self.seen & (self.power > spread**2)
        again = (
            (clear[place], _looked_at_again(pair, self.before, self.power, place))
            for place in _places(clear, clear & (self.alike < alike))
        )
        return max((largest(asked & (seen < alike)) for asked, seen in again), default=0.0)


def letters(pair: Pair, strokes: Strokes) -> float:
    """Below the face."""
    below = np.arange(figure.SIZE)[:, None] > chin(pair) + BELOW_CHIN * EYE_DISTANCE
    return strokes.changed(pair, inside(pair) & below, spread=INK, alike=SAME_LETTER)


def teeth(pair: Pair, strokes: Strokes) -> float:
    """Between the lips."""
    points = pair.reference.points[list(INNER_LIPS)] * figure.SHRINK + np.array(figure.OFFSET, np.float32)
    lips = cv2.convexHull(np.round(points).astype(np.int32))
    mouth = cv2.fillConvexPoly(np.zeros((figure.SIZE, figure.SIZE), np.uint8), lips, 1)
    return strokes.changed(pair, cv2.dilate(mouth, disc(2)) > 0, spread=ENAMEL, alike=SAME_TEETH)


def _fine(things: Floats) -> Floats:
    lightness = np.ascontiguousarray(things[..., 0])
    return np.asarray(light.blurred(lightness, FINE[0]) - light.blurred(lightness, FINE[1]), np.float32)


def _within(flow: Floats) -> Mask:
    """Where a flow does not lead beyond the frame, nor to its edge."""
    down, across = np.ogrid[0 : flow.shape[0], 0 : flow.shape[1]]
    at = across + flow[..., 0], down + flow[..., 1]
    return np.asarray(np.logical_and.reduce([(each > EDGE) & (each < figure.SIZE - EDGE) for each in at]))


def _likeness(before: Floats, after: Floats, power: Floats) -> Floats:
    """Correlation of the strokes around each pixel."""
    own = light.blurred(after * after, WINDOW)
    return np.asarray(light.blurred(before * after, WINDOW) / np.sqrt(power * own + np.float32(1e-6)), np.float32)


def _places(clear: Mask, doubted: Mask) -> Iterator[Place]:
    """Around each thing with strokes some of which are in doubt, but for patterns."""
    if not doubted.any():
        return
    together = cv2.morphologyEx(clear.astype(np.uint8), cv2.MORPH_CLOSE, disc(JOINED))
    _, labels, rows, _ = cv2.connectedComponentsWithStats(together)
    for number in np.setdiff1d(np.unique(labels[doubted]), [0]):
        left, top, wide, high, area = (int(each) for each in rows[number])
        if area <= WORN * EYE_DISTANCE**2:
            yield (
                slice(max(0, top - AROUND), top + high + AROUND),
                slice(max(0, left - AROUND), left + wide + AROUND),
            )


def _looked_at_again(pair: Pair, before: Floats, power: Floats, place: Place) -> Floats:
    """The likeness where they fit best, by the flow or by the motion of the whole person."""
    ways = [_fine(each[place]) for each in (pair.things_by_flow, pair.things_by_motion)]
    shifts = product(range(-REACH, REACH + 1), repeat=2)
    tried = (
        _likeness(before[place], np.roll(way, shift, axis=(0, 1)), power[place]) for shift, way in product(shifts, ways)
    )
    return np.asarray(np.maximum.reduce(list(tried)), np.float32)
