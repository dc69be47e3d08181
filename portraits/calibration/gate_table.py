"""What the gates make of honest candidates and of damaged ones: caught, asked about, missed, and whether bands differ."""

from collections import Counter
from collections.abc import Iterator, Sequence

from portraits.calibration.gate_rows import Row
from portraits.calibration.skin_tone import BANDS, FEWEST, Cell, gap, wilson


def markdown(rows: Sequence[Row]) -> str:
    """Honest candidates, faults, and the bands."""
    people = len({row.person for row in rows})
    parts = [_honest(rows), _faults(rows), _bands(rows)]
    return "\n".join([f"{people} people.", "", *(line for part in parts for line in (*part, ""))])


def _honest(rows: Sequence[Row]) -> Iterator[str]:
    yield "| honest candidate | people | refused | amber | refused by | amber by |"
    yield "|---|---|---|---|---|---|"
    honest = [row for row in rows if row.honest]
    for name in dict.fromkeys(row.name for row in honest):
        yield _honest_line(name, [row for row in honest if row.name == name])
    if honest:
        yield _honest_line("all", honest)


def _honest_line(name: str, seen: Sequence[Row]) -> str:
    amber = sum(row.verdict == "amber" for row in seen)
    by = _counts(gate for row in seen for gate in row.refused_by)
    asked = _counts(gate for row in seen for gate in row.amber_by)
    return f"| {name} | {len(seen)} | {_share(_refused(seen), len(seen))} | {amber} | {by} | {asked} |"


def _faults(rows: Sequence[Row]) -> Iterator[str]:
    yield "| fault | strength | people | refused | by its own gate | amber only | missed | refused by |"
    yield "|---|---|---|---|---|---|---|---|"
    faults = [row for row in rows if not row.honest]
    for name in dict.fromkeys(row.name for row in faults):
        seen = [row for row in faults if row.name == name]
        own = sum(bool(set(row.refused_by) & set(row.made_for)) for row in seen)
        amber, missed = (sum(row.verdict == verdict for row in seen) for verdict in ("amber", "pass"))
        by = _counts(gate for row in seen for gate in row.refused_by)
        share = _share(_refused(seen), len(seen))
        yield f"| {name} | {seen[0].strength} | {len(seen)} | {share} | {own} | {amber} | {missed} | {by} |"


def _bands(rows: Sequence[Row]) -> Iterator[str]:
    bands = [band for band, _ in BANDS if any(row.band == band for row in rows)]
    yield f"| by skin tone | {' | '.join(f'{band} ({_people(rows, band)})' for band in bands)} | gap |"
    yield "|---|" + "---|" * (len(bands) + 1)
    for name, honest in (("honest refused", True), ("faults refused", False)):
        chosen = {band: [row for row in rows if row.band == band and row.honest == honest] for band in bands}
        cells = " | ".join(_share(_refused(seen), len(seen)) for seen in chosen.values())
        yield f"| {name} | {cells} | {_gap(chosen)} |"


def _gap(chosen: dict[str, list[Row]]) -> str:
    """Between the worst and the best band. Candidates of one person are not independent: the interval flatters."""
    cells = {band: Cell(len(seen), None, _refused(seen)) for band, seen in chosen.items() if len(seen) >= FEWEST}
    if len(cells) < 2:
        return "too few"
    worst, best = max(cells, key=lambda band: cells[band].share), min(cells, key=lambda band: cells[band].share)
    found = gap(worst, cells[worst], best, cells[best])
    low, high = found.interval
    return f"{100 * found.share:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def _people(rows: Sequence[Row], band: str) -> int:
    return len({row.person for row in rows if row.band == band})


def _refused(seen: Sequence[Row]) -> int:
    return sum(row.verdict == "refuse" for row in seen)


def _share(count: int, total: int) -> str:
    if not total:
        return ""
    low, high = wilson(count, total)
    return f"{count}/{total} ({100 * low:.0f} to {100 * high:.0f} %)"


def _counts(names: Iterator[str]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in Counter(names).most_common())
