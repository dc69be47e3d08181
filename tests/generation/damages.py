"""What bad retouching does to a portrait, made on purpose: each function harms a good crop in one known way."""

import cv2
import numpy as np

from generation import light
from generation import skin as skins
from generation.engines.refine import matte
from generation.engines.refine.scene import Scene
from generation.faces import topology
from generation.faces.values import Floats, Picture

JAW = [132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361]
WHITE = (235, 238, 242)


def gaussian_skin(scene: Scene, *, amount: float = 0.012) -> Picture:
    """Skin out of focus, by a share of the face's width."""
    return _on_skin(scene, cv2.GaussianBlur(scene.crop, (0, 0), amount * scene.face_width))


def bilateral_skin(scene: Scene, *, strength: float = 35) -> Picture:
    """The usual beauty filter: pores gone, edges kept."""
    smooth = scene.crop
    for _ in range(2):
        smooth = cv2.bilateralFilter(smooth, 0, strength, 0.016 * scene.face_width)
    return _on_skin(scene, smooth)


def half_a_beauty_filter(scene: Scene) -> Picture:
    """The same slider at 50 %."""
    return _codes(0.5 * bilateral_skin(scene, strength=45).astype(np.float32) + 0.5 * scene.crop)


def lighter_skin(scene: Scene, *, steps: float = 8) -> Picture:
    """Skin lighter by so many L*."""
    lab = light.lab(scene.crop)
    lab[..., 0] += steps
    lighter = np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)).clip(0, 1) * 255
    return _on_skin(scene, lighter)


def slim_jaw(scene: Scene, *, amount: float = 0.05) -> Picture:
    points = scene.points
    middle = (points[168, 0] + points[topology.NOSE_BASE, 0]) / 2
    target = points[JAW].copy()
    target[:, 0] += (middle - target[:, 0]) * amount * 1.2
    return _pulled(scene, points[JAW], target, reach=0.12)


def big_eyes(scene: Scene, *, amount: float = 0.10) -> Picture:
    eyes = [scene.points[group] for group in (topology.EYE_RIGHT, topology.EYE_LEFT)]
    return _pulled(scene, np.vstack(eyes), np.vstack([skins.grown(eye, 1 + amount) for eye in eyes]), reach=0.05)


def smile(scene: Scene, *, amount: float = 0.05) -> Picture:
    source = scene.points[[61, 291, 0, 17, 13, 14]]
    target = source.copy()
    target[:2] += amount * scene.face_width * np.array([[-1, -1], [1, -1]], np.float32)
    return _pulled(scene, source, target, reach=0.09)


def halo_cut(scene: Scene) -> Picture:
    """A new backdrop, with a rim of the old one left around the person."""
    side = 2 * int(scene.crop.shape[0] / 90) + 1
    kept = cv2.dilate(np.asarray(scene.person > 0.5, np.float32), np.ones((side, side)))
    return _before(scene, light.smoothstep(light.blurred(np.asarray(kept, np.float32), 2), 0, 1), WHITE)


def lost_ear(scene: Scene) -> Picture:
    """A new backdrop, with a bite taken out of the head at one ear."""
    alpha = scene.alpha.copy()
    x, y = scene.points[topology.EDGE_LEFT] + [0.12 * scene.face_width, 0]
    cv2.circle(alpha, (int(x), int(y)), int(0.22 * scene.face_width), 0, -1)
    return _before(scene, light.blurred(alpha, 2), WHITE)


def backdrop_lit_wrongly(scene: Scene) -> Picture:
    """Well cut, but before a backdrop that is lit hard from one side."""
    across = np.linspace(0, 1, scene.crop.shape[1], dtype=np.float32)[None, :, None]
    backdrop = np.concatenate([20 + 200 * across, 10 + 120 * across, 4 + 40 * across], axis=2)
    person = light.encoded(matte.foreground(scene.linear, scene.alpha))
    return _codes(person * scene.alpha[..., None] + backdrop * (1 - scene.alpha[..., None]))


def swapped_face(scene: Scene, other: Scene) -> Picture:
    """Somebody else's inner face on this picture."""
    fixed = [33, 263, 61, 291, 1, 152]
    matrix, _ = cv2.estimateAffinePartial2D(other.points[fixed], scene.points[fixed])
    size = scene.crop.shape[1::-1]
    theirs = cv2.warpAffine(other.crop, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    inner = skins.region(scene.crop.shape, skins.grown(scene.points[topology.OVAL], 0.86))
    share = light.blurred(inner, 0.03 * scene.face_width)[..., None]
    return _codes(theirs * share + scene.crop * (1 - share))


def swapped_body(scene: Scene, other: Scene) -> Picture:
    """This head on somebody else's body, in their room."""
    fixed = [33, 263, 152, 10, 234, 454]
    matrix, _ = cv2.estimateAffinePartial2D(scene.points[fixed], other.points[fixed])
    size = other.crop.shape[1::-1]
    oval = scene.points[topology.OVAL]
    head = skins.region(scene.crop.shape, oval.mean(axis=0) + (oval - oval.mean(axis=0)) * np.array([1.45, 1.75]))
    down = np.arange(scene.crop.shape[0], dtype=np.float32)[:, None]
    chin = scene.points[topology.CHIN_TIP, 1]
    share = head * scene.alpha * light.smoothstep((chin - down) / (0.1 * scene.face_width) + 1, 0, 1)
    mine = cv2.warpAffine(scene.crop, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    there = cv2.warpAffine(share, matrix, size)[..., None]
    return _codes(mine * there + other.crop * (1 - there))


def _on_skin(scene: Scene, changed: Floats | Picture) -> Picture:
    share = np.clip(scene.skin.light * 1.3, 0, 1)[..., None]
    return _codes(scene.crop * (1 - share) + np.asarray(changed, np.float32) * share)


def _before(scene: Scene, alpha: Floats, colour: tuple[int, int, int]) -> Picture:
    share = alpha[..., None]
    return _codes(scene.crop * share + np.array(colour, np.float32) * (1 - share))


def _pulled(scene: Scene, source: Floats, target: Floats, *, reach: float) -> Picture:
    """A smooth displacement that carries points to points and leaves everything far away where it is (liquify)."""
    sigma = reach * scene.face_width
    near = np.exp(-((source[:, None] - source[None]) ** 2).sum(axis=2) / (2 * sigma**2))
    weights = np.linalg.solve(near + 1e-2 * np.eye(len(source)), target - source)
    height, width = scene.crop.shape[:2]
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    shift = np.zeros((height, width, 2), np.float32)
    for (x, y), weight in zip(source, weights, strict=True):
        fall = np.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * sigma**2))
        shift += fall[..., None] * weight.astype(np.float32)
    at = across - shift[..., 0], down - shift[..., 1]
    return np.asarray(cv2.remap(scene.crop, *at, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT), np.uint8)


def _codes(picture: Floats) -> Picture:
    return np.asarray(np.round(picture).clip(0, 255), np.uint8)
