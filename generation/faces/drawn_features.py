"""Eyes and mouths drawn as they were not in the picture: lids that close, a mouth that opens, by degrees."""

from typing import Final

import cv2
import numpy as np

from generation.faces import topology
from generation.faces.codes import rounded
from generation.faces.values import Face, Floats, Iris, Picture

LASHES: Final = 0.1  # eye widths above the lid: skin nearer than this is not drawn down, it has the old lashes


def closed_eyes(picture: Picture, face: Face, share: float) -> Picture:
    """The skin below the brow drawn down over such a share of the eye, with a line of lashes at its edge; upright faces only."""
    rows, columns = _grid(picture)
    source, lashes = rows.copy(), np.zeros_like(rows)
    for eye in face.irises:
        upper, lower = lid_lines(eye.contour[:16], columns[0])
        opening = np.maximum(lower - upper, 0)
        width, widest = max(float(np.ptp(eye.contour[:16, 0])), 1.0), max(float(opening.max()), 1.0)
        lid = upper + share * (lower - upper)
        brow = float(upper.min()) - 1.3 * widest - 0.05 * width
        bare = upper - LASHES * width * np.clip(opening / (0.2 * width), 0, 1)
        drawn = brow + (rows - brow) * (bare - brow) / np.maximum(lid - brow, 1)
        source = np.where((rows > brow) & (rows < lid) & (lower > upper + 0.5), drawn, source)
        taper = np.sqrt(opening / widest)
        line = np.exp(-(((rows - lid) / np.maximum(0.035 * width * taper, 0.4)) ** 2))
        lashes = np.maximum(lashes, line * taper * np.clip(opening, 0, 1))
    dark = np.mean([darkest(picture, eye) for eye in face.irises], axis=0)
    share_of_lash = 0.85 * lashes[..., None]
    return rounded(_remapped(picture, columns, source) * (1 - share_of_lash) + dark * share_of_lash)


def open_mouth(picture: Picture, face: Face, share: float) -> Picture:
    """A dark gap of so many mouth widths between the lips, the lower lip pressed down to the chin."""
    rows, columns = _grid(picture)
    corners = face.points[[topology.MOUTH_RIGHT, topology.MOUTH_LEFT]]
    line = float(face.points[topology.LOWER_LIP_INNER, 1])
    width, chin = float(np.ptp(corners[:, 0])), float(face.points[topology.CHIN_TIP, 1])
    across = np.clip(2 * np.abs(columns - corners[:, 0].mean()) / (0.8 * width), 0, 1)
    gap = np.minimum(share * width * (1 - across**2), 0.6 * (chin - line))
    inside = (rows > line) & (rows < chin)
    pressed = line + np.maximum(rows - line - gap, 0) * (chin - line) / (chin - line - gap)
    moved = _remapped(picture, columns, np.where(inside, pressed, rows))
    hollow = ((rows > line) & (rows < line + gap)).astype(np.float32)[..., None]
    hollow = np.asarray(cv2.GaussianBlur(hollow, (0, 0), 0.02 * width)).reshape(hollow.shape)
    return rounded(moved * (1 - hollow) + np.array([45, 20, 20], np.float32) * hollow)


def darkest(picture: Picture, eye: Iris) -> Floats:
    """The colour of lashes and pupil."""
    inside = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(inside, [np.round(eye.contour[:16]).astype(np.int32)], 1)
    pixels = picture[inside > 0]
    return np.asarray(np.percentile(pixels, 8, axis=0) if pixels.size else (30, 25, 25), np.float32)


def _grid(picture: Picture) -> tuple[Floats, Floats]:
    rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
    return rows, columns


def _remapped(picture: Picture, columns: Floats, rows: Floats) -> Picture:
    return np.asarray(cv2.remap(picture, columns, rows.astype(np.float32), cv2.INTER_LINEAR), np.uint8)


def lid_lines(lids: Floats, columns: Floats) -> tuple[Floats, Floats]:
    """Height of the upper and the lower lid at each column; equal outside the eye."""
    corners = lids[[0, 8]]
    axis = np.interp(lids[:, 0], *corners[np.argsort(corners[:, 0])].T)
    upper, lower = (
        np.interp(columns, *part[np.argsort(part[:, 0])].T)
        for part in (lids[lids[:, 1] <= axis + 0.01], lids[lids[:, 1] >= axis - 0.01])
    )
    outside = (columns < lids[:, 0].min()) | (columns > lids[:, 0].max())
    return np.asarray(np.where(outside, lower + 1, upper - 1), np.float32), np.asarray(lower + 1, np.float32)
