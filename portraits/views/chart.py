"""The difference to one's own portrait over time, as geometry for a small drawing and a sentence that says the same. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 640, 180
PAD = 14


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    on: date
    distance: float
    outside: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything in units of the view box; the band reaches from `band_top` down over `band_height`."""

    points: tuple[Point, ...]
    band_top: float
    band_height: float
    sentence: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def line(self) -> str:
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def chart(
    checks: Sequence[tuple[date, float]], *, centre: float, spread: float, limit: float, whose: str = "your"
) -> Chart | None:
    """Distances (encoder's space) with the day of each selfie, oldest first, within `centre` +- `limit` spreads."""
    if not checks:
        return None
    low, high = max(0.0, centre - limit * spread), centre + limit * spread
    bottom = min(low, *(value for _, value in checks)) - spread
    top = max(high, *(value for _, value in checks)) + spread

    def y(value: float) -> float:
        return round(PAD + (top - value) / (top - bottom) * (HEIGHT - 2 * PAD), 1)

    points = tuple(
        Point(_x(on, checks[0][0], checks[-1][0]), y(value), on, value, outside=value > high) for on, value in checks
    )
    return Chart(points, y(high), round(y(low) - y(high), 1), _sentence(points, whose))


def _x(on: date, first: date, last: date) -> float:
    span = (last - first).days
    share = (on - first).days / span if span else 0.5
    return round(PAD + share * (WIDTH - 2 * PAD), 1)


def _sentence(points: Sequence[Point], whose: str) -> str:
    outside = [point for point in points if point.outside]
    many = "1 selfie was" if len(points) == 1 else f"{len(points)} selfies were"
    share = f"{len(outside)} outside" if outside else "all inside"
    return f"{many} compared with {whose} portrait, {share} {whose} usual day-to-day difference."
