"""Where the head is in a picture: the few points that a crop and a label must respect. Not biometric detail."""

from dataclasses import asdict, dataclass
from typing import Any

from generation.faces import topology
from generation.faces.values import Face

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Head:
    """Points in pixels of the picture. Right and left are the person's own."""

    right_eye: Point
    left_eye: Point
    forehead: Point
    chin: Point
    right_edge: Point
    left_edge: Point

    @classmethod
    def of(cls, face: Face) -> "Head":
        def point(*indices: int) -> Point:
            x, y = face.points[list(indices)].mean(axis=0)
            return round(float(x), 1), round(float(y), 1)

        return cls(
            right_eye=point(topology.OUTER_EYE_RIGHT, topology.INNER_EYE_RIGHT),
            left_eye=point(topology.OUTER_EYE_LEFT, topology.INNER_EYE_LEFT),
            forehead=point(topology.FOREHEAD_TOP),
            chin=point(topology.CHIN_TIP),
            right_edge=point(topology.EDGE_RIGHT),
            left_edge=point(topology.EDGE_LEFT),
        )

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Head":
        return cls(**{name: (float(point[0]), float(point[1])) for name, point in data.items()})

    def as_json(self) -> dict[str, Any]:
        return {name: list(point) for name, point in asdict(self).items()}

    @property
    def eyes(self) -> Point:
        """Midway between the eyes."""
        return (self.right_eye[0] + self.left_eye[0]) / 2, (self.right_eye[1] + self.left_eye[1]) / 2

    @property
    def face_height(self) -> float:
        """From the top of the forehead to the chin."""
        return float(((self.forehead[0] - self.chin[0]) ** 2 + (self.forehead[1] - self.chin[1]) ** 2) ** 0.5)
