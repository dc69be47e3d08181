"""Later looks of a person, simulated from one real photo for a demonstration: other light, another lens, grey hair,
glasses. Whoever shows such a picture says that it is simulated.

Pictures are uint8 H x W x 3, sRGB, upright. Nothing here changes the shape of a face, its age or its skin.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from generation import faces
from generation.faces import topology
from generation.pictures import Picture

Floats = NDArray[np.float32]


def other_light(picture: Picture, *, from_left: bool, stops: float, warmth: float) -> Picture:
    """Light from one side: `stops` brighter there than opposite, `warmth` as the log2 ratio of red to blue."""
    height, width = picture.shape[:2]
    slope = np.linspace(0.5, -0.5, width, dtype=np.float32) * (1 if from_left else -1)
    gain = np.exp2(stops * slope)[None, :, None] * np.exp2(np.array([warmth / 2, 0, -warmth / 2], np.float32))
    return _srgb(_linear(picture) * np.broadcast_to(gain, (height, width, 3)))


def other_lens(picture: Picture, *, strength: float, turn: float) -> Picture:
    """A closer lens (radial magnification around the nose, `strength` at the corners) and a tilt of `turn` degrees."""
    height, width = picture.shape[:2]
    x0, y0 = faces.subject(picture).points[topology.NOSE_TIP]
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = np.deg2rad(turn)
    dx, dy = xx - x0, yy - y0
    dx, dy = dx * np.cos(angle) - dy * np.sin(angle), dx * np.sin(angle) + dy * np.cos(angle)
    stretch = 1 - strength + strength * (dx**2 + dy**2) / max(width, height) ** 2
    map_x, map_y = (x0 + dx * stretch).astype(np.float32), (y0 + dy * stretch).astype(np.float32)
    return np.asarray(cv2.remap(picture, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT), np.uint8)


def grey_hair(picture: Picture, *, amount: float) -> Picture:
    """Hair loses `amount` of its colour and grows lighter; every strand stays where it is."""
    mask = hair(picture)[..., None] * amount
    light = _linear(picture)
    grey = light @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    silver = np.clip(0.10 + 1.9 * grey, 0, 0.9)[..., None] * np.array([1.0, 1.0, 1.02], np.float32)
    return _srgb(light * (1 - mask) + silver * mask)


def glasses(picture: Picture, *, thickness: float = 0.05) -> Picture:
    """Dark full-rim glasses on the eyes, rims of such a share of the distance of the eyes.

    They are drawn at four times the size and reduced, so that edges are smooth.
    """
    face = faces.subject(picture)
    scale = 4
    rim = np.zeros((picture.shape[0] * scale, picture.shape[1] * scale), np.uint8)
    right, left = _centre(face, topology.EYE_RIGHT), _centre(face, topology.EYE_LEFT)
    apart = float(np.linalg.norm(left - right))
    thick = max(round(thickness * apart * scale), 2)
    tilt = float(np.degrees(np.arctan2(left[1] - right[1], left[0] - right[0])))
    size = (round(0.41 * apart * scale), round(0.30 * apart * scale))
    drop = np.array([0.0, 0.06 * apart])
    for eye in (right, left):
        cv2.ellipse(rim, _at(eye + drop, scale), size, tilt, 0, 360, 255, thick, cv2.LINE_AA)
    along = (left - right) / apart
    for start, end in (
        (right + 0.40 * apart * along, left - 0.40 * apart * along),
        (right - 0.40 * apart * along, face.points[topology.EDGE_RIGHT]),
        (left + 0.40 * apart * along, face.points[topology.EDGE_LEFT]),
    ):
        cv2.line(rim, _at(start, scale), _at(end, scale), 255, thick, cv2.LINE_AA)
    alpha = cv2.resize(rim, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_AREA)[..., None] / 255.0
    frame = np.array([26, 22, 20], np.float32)
    return np.rint(picture * (1 - alpha) + frame * alpha).astype(np.uint8)


def hair(picture: Picture) -> Floats:
    """Where the hair is, 0..1: person, outside the face, above the shoulders, of the colour above the forehead."""
    face = faces.subject(picture)
    person = faces.segment(picture, face)
    oval = np.zeros(picture.shape[:2], np.float32)
    cv2.fillPoly(oval, [np.round(face.points[topology.OVAL]).astype(np.int32)], 1.0)
    brows = face.points[np.concatenate([topology.BROW_RIGHT, topology.BROW_LEFT])][:, 1].min()
    oval[: max(int(brows), 0)] = 0.0  # a fringe lies inside the oval; colour tells it from the forehead
    lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB).astype(np.float32)
    chin = face.points[topology.CHIN_TIP]
    tall = float(np.linalg.norm(face.points[topology.FOREHEAD_TOP] - chin))
    sample = _hair_colour(lab, person, face)
    far = np.sqrt(((lab - sample) / np.array([55.0, 12.0, 14.0])) ** 2).max(axis=-1)
    rows = np.arange(picture.shape[0], dtype=np.float32)[:, None]
    above = np.clip((chin[1] - 0.12 * tall - rows) / (0.15 * tall), 0, 1)
    mask = person * (1 - oval) * np.clip(1.6 - far, 0, 1) * above
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.008 * tall + 0.5), np.float32)


def _hair_colour(lab: Floats, person: Floats, face: faces.Face) -> Floats:
    """Of some patches up from the top of the forehead, the one least like the forehead: a high one is skin at its foot."""
    top, chin = face.points[topology.FOREHEAD_TOP], face.points[topology.CHIN_TIP]
    tall = float(np.linalg.norm(top - chin))
    reach = max(int(0.05 * tall), 2)
    skin = _patch(lab, face.points[topology.FOREHEAD].mean(axis=0), reach)
    places = [top + share * (top - chin) for share in (0.05, 0.12, 0.19, 0.26)]
    inside = [place for place in places if float(np.median(_window(person, place, reach))) > 0.6] or places[:1]
    return max((_patch(lab, place, reach) for place in inside), key=lambda colour: float(np.linalg.norm(colour - skin)))


def _patch(lab: Floats, place: Floats, reach: int) -> Floats:
    return np.asarray(np.median(_window(lab, place, reach).reshape(-1, 3), axis=0), np.float32)


def _window(values: Floats, place: Floats, reach: int) -> Floats:
    height, width = values.shape[:2]
    x, y = (int(np.clip(value, reach, side - reach - 1)) for value, side in zip(place, (width, height), strict=True))
    return values[y - reach : y + reach, x - 2 * reach if x > 2 * reach else 0 : x + 2 * reach]


def _centre(face: faces.Face, group: NDArray[np.intp]) -> Floats:
    return np.asarray(face.points[group].mean(axis=0), np.float32)


def _at(point: Floats, scale: int) -> tuple[int, int]:
    return round(float(point[0]) * scale), round(float(point[1]) * scale)


def _linear(picture: Picture) -> Floats:
    x = picture.astype(np.float32) / 255
    return np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _srgb(light: Floats) -> Picture:
    x = np.clip(light, 0, 1)
    coded = np.where(x <= 0.0031308, x * 12.92, 1.055 * x ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(coded * 255), np.uint8)
