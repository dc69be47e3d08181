"""How well one number tells pasted-together pictures from honest ones, and from how strong a fault a gate refuses it."""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

from generation.gates import Limit, Thresholds
from portraits.calibration.gate_rows import Row
from portraits.calibration.skin_tone import BANDS, wilson

COMPOSITES: Final = (
    *("halo", "scissors cut", "lost ear", "backdrop lit wrongly", "face lit wrongly"),
    *("pasted smile", "body swapped", "face swapped"),
)
FALSE: Final = (0.0, 0.01, 0.05)  # shares of honest candidates that may be refused


def excess(row: Row, limits: Thresholds) -> float:
    """How far the worst measure lies on its way from the best value to refusal: 1 is the limit. 0 with no limit at all."""
    ways = (_way(limits.limits[key], value) for key, value in row.values.items() if limits.asks(key))
    return max((way for way in ways if way is not None), default=1.0 if row.verdict == "refuse" else 0.0)


def area(honest: Sequence[float], faults: Sequence[float]) -> float:
    """Area under the curve: how often a fault lies above an honest candidate, ties counted half (Mann-Whitney)."""
    above = sum((fault > each) + 0.5 * (fault == each) for fault in faults for each in honest)
    return above / (len(honest) * len(faults))


def caught(honest: Sequence[float], faults: Sequence[float], *, false: float) -> float:
    """Share of faults above the value that at most such a share of honest candidates exceeds."""
    ordered = sorted(honest, reverse=True)
    limit = ordered[min(int(false * len(ordered)), len(ordered) - 1)]
    return sum(fault > limit for fault in faults) / len(faults)


def markdown(rows: Sequence[Row], limits: Thresholds) -> str:
    """One line a composite fault, and what a picture costs."""
    honest = [excess(row, limits) for row in rows if row.honest]
    lines = ["| composite | people | area under the curve | caught at 0 / 1 / 5 % false |", "|---|---|---|---|"]
    for name in COMPOSITES:
        faults = [excess(row, limits) for row in rows if row.name == name]
        if honest and faults:
            at = " / ".join(f"{100 * caught(honest, faults, false=false):.0f} %" for false in FALSE)
            lines.append(f"| {name} | {len(faults)} | {area(honest, faults):.3f} | {at} |")
    seconds = [row.seconds for row in rows]
    return "\n".join(
        [*lines, "", f"Processor time of one picture: median {median(seconds):.2f} s." if seconds else "", ""]
    )


def curves(rows: Sequence[Row]) -> str:
    """One line a fault and strength: the share refused in each band of skin tone, with its interval."""
    bands = [band for band, _ in BANDS if any(row.band == band for row in rows)]
    lines = [f"| fault | strength | all | {' | '.join(bands)} |", "|---|---|---|" + "---|" * len(bands)]
    for name, strength in dict.fromkeys((row.name, row.strength) for row in rows):
        seen = [row for row in rows if (row.name, row.strength) == (name, strength)]
        cells = " | ".join(_share([row for row in seen if row.band == band]) for band in bands)
        lines.append(f"| {name} | {strength} | {_share(seen)} | {cells} |")
    return "\n".join([*lines, ""])


def _way(limit: Limit, value: float) -> float | None:
    """0 at the amber limit's mirror image of refusal, 1 at refusal; None where nothing is refused."""
    if limit.refuse is None or limit.amber is None:
        return None
    return 1 + (value - limit.refuse) / abs(limit.refuse - limit.amber) * (1 if limit.worse == "above" else -1)


def _share(seen: Sequence[Row]) -> str:
    refused = sum(row.verdict == "refuse" for row in seen)
    if not seen:
        return ""
    low, high = wilson(refused, len(seen))
    return f"{refused}/{len(seen)} ({100 * low:.0f} to {100 * high:.0f} %)"


def measures(rows: Sequence[Row], limits: Thresholds) -> Iterator[str]:
    """For whoever sets limits: where honest candidates end and where the faults that a gate is made for begin."""
    yield "| measure | amber | refuse | honest, worst of 100 % / 99 % | its own faults, best 5 % / median |"
    yield "|---|---|---|---|---|"
    for key, limit in limits.limits.items():
        gate = key.partition(".")[0]
        honest = [row.values[key] for row in rows if row.honest and key in row.values]
        faults = [row.values[key] for row in rows if gate in row.made_for and key in row.values]
        if honest and faults:
            worst = _quantiles(honest, limit, (1.0, 0.99))
            best = _quantiles(faults, limit, (0.05, 0.5))
            yield f"| {key} | {limit.amber} | {limit.refuse} | {worst} | {best} |"


def _quantiles(values: Sequence[float], limit: Limit, shares: Sequence[float]) -> str:
    """From the good side to the bad one."""
    ordered = sorted(values, reverse=limit.worse == "below")
    return " / ".join(f"{ordered[min(int(share * len(ordered)), len(ordered) - 1)]:.3g}" for share in shares)
