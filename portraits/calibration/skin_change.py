"""Does the embedded engine treat light and dark skin alike? What it does to the skin, and what it took for neutral, by band.

Nothing here knows a person or a picture: an angle is sorted into its band and forgotten.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from portraits.calibration.skin_tone import BANDS, FEWEST, band_of


@dataclass(frozen=True, slots=True)
class Reference:
    """What one photo's light was read as: stops of red against blue, None where nothing grey was seen, and stops of
    exposure that were asked for."""

    cast: float | None
    exposure: float


@dataclass(frozen=True, slots=True)
class Skin:
    """What one light did to the skin: stops of the median, ratio of its chroma, degrees of its hue."""

    stops: float
    chroma: float
    hue: float


@dataclass
class Seen:
    """All that was measured, by band, and by preset."""

    references: dict[str, list[Reference]] = field(default_factory=lambda: defaultdict(list))
    skins: dict[tuple[str, str], list[Skin]] = field(default_factory=lambda: defaultdict(list))

    def add(self, angle: float, reference: Reference, skins: dict[str, Skin]) -> None:
        """One photo: the angle of its skin in degrees, and every preset's change."""
        band = band_of(angle)
        self.references[band].append(reference)
        for preset, skin in skins.items():
            self.skins[preset, band].append(skin)

    @property
    def presets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(preset for preset, _ in self.skins))

    def gap(self, preset: str) -> float | None:
        """Stops between the bands whose skin is made lightest and darkest; bands with few photos are not compared."""
        compared = [self.skins[preset, band] for band, _ in BANDS if len(self.skins[preset, band]) >= FEWEST]
        middles = [statistics.median(each.stops for each in rows) for rows in compared]
        return max(middles) - min(middles) if len(middles) > 1 else None


HEAD: Final = (
    "| preset | skin tone | photos | stops, median (least to most) | chroma, median (least to most) | most hue |"
)


def markdown(seen: Seen) -> str:
    """Both tables."""
    lines = ["| skin tone | photos | grey seen | cast read, stops | exposure asked, stops |", "|---|---|---|---|---|"]
    lines += [_reference(band, seen.references[band]) for band, _ in BANDS if seen.references[band]]
    lines += ["", HEAD, "|---|---|---|---|---|---|"]
    for preset in seen.presets:
        lines += _of_preset(seen, preset)
    return "\n".join(lines) + "\n"


def as_json(seen: Seen) -> dict[str, Any]:
    """The figures behind the tables."""
    return {
        "photos": {band: len(rows) for band, rows in seen.references.items()},
        "gaps": {preset: seen.gap(preset) for preset in seen.presets},
        "skins": {f"{preset} {band}": [each.stops for each in rows] for (preset, band), rows in seen.skins.items()},
    }


def _of_preset(seen: Seen, preset: str) -> Iterator[str]:
    for band, _ in BANDS:
        if rows := seen.skins[preset, band]:
            stops, chroma = _spread([each.stops for each in rows]), _spread([each.chroma for each in rows])
            hue = max(abs(each.hue) for each in rows)
            yield f"| {preset} | {band} | {len(rows)} | {stops} | {chroma} | {hue:.1f} |"
    gap = seen.gap(preset)
    if gap is not None:
        yield f"| {preset} | between bands | | {gap:.3f} | | |"


def _reference(band: str, rows: Sequence[Reference]) -> str:
    casts = [each.cast for each in rows if each.cast is not None]
    cast = _spread(casts) if casts else "none"
    return f"| {band} | {len(rows)} | {len(casts)} | {cast} | {_spread([each.exposure for each in rows])} |"


def _spread(values: Sequence[float]) -> str:
    return f"{statistics.median(values):+.3f} ({min(values):+.3f} to {max(values):+.3f})"
