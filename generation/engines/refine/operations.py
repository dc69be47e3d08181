"""The allow-list of what may be done to a photo, with the most of each. What is not listed cannot be recorded or done."""

from dataclasses import dataclass, field
from typing import Any, Final


class OperationError(ValueError):
    """An operation that is not on the list, or stronger than the list allows."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The least and the most of one operation, in its unit."""

    least: float
    most: float
    unit: str


ALLOWED: Final = {
    "white_balance": Bound(-0.22, 0.22, "stops of red against green"),
    "tint": Bound(-0.02, 0.02, "stops of green against magenta"),
    "exposure": Bound(-0.60, 0.60, "stops"),
    "shadow_lift": Bound(0, 0.90, "stops, at the most lifted place of the skin"),
    "highlight_softening": Bound(0, 0.36, "stops, at the brightest place of the skin"),
    "under_eye": Bound(0, 0.35, "stops"),
    "key_light": Bound(0, 0.60, "stops across the face"),
    "contrast": Bound(0, 0.45, "share added to the slope at mid grey"),
    "saturation": Bound(0.80, 1.25, "factor that keeps the skin's own chroma"),
    "vignette": Bound(0, 0.25, "share of light taken at the corners"),
    "background_blur": Bound(0, 0.03, "share of the height"),
    "background_replaced": Bound(0, 1, "1 when it was"),
}

SLACK: Final = 1e-6


@dataclass(slots=True)
class Operations:
    """What was done to one candidate."""

    done: dict[str, float] = field(default_factory=dict)

    def record(self, name: str, strength: float) -> None:
        """Note one operation; raises OperationError when it is not on the list or beyond its bounds."""
        bound = ALLOWED.get(name)
        if bound is None:
            raise OperationError(f"'{name}' is not an operation that may be done to a photo.")
        if not bound.least - SLACK <= strength <= bound.most + SLACK:
            raise OperationError(f"'{name}' may be {bound.least} to {bound.most} {bound.unit}, not {strength:.3f}.")
        self.done[name] = round(float(strength), 4)

    def as_json(self) -> dict[str, Any]:
        return dict(self.done)
