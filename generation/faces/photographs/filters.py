"""Photographs made to look painted or drawn, as image editors do it: what teaches where no real painting can be had.

Each filter takes a square uint8 n x n x 3 with blue first, as OpenCV does, and draws its strength by chance.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from generation.faces.values import Picture

Random = np.random.Generator


@dataclass(frozen=True, slots=True)
class Filter:
    painted: bool  # or drawn
    of: Callable[[Picture, Random], Picture]


def filtered(square: Picture, name: str, random: Random) -> Picture:
    """The square, red first, after one of FILTERS."""
    made = FILTERS[name].of(np.ascontiguousarray(square[..., ::-1]), random)
    return np.ascontiguousarray(made[..., ::-1], np.uint8)


def _oil(square: Picture, random: Random) -> Picture:
    across, along = random.uniform(15, 60), random.uniform(0.2, 0.45)
    return np.asarray(cv2.stylization(square, sigma_s=across, sigma_r=along), np.uint8)


def _smooth(square: Picture, random: Random) -> Picture:
    across, along = random.uniform(20, 60), random.uniform(0.3, 0.5)
    return np.asarray(cv2.edgePreservingFilter(square, flags=1, sigma_s=across, sigma_r=along), np.uint8)


def _strokes(square: Picture, random: Random) -> Picture:
    """Each pixel the mean of the calmest of four places beside it (after Kuwahara et al. 1976)."""
    reach = int(random.integers(2, 5))
    colours = square.astype(np.float32)
    calmest = np.full(square.shape[:2], np.inf, np.float32)
    strokes = colours
    for across in (-reach, reach):
        for down in (-reach, reach):
            mean, squares = (_moved(_blurred(each, reach + 1), across, down) for each in (colours, colours**2))
            restless = (squares - mean**2).sum(axis=2)
            strokes = np.where((restless < calmest)[..., None], mean, strokes)
            calmest = np.minimum(calmest, restless)
    return np.clip(strokes, 0, 255).astype(np.uint8)


def _blurred(colours: np.ndarray, side: int) -> np.ndarray:
    return np.asarray(cv2.blur(colours, (side, side)), np.float32)


def _moved(colours: np.ndarray, across: int, down: int) -> np.ndarray:
    shift = np.array([[1, 0, across], [0, 1, down]], np.float32)
    size = colours.shape[1::-1]
    return np.asarray(cv2.warpAffine(colours, shift, size, borderMode=cv2.BORDER_REPLICATE), np.float32)


def _pencil(square: Picture, random: Random) -> Picture:
    grey, coloured = cv2.pencilSketch(square, sigma_s=random.uniform(20, 60), sigma_r=0.07, shade_factor=0.05)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR) if random.random() < 0.5 else coloured, np.uint8)


def _cartoon(square: Picture, _: Random) -> Picture:
    flat = square
    for _again in range(5):
        flat = np.asarray(cv2.bilateralFilter(flat, 9, 40, 7), np.uint8)
    grey = cv2.medianBlur(cv2.cvtColor(square, cv2.COLOR_BGR2GRAY), 5)
    lines = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 9, 4)
    return flat & np.asarray(lines, np.uint8)[..., None]


def _poster(square: Picture, random: Random) -> Picture:
    """Five to nine colours."""
    count = int(random.integers(5, 10))
    colours = cv2.medianBlur(square, 5).reshape(-1, 3).astype(np.float32)
    some = colours[random.choice(len(colours), 1500)]
    cv2.setRNGSeed(1)
    until = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 15, 1.0)
    _, _, few = cv2.kmeans(some, count, None, until, 1, cv2.KMEANS_PP_CENTERS)  # type: ignore[call-overload]
    nearest = ((colours[:, None] - few[None]) ** 2).sum(axis=2).argmin(axis=1)
    return np.asarray(few[nearest].reshape(square.shape), np.uint8)


FILTERS: Final = {  # in the order in which the shipped model drew them
    "oil": Filter(painted=True, of=_oil),
    "smooth": Filter(painted=True, of=_smooth),
    "pencil": Filter(painted=False, of=_pencil),
    "cartoon": Filter(painted=False, of=_cartoon),
    "poster": Filter(painted=False, of=_poster),
    "strokes": Filter(painted=True, of=_strokes),
}
