"""Skin detail: what is lost of it, and what only looks as if it were."""

import cv2
import numpy as np

from generation import faces, gates, light
from generation.faces import topology
from generation.gates import texture
from generation.gates.pair import Pair
from tests.generation import damages


def beside_hair(picture: np.ndarray, *, stops: float) -> np.ndarray:
    """A dark curtain along one cheek, so many stops deep: its bright rim lies on skin."""
    mesh = faces.subject(picture).points
    cheek, nose = mesh[topology.CHEEK_RIGHT_WIDE][:, 0], mesh[topology.NOSE][:, 0]
    width = abs(float(nose.mean() - cheek.mean()))
    curtain = np.zeros(picture.shape[:2], np.float32)
    curtain[:, : int(cheek.min() + 0.1 * width)] = 1
    depth = cv2.GaussianBlur(curtain, None, 0.03 * width)[..., None]
    return light.encoded(light.linear(picture) * np.exp2(-stops * depth))


def judged(pair: Pair, measure: str, refine) -> gates.Result:
    results = texture.judge(pair, gates.thresholds(refine.gates))
    return next(each for each in results if each.measure == measure)


def worst(photo: np.ndarray, candidate: np.ndarray, refine) -> gates.Result:
    return judged(Pair(gates.Subject.of(photo), gates.Subject.of(candidate)), "worst_region", refine)


def test_hair_in_more_light_took_no_skin_with_it(obama, refine):
    found = worst(beside_hair(obama.crop, stops=3.0), beside_hair(obama.crop, stops=0.8), refine)
    assert found.verdict == "pass", found.value


def test_skin_smoothed_beside_hair_is_still_smoothed_skin(obama, refine):
    smooth = beside_hair(damages.half_smoothed_skin(obama), stops=3.0)
    assert worst(beside_hair(obama.crop, stops=3.0), smooth, refine).verdict == "refuse"


def test_a_flow_that_strays_over_smooth_skin_does_not_make_it_somebody_elses(obama, refine):
    """Light that comes from elsewhere now pulls a flow along where no pore holds it."""
    photo = gates.Subject.of(obama.crop)
    strayed, redrawn = Pair(photo, photo), Pair(photo, gates.Subject.of(damages.fake_pores(obama)))
    for pair in (strayed, redrawn):
        pair.__dict__["flow"] = pair.flow + np.float32(6)
    assert judged(strayed, "correlation", refine).verdict == "pass"
    assert judged(redrawn, "correlation", refine).verdict == "refuse", "other detail is other detail"
