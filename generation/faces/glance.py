"""What a browser must know to look at a picture as this package does, before it is sent: limits, scales, sentences.

Nothing here looks at a picture and nothing here loads OpenCV: the web process writes it into its pages.
"""

from math import isfinite
from typing import Any

from generation.faces.errors import SENTENCES
from generation.faces.quality import scales
from generation.faces.quality.advice import ADVICE
from generation.faces.quality.limits import LIMITS

SURE = 0.75  # of a detection: real faces had it and more when large enough, false hits about .5 to .6
SECOND = 0.35  # of the main face's height: smaller ones are people in the background


def first_look() -> dict[str, Any]:
    """Plain values for JSON. An open side of a limit is None; the order is that in which a person would mend them."""
    return {
        "components": {name: _component(name) for name in ADVICE},
        "scales": {name.lower(): value for name, value in vars(scales).items() if name.isupper()},
        "faces": {"sure": SURE, "second": SECOND, "sentences": dict(SENTENCES)},
    }


def _component(name: str) -> dict[str, Any]:
    limit, advice = LIMITS[name], ADVICE[name]
    low, high = (side if isfinite(side) else None for side in (limit.low, limit.high))
    return {"low": low, "high": high, "below": advice.below, "above": advice.above}
