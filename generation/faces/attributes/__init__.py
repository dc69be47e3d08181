"""Six visible things of one picture, each read by a small learned head on the frozen encoder's feature maps: glasses, beard,
moustache, grey hair, hair length, baldness. What they are worth, and where not, is in docs/attributes.md.

Importing this package loads neither OpenCV nor any weights; the first reading does. No torch is needed.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from generation.faces.attributes.values import NAMES, Attributes, Head, Model

if TYPE_CHECKING:
    from generation.faces.attributes.heads import model
    from generation.faces.attributes.reading import read

_MODULE_OF = {"model": "heads", "read": "reading"}

__all__ = ["NAMES", "Attributes", "Head", "Model", "model", "read"]


def __getattr__(name: str) -> Any:
    """A verb, imported with its module on first use (PEP 562)."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
