"""What bad retouching does to a portrait, made on purpose: the front door. Importing it loads no OpenCV.

The damages prove the gates; no recipe can name one.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generation.damages.faults import FAULTS, Fault, Trial

__all__ = ["FAULTS", "Fault", "Trial"]


def __getattr__(name: str) -> Any:
    """A name, imported with its module on first use (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.faults"), name)
