"""Measuring whether a candidate is refined or replaced: the front door.

Importing it loads neither OpenCV nor weights; the first use of `Subject` or `check` does.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from generation.gates.limits import Limit, ThresholdError, Thresholds, thresholds
from generation.gates.values import Report, Result, Verdict

if TYPE_CHECKING:
    from generation.gates.checking import check, check_picture
    from generation.gates.outside import check_outside, unheld
    from generation.gates.subject import Subject

_MODULE_OF = {
    "Subject": "subject",
    "check": "checking",
    "check_picture": "checking",
    "check_outside": "outside",
    "unheld": "outside",
}

__all__ = [
    "Limit",
    "Report",
    "Result",
    "Subject",
    "ThresholdError",
    "Thresholds",
    "Verdict",
    "check",
    "check_outside",
    "check_picture",
    "thresholds",
    "unheld",
]


def __getattr__(name: str) -> Any:
    """A name, imported with its module on first use (PEP 562)."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
