"""Where each head looks: cells of the pooled maps whose middle lies where the thing itself is seen.

A head that saw the whole face could learn who usually wears long hair or a beard instead of looking whether it is there.
Bounds are in distances between the outer eye corners, from the point between the eyes; across counts to both sides.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generation.faces.attributes.features import CHANNELS, FRAMINGS, GRIDS, HEAD, NEAR, WIDE, Framing

Mask = NDArray[np.bool_]
ALL_STAGES: Final = (0, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Place:
    """Cells of some framings and stages; `beside` leaves out those nearer to the middle than that, below the forehead.

    `ridge` is the penalty of the head, in shares of the standardised features' mean square.
    """

    framings: tuple[Framing, ...]
    down: tuple[float, float]
    across: float
    beside: float = 0.0
    stages: tuple[int, ...] = ALL_STAGES
    ridge: float = 1.0

    def mask(self) -> Mask:
        """bool[n] over the vector of `features`."""
        return np.concatenate(
            [
                np.repeat(
                    self._cells(framing, cells).ravel() & (framing in self.framings and stage in self.stages), depth
                )
                for framing in FRAMINGS
                for stage, (cells, depth) in enumerate(zip(GRIDS, CHANNELS, strict=True))
            ]
        )

    def _cells(self, framing: Framing, cells: int) -> Mask:
        middles = (np.arange(cells) + 0.5) / cells
        across = np.abs(middles - 0.5)[None, :] / framing.eyes_apart
        down = (middles - framing.eyes_down)[:, None] / framing.eyes_apart
        inside = (down > self.down[0]) & (down < self.down[1]) & (across < self.across)
        return np.asarray(inside & ((across > self.beside) | (down < -0.3)), np.bool_)


PLACES: Final = {
    "glasses": Place((NEAR,), down=(-0.6, 0.6), across=1.2),
    "beard": Place((NEAR,), down=(0.4, 1.6), across=1.2),
    "moustache": Place((NEAR,), down=(0.3, 1.6), across=0.8),
    "grey_hair": Place((HEAD,), down=(-2.0, 1.2), across=1.6, beside=0.6, stages=(0, 1), ridge=0.3),
    "hair_length": Place((HEAD, WIDE), down=(-0.2, 3.1), across=2.7, beside=0.5, stages=(0, 1, 2)),
    "baldness": Place((HEAD, WIDE), down=(-2.0, -0.2), across=1.4),
}
