"""Templates and detection against face_recognition's own calls on the same pictures, in the same run."""

from pathlib import Path

import matplotlib as mpl
import numpy as np
from PIL import Image
from skimage import data

from generation import faces
from generation.faces import alignment, encoder
from generation.faces.published import forward
from generation.faces.torch_encoder import encoding
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
    plain = measured(f"{BATCH} templates by numpy, from chips", 9, lambda: forward.vectors(chips))
    return [
        slow.line(unit, ""),
        plain.line(unit, _faster(slow, plain)),
        whole.line(unit, _faster(slow, whole)),
        fast.line(unit, f"{_faster(slow, fast)} (should be 8)"),
        *_on_a_gpu(unit, slow, chips),
        *_detector(unit),
    ]


def _on_a_gpu(unit: Figure, slow: Figure, chips: np.ndarray) -> list[str]:
    import torch

    if not torch.cuda.is_available():
        return []
    name = f"{BATCH} templates by torch, from chips, on {torch.cuda.get_device_name()}"
    fast = measured(name, 9, lambda: encoding.encode_chips(chips, device="cuda"), warm=3)
    return [fast.line(unit, _faster(slow, fast))]


def _detector(unit: Figure) -> list[str]:
    """Both find the same people, or the row says so. The convolutional detector takes many seconds a picture."""
    import face_recognition

    shown = [_at_1000(picture) for picture in (data.astronaut(), _hopper(), _side_by_side())]
    slow_hits: list[int] = []
    fast_hits: list[int] = []

    def reference() -> None:
        slow_hits[:] = [len(face_recognition.face_locations(picture, 0, model="cnn")) for picture in shown]

    def ours() -> None:
        fast_hits[:] = [len(faces.faces(picture)) for picture in shown]

    slow = measured(f"detection by face_recognition's CNN, {len(shown)} pictures of 1000 px", 1, reference, warm=0)
    fast = measured("detection and landmarks by us, the same pictures", 9, ours)
    found = f"{sum(fast_hits)} faces found, {sum(slow_hits)} by the CNN; {_faster(slow, fast)} (should be 5)"
    return [slow.line(unit, ""), fast.line(unit, found)]


def _at_1000(picture: np.ndarray) -> np.ndarray:
    image = Image.fromarray(picture)
    factor = 1000 / max(image.size)
    size = round(image.width * factor), round(image.height * factor)
    return np.asarray(image.resize(size, Image.Resampling.LANCZOS)).copy()


def _hopper() -> np.ndarray:
    with Image.open(Path(mpl.get_data_path()) / "sample_data" / "grace_hopper.jpg") as image:
        return np.asarray(image.convert("RGB"))


def _side_by_side() -> np.ndarray:
    return np.hstack([data.astronaut(), _hopper()[:512]])


def _faster(slow: Figure, fast: Figure) -> str:
    return f"{slow.median / fast.median:.1f} times face_recognition's speed"
