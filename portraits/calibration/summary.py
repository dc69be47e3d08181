"""A calibration in words and Markdown, and its threshold set as portraits/thresholds.yaml wants it."""

from collections.abc import Iterator
from dataclasses import asdict

import yaml

from portraits.calibration.bootstrap import Interval
from portraits.calibration.report import OperatingPoint, Report


def text(found: Report) -> str:
    return "\n".join(_lines(found)) + "\n"


def threshold_set(found: Report) -> str | None:
    """The `identity` set as YAML, ready to stand in portraits/thresholds.yaml; None when none could be worked out."""
    if found.thresholds is None:
        return None
    return yaml.safe_dump({"identity": asdict(found.thresholds)}, sort_keys=False, allow_unicode=True)


def _lines(found: Report) -> Iterator[str]:
    yield (
        f"{found.mated} mated pairs of {found.people_mated} people, {found.non_mated} non-mated pairs of "
        f"{found.people_non_mated} pairs of people; {found.encoder}."
    )
    yield f"AUC {found.auc:.5f}, equal error rate {found.eer:.1%} ({_share(found.eer_interval)}) at {found.eer_threshold:.3f}."
    yield ""
    yield "| FMR | threshold | 95 % | FNMR | 95 % |"
    yield "|---|---|---|---|---|"
    yield from (_row(point, found) for point in found.points)
    yield from _groups(found)
    yield ""
    if found.ageing:
        line = found.ageing
        yield (
            f"Distance a year: {line.slope:+.4f} [{line.low:+.4f}, {line.high:+.4f}] over {line.pairs} pairs, "
            f"correlation {line.correlation:.2f}."
        )
    yield f"Farthest mated lines: {_numbers(found.farthest_mated)}; nearest non-mated: {_numbers(found.nearest_non_mated)}."
    yield from (f"No threshold set. {sentence}" for sentence in found.missing)
    if found.thresholds:
        limits = found.thresholds
        yield (
            f"Threshold set {limits.key}: same up to {limits.same:g} (FMR {limits.fmr_at_same:.2%}), "
            f"somebody else above {limits.other:g} (FNMR {limits.fnmr_at_other:.2%})."
        )


def _row(point: OperatingPoint, found: Report) -> str:
    if point.threshold is None or point.interval is None or point.fnmr_interval is None or point.fnmr is None:
        return (
            f"| {point.wanted:g} | not enough pairs: {point.needed} pairs of two people needed, "
            f"{found.people_non_mated} there | | | |"
        )
    low, high = point.interval
    return (
        f"| {point.wanted:g} | {point.threshold:.3f} | {low:.3f} to {high:.3f} | {point.fnmr:.1%} | "
        f"{_share(point.fnmr_interval)} |"
    )


def _groups(found: Report) -> Iterator[str]:
    if not found.groups:
        return
    yield from ("", "| group | threshold | false matches | false non-matches |", "|---|---|---|---|")
    for row in found.groups:
        yield (
            f"| {row.group} | {row.threshold:.3f} | {row.false_matches} of {row.non_mated} | "
            f"{row.false_non_matches} of {row.mated} |"
        )


def _share(interval: Interval) -> str:
    return f"{interval[0]:.1%} to {interval[1]:.1%}"


def _numbers(lines: tuple[int, ...]) -> str:
    return ", ".join(str(line) for line in lines) or "none"
