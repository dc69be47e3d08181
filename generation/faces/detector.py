"""Finding faces: BlazeFace short range on the whole picture, then on overlapping tiles when faces are small."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.faces import nets
from generation.faces.geometry import Source, halved, reduced
from generation.faces.glance import SURE
from generation.faces.values import Box, Detection, Floats, Picture, checked

INPUT: Final = 128
WORKING_SIDE: Final = 1280  # at least: the smallest tile of such a picture still fills the network's input
SCORE: Final = 0.5  # MediaPipe's own default; false hits fall to the mesh's presence later
DOUBTFUL: Final = 0.35  # heads in full profile had .4 to .9
OVERLAP: Final = 0.3  # MediaPipe's own default for its weighted non-maximum suppression
LARGE: Final = 0.43  # of the longer side: beside such a face the whole-picture pass sees everybody a third as large
TILES: Final = (0.5, 0.25)  # of the shorter side, tried in turn


def detect(picture: Picture) -> tuple[Detection, ...]:
    """Faces of a picture uint8 H x W x 3, largest first. They may be rolled by about 30 degrees.

    A detection is a guess: `landmarks` gives it the presence that tells a face from a wall. Raises ValueError.
    """
    return survey(checked(picture))[0]


def survey(picture: Source) -> tuple[tuple[Detection, ...], tuple[Detection, ...]]:
    """What `detect` finds, and apart from it the doubtful places, best first: heads seen from the side are among them."""
    small = _working_copy(picture)
    scale = np.array([picture.shape[1] / small.shape[1], picture.shape[0] / small.shape[0]], np.float32)
    hits = _everywhere(small)
    found = _merged([hit for hit in hits if hit.score > SCORE])
    rest = _merged([hit for hit in hits if hit.score <= SCORE])
    doubtful = [each for each in rest if not any(each.box.overlap(other.box) > OVERLAP for other in found)]
    return (
        tuple(sorted((_scaled(each, scale) for each in found), key=lambda each: -each.box.area)),
        tuple(_scaled(each, scale) for each in doubtful),
    )


def _working_copy(picture: Source) -> Picture:
    """Halved while the longer side stays at WORKING_SIDE or above: all other sizes take ten times as long."""
    times = max(0, int(np.log2(max(picture.shape[:2]) / WORKING_SIDE)))
    return halved(picture, until=(picture.shape[1] >> times, picture.shape[0] >> times))


def _everywhere(picture: Picture) -> list[Detection]:
    """The whole picture, tiles for people further away, finer tiles while no face is surely there."""
    found = _look(picture)
    if any(_sure(hit) and hit.box.height >= LARGE * max(picture.shape[:2]) for hit in found):
        return found
    for share in TILES:
        found += _in_tiles(picture, share)
        if any(map(_sure, found)):
            break
    return found


def _sure(hit: Detection) -> bool:
    return hit.score >= SURE


def _in_tiles(picture: Picture, share: float) -> list[Detection]:
    """Overlapping squares, all cut from one copy in which they have the network's size; none of less, where enlarging only
    invents faces."""
    height, width = picture.shape[:2]
    side = int(min(height, width) * share)
    if side < INPUT:
        return []
    small = reduced(picture, (round(width * INPUT / side), round(height * INPUT / side)))
    scale = np.array([width / small.shape[1], height / small.shape[0]], np.float32)
    return [
        hit
        for y in _starts(small.shape[0])
        for x in _starts(small.shape[1])
        for hit in _hits(small[y : y + INPUT, x : x + INPUT], scale * INPUT, scale * np.array([x, y], np.float32))
    ]


def _starts(length: int) -> list[int]:
    """Where squares of the network's size begin so that neighbours overlap by at least a third."""
    steps = int(np.ceil((length - INPUT) / (INPUT * 2 / 3)))
    return sorted({round(start) for start in np.linspace(0, max(0, length - INPUT), max(1, min(steps, 12)) + 1)})


def _look(picture: Picture) -> list[Detection]:
    """One pass over the whole picture."""
    padded, scale, offset = _letterboxed(picture)
    return _hits(padded, scale, -offset)


def _hits(square: Picture, scale: Floats, place: Floats) -> list[Detection]:
    """What the network finds in its own square: `scale` is the square's sides and `place` its corner, in the picture."""
    regressors, logits = nets.run(
        "face_detection_short_range.tflite", square, ("regressors", "classificators"), scale=1 / 127.5, shift=-1.0
    )
    scores = (1 / (1 + np.exp(-np.clip(logits.reshape(-1), -60, 60)))).astype(np.float32)
    return [
        _hit(i, regressors.reshape(-1, 16), scores, scale, place) for i in map(int, np.flatnonzero(scores > DOUBTFUL))
    ]


def _letterboxed(picture: Picture) -> tuple[Picture, Floats, Floats]:
    """The picture in the network's square; pixels of the picture per square's width; the padding in such pixels."""
    height, width = picture.shape[:2]
    factor = INPUT / max(height, width)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    x, y = (INPUT - size[0]) // 2, (INPUT - size[1]) // 2
    square = np.zeros((INPUT, INPUT, 3), np.uint8)
    square[y : y + size[1], x : x + size[0]] = reduced(picture, size) if factor < 1 else cv2.resize(picture, size)
    per_cell = np.array([width / size[0], height / size[1]], np.float32)
    return square, per_cell * INPUT, per_cell * np.array([x, y], np.float32)


def _hit(index: int, regressors: Floats, scores: Floats, scale: Floats, place: Floats) -> Detection:
    values = regressors[index] / INPUT
    centre = (values[:2] + ANCHORS[index]) * scale + place
    half = values[2:4] * scale / 2
    keypoints = (values[4:].reshape(6, 2) + ANCHORS[index]) * scale + place
    return Detection(_box(centre - half, centre + half), float(scores[index]), keypoints.astype(np.float32))


def _box(low: Floats, high: Floats) -> Box:
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _merged(found: list[Detection]) -> list[Detection]:
    """Weighted non-maximum suppression: overlapping hits are averaged by score, as MediaPipe does."""
    rest, merged = sorted(found, key=lambda each: -each.score), []
    while rest:
        best = rest[0]
        group = [each for each in rest if best.box.overlap(each.box) > OVERLAP or each is best]
        rest = [each for each in rest if not any(each is member for member in group)]
        merged.append(_average(group))
    return merged


def _average(group: list[Detection]) -> Detection:
    scores = [each.score for each in group]
    box = np.average([each.box for each in group], axis=0, weights=scores)
    keypoints = np.average([each.keypoints for each in group], axis=0, weights=scores)
    return Detection(_box(box[:2], box[2:]), max(scores), keypoints.astype(np.float32))


def _scaled(hit: Detection, scale: Floats) -> Detection:
    box = np.asarray(hit.box, np.float32).reshape(2, 2) * scale
    return Detection(_box(box[0], box[1]), hit.score, hit.keypoints * scale)


def _anchors() -> NDArray[np.float32]:
    """Centres of the 896 anchors, f32[896, 2] in 0..1: two per cell of the 16-cell grid, six per cell of the 8-cell one."""
    grids = []
    for cells, repeats in ((16, 2), (8, 6)):
        middles = (np.arange(cells, dtype=np.float32) + 0.5) / cells
        x, y = np.meshgrid(middles, middles)
        grids.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), repeats, axis=0))
    return np.concatenate(grids)


ANCHORS: Final = _anchors()
