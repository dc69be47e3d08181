"""Templates of many pictures: torch on chips against face_recognition's own call on the pictures."""

import numpy as np
from skimage import data

from generation import faces
from generation.faces import encoder
from generation.faces.torch_encoder import alignment, encoding
from tests.benchmarks.measures import Figure, measured

BATCH = 16


def rows(unit: Figure) -> list[str]:
    """Finding the faces is not in the figures: both engines get the same one."""
    import face_recognition

    pictures = [np.ascontiguousarray(np.roll(data.astronaut(), step, axis=1)) for step in range(BATCH)]
    found = [faces.subject(picture) for picture in pictures]
    chips = np.stack([alignment.chip(picture, face) for picture, face in zip(pictures, found, strict=True)])
    boxes = [encoder.location(face) for face in found]

    def reference() -> None:
        for picture, box in zip(pictures, boxes, strict=True):
            face_recognition.face_encodings(picture, known_face_locations=[box], num_jitters=1, model="small")

    slow = measured(f"{BATCH} templates by face_recognition, from pictures", 5, reference)
    whole = measured(
        f"{BATCH} templates by torch, from pictures", 9, lambda: faces.encode_batch(pictures, found, engine="torch")
    )
    fast = measured(f"{BATCH} templates by torch, from chips", 9, lambda: encoding.encode_chips(chips))
    return [slow.line(unit, ""), whole.line(unit, _faster(slow, whole)), fast.line(unit, _faster(slow, fast))]


def _faster(slow: Figure, fast: Figure) -> str:
    return f"{slow.median / fast.median:.1f} times face_recognition's speed"
