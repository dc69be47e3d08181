"""Timing that can be compared: medians and 95th percentiles, as ratios to a reference done in the same run."""

import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image


@dataclass(frozen=True)
class Figure:
    """What one measured thing took, in seconds."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]

    def line(self, reference: "Figure", goal: str) -> str:
        ratio = self.median / reference.median
        return f"| {self.name} | {_say(self.median)} | {_say(self.p95)} | {ratio:.2f} | {len(self.seconds)} | {goal} |"


def measured(
    name: str, times: int, work: Callable[[], object], *, warm: int = 1, clock: Callable[[], float] = time.perf_counter
) -> Figure:
    """`clock` is time.process_time where a crowded machine must not count."""
    for _ in range(warm):
        work()
    seconds = []
    for _ in range(times):
        began = clock()
        work()
        seconds.append(clock() - began)
    return Figure(name, tuple(seconds))


def reference() -> Figure:
    """The unit of the ratios: a 12-megapixel JPEG decoded and reduced to 1024 pixels by Pillow, one thread."""
    rng = np.random.default_rng(1)
    small = Image.fromarray(rng.integers(0, 255, (300, 400, 3), np.uint8))
    out = io.BytesIO()
    small.resize((4000, 3000), Image.Resampling.BICUBIC).save(out, "JPEG", quality=90)
    data = out.getvalue()

    def decode() -> None:
        with Image.open(io.BytesIO(data)) as image:
            image.convert("RGB").resize((1024, 768), Image.Resampling.LANCZOS)

    return measured("reference: 12 MP JPEG decoded and reduced", 7, decode)


def _say(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"
