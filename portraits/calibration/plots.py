"""ROC and DET curves as small pictures; matplotlib is an extra and is imported when a curve is drawn."""

from collections.abc import Mapping
from pathlib import Path
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np

from portraits.calibration.error_rates import Floats
from portraits.calibration.report import Report

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE: Final = (4.8, 4.0)  # inches
DOTS: Final = 100  # an inch
TICKS: Final = (0.0001, 0.001, 0.01, 0.05, 0.2, 0.5)
GRID: Final = "#d0d4da"
CURVE: Final = "#1f4e79"
MARK: Final = "#b3361b"
COLOURS: Final = (CURVE, "#2e7d32", "#8e6c00", MARK, "#6a5a8c")


class PlottingMissingError(RuntimeError):
    """matplotlib is not installed."""

    def __init__(self) -> None:
        super().__init__("Plots need matplotlib: install the extra `demo` (pip install 'likeness[demo]').")


def roc(file: Path, fmr: Floats, fnmr: Floats, found: Report) -> None:
    """True matches over false matches, false matches on a logarithmic axis."""
    axes = _axes(f"ROC, {found.mated} mated and {found.non_mated} non-mated pairs")
    least = _least(found.non_mated)
    axes.step(_shown(fmr, found.non_mated), 1 - fnmr, where="post", color=CURVE)
    for point in found.points:
        if point.fnmr is not None:
            axes.plot(point.wanted, 1 - point.fnmr, "o", color=MARK)
    axes.set(xscale="log", xlim=(least, 1), ylim=(min(0.9, float(1 - fnmr[fmr <= 0.01].min()) - 0.02), 1.003))
    axes.set(xlabel="false match rate", ylabel="true match rate")
    _save(axes, file)


def det(file: Path, fmr: Floats, fnmr: Floats, found: Report) -> None:
    """Both error rates on normal-deviate axes, on which similar methods draw straight lines (Martin et al., 1997)."""
    axes = _axes(f"DET, equal error rate {found.eer:.1%}")
    across, up = _shown(fmr, found.non_mated), _shown(fnmr, found.mated)
    axes.step(deviates(across), deviates(up), where="post", color=CURVE)
    marks = deviates(np.array(TICKS))
    names = [f"{tick:.4g}" for tick in TICKS]
    axes.set_xticks(marks, names)
    axes.set_yticks(marks, names)
    axes.plot(marks, marks, "--", color=GRID)
    axes.set(xlim=(marks[0], marks[-1]), ylim=(marks[0], marks[-1]))
    axes.set(xlabel="false match rate", ylabel="false non-match rate")
    _save(axes, file)


def changes(file: Path, title: str, curves: Mapping[str, tuple[Floats, Floats]]) -> None:
    """One ROC curve a statistic: its share of changed pairs caught over its share of false alarms."""
    axes = _axes(title)
    for (name, (alarms, caught)), colour in zip(curves.items(), COLOURS, strict=False):
        axes.step(alarms, caught, where="pre", color=colour, label=name)
    axes.plot([0, 1], [0, 1], "--", color=GRID)
    axes.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.01), xlabel="false alarms", ylabel="changes caught")
    axes.legend(loc="lower right", fontsize="small")
    _save(axes, file)


def deviates(rates: Floats) -> Floats:
    """Rates strictly between 0 and 1 as quantiles of the normal distribution."""
    normal = NormalDist()
    return np.array([normal.inv_cdf(float(rate)) for rate in rates], np.float64)


def _least(pairs: int) -> float:
    """Half a pair: what is drawn where no pair was wrong, because neither axis has a zero."""
    return 1 / (2 * pairs)


def _shown(rates: Floats, pairs: int) -> Floats:
    return np.clip(rates, _least(pairs), 1 - _least(pairs))


def check() -> None:
    """Raise PlottingMissingError now rather than after the work."""
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError as error:
        raise PlottingMissingError from error


def _axes(title: str) -> "Axes":
    check()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, dpi=DOTS, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.set_title(title, fontsize="medium")
    axes.grid(visible=True, color=GRID, linewidth=0.6)
    return axes


def _save(axes: "Axes", file: Path) -> None:
    figure = axes.get_figure(root=True)
    if figure is not None:
        figure.savefig(file, format="png", metadata={"Software": None})
