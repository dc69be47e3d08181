"""What the faces package answers with: frozen values over numpy arrays, in pixels of the picture given."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from generation.faces.appearance.values import Appearance

Picture = NDArray[np.uint8]  # H x W x 3, sRGB, upright
Floats = NDArray[np.float32]
Json = dict[str, Any]

REFERENCE: Final = "dlib-resnet-v1"  # the encoder that all shipped limits were measured with


def checked(picture: Picture) -> Picture:
    """The picture itself; raises ValueError unless it is uint8 of shape H x W x 3 and not empty."""
    if not isinstance(picture, np.ndarray) or picture.dtype != np.uint8:
        raise ValueError("A picture must be a numpy array of uint8.")
    if picture.ndim != 3 or picture.shape[2] != 3 or picture.size == 0:
        raise ValueError(f"A picture must have the shape H x W x 3 and at least one pixel, not {picture.shape}.")
    return picture


class Box(NamedTuple):
    """A rectangle in pixels; it may reach over the edge of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def contains(self, point: tuple[float, float]) -> bool:
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def overlap(self, other: "Box") -> float:
        """Intersection over union of the two, 0..1."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        shared = max(0.0, across) * max(0.0, down)
        return shared / max(self.area + other.area - shared, 1e-6)


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """A place that looks like a face. `score` is 0..1; keypoints f32[6, 2]: the person's right eye, left eye, nose
    tip, mouth, right ear, left ear."""

    box: Box
    score: float
    keypoints: Floats


class Iris(NamedTuple):
    """One eye: `contour` f32[71, 2] (the first 16 are the lids), `ring` f32[5, 2] (centre, then four on the rim)."""

    contour: Floats
    ring: Floats


class Irises(NamedTuple):
    """Right and left as the person has them: the right eye is on the left of the picture."""

    right: Iris
    left: Iris


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face with its mesh f32[468, 3]: x, y and depth in pixels. `box` is the extent of the mesh.

    `presence` is the mesh network's raw logit: real faces have +16 to +32, walls, noise and torsos -12 to +1.
    """

    box: Box
    score: float
    keypoints: Floats
    mesh: Floats
    presence: float
    irises: Irises

    @property
    def points(self) -> Floats:
        """The mesh seen flat, f32[468, 2]."""
        return self.mesh[:, :2]

    def as_json(self) -> Json:
        """Where the face is; the mesh itself is biometric detail that no row needs."""
        box = [round(float(edge), 1) for edge in self.box]
        return {"box": box, "score": round(self.score, 4), "presence": round(self.presence, 2)}


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A face embedding, f32[128], and all that must agree before two of them may be compared."""

    vector: Floats
    encoder: str
    version: str
    alignment: str

    def as_json(self) -> Json:
        return {
            "vector": [float(value) for value in self.vector],
            "encoder": self.encoder,
            "version": self.version,
            "alignment": self.alignment,
        }

    @classmethod
    def from_json(cls, data: Json) -> "Template":
        return cls(np.array(data["vector"], np.float32), data["encoder"], data["version"], data["alignment"])


@dataclass(frozen=True, slots=True)
class Component:
    """One quality component (ISO/IEC 29794-5 names). `value` is None when it cannot be told; then it is not failed.

    `threshold` is the limit that `value` was held against, in `unit`; `advice` is empty when passed.
    """

    name: str
    value: float | None
    unit: str
    threshold: float
    passed: bool
    advice: str

    def as_json(self) -> Json:
        return {
            "name": self.name,
            "value": None if self.value is None else round(self.value, 4),
            "unit": self.unit,
            "threshold": self.threshold,
            "passed": self.passed,
            "advice": self.advice,
        }


@dataclass(frozen=True, slots=True)
class Quality:
    """All components of one picture; unlike a unified score they say what to do."""

    components: tuple[Component, ...]

    @property
    def passed(self) -> bool:
        return all(component.passed for component in self.components)

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do better, one sentence each, each only once."""
        return tuple(dict.fromkeys(component.advice for component in self.components if component.advice))

    def __getitem__(self, name: str) -> Component:
        return next(component for component in self.components if component.name == name)

    def as_json(self) -> Json:
        return {"passed": self.passed, "components": [component.as_json() for component in self.components]}


@dataclass(frozen=True, slots=True, eq=False)
class Measurement:
    """Everything one picture says. `template` and `appearance` are None when they were not asked for."""

    face: Face
    quality: Quality
    template: Template | None
    appearance: Appearance | None = None

    def as_json(self) -> Json:
        """Without the template: that is sealed apart and never stands in a row with the rest."""
        return {"face": self.face.as_json(), "quality": self.quality.as_json(), "encoded": self.template is not None}


@dataclass(frozen=True, slots=True)
class SamePicture:
    """Whether two pictures show one exposure: the correlation of the aligned faces, -1..1."""

    same: bool
    correlation: float

    def as_json(self) -> Json:
        return {"same": self.same, "correlation": round(self.correlation, 4)}
