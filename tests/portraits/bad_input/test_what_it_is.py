"""A painting, a drawing, a screen, a covered face: advice or a named error."""

import cv2
import numpy as np
import pytest

from generation import faces

pytestmark = pytest.mark.requirement("R30")
OVER_NOSE = (
    234,
    93,
    132,
    172,
    150,
    152,
    379,
    397,
    361,
    323,
    454,
    197,
)  # of the mesh: ear, jaw, ear, bridge of the nose
FAULTS = {fault.name: fault for fault in faces.DEGRADATIONS}


@pytest.fixture(scope="module")
def face(astronaut):
    return faces.subject(astronaut)


@pytest.mark.parametrize(
    ("fault", "word"), [("picture of a screen", "screen"), ("brush strokes", "painting"), ("pencil lines", "drawing")]
)
def test_what_is_no_photograph_is_told_so(sent, astronaut, face, fault, word):
    made = FAULTS[fault].apply(astronaut, face, FAULTS[fault].strengths[-1])
    assert any(sentence.startswith("This looks like a ") and word in sentence for sentence in sent(made).advice)


def test_a_face_under_a_mask_is_no_face_or_gets_advice(sent, astronaut, face):
    masked = astronaut.copy()
    cloth = cv2.convexHull(face.points[list(OVER_NOSE)].astype(np.int32))
    cv2.fillPoly(masked, [cloth], (150, 190, 215))
    answer = sent(masked)
    assert answer.told.startswith("No face was found: ") or "mouth_occlusion_prevention" in answer.failed()


def test_a_plain_portrait_gets_none_of_it(sent, astronaut):
    failed = sent(astronaut).failed()
    assert not failed & {"painting", "drawing", "reshoot", "mouth_occlusion_prevention", "ai_metadata"}
