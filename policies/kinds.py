"""What a picture is to the rules, read from its IPTC digital source type.

A kind describes the whole history of a picture, so the most generative step counts (provenance by IPTC NewsCodes
`digitalsourcetype`, release 2024-10-23). Where one code covers two kinds, the one with the stricter rules is taken.
"""

from collections.abc import Iterable
from enum import StrEnum

SCHEME = "http://cv.iptc.org/newscodes/digitalsourcetype/"


class Kind(StrEnum):
    """Ordered from captured to generated: a later member is the more generative one."""

    CAMERA = "camera"
    COMPUTATIONAL_CAPTURE = "computational_capture"
    PRINT_SCAN = "print_scan"
    HUMAN_RETOUCHED = "human_retouched"
    AUTO_ENHANCED = "auto_enhanced"
    ILLUSTRATION = "illustration"
    AI_BACKGROUND = "ai_background"
    AI_COMPOSITE = "ai_composite"
    AI_GENERATED = "ai_generated"


REAL_CAPTURES = frozenset({Kind.CAMERA, Kind.COMPUTATIONAL_CAPTURE, Kind.PRINT_SCAN})
SOFTWARE_MADE = frozenset({Kind.AUTO_ENHANCED, Kind.AI_BACKGROUND, Kind.AI_COMPOSITE, Kind.AI_GENERATED})

SOURCE_TYPES = {
    "digitalCapture": Kind.CAMERA,
    "computationalCapture": Kind.COMPUTATIONAL_CAPTURE,
    "negativeFilm": Kind.PRINT_SCAN,
    "positiveFilm": Kind.PRINT_SCAN,
    "print": Kind.PRINT_SCAN,
    "humanEdits": Kind.HUMAN_RETOUCHED,
    "compositeCapture": Kind.HUMAN_RETOUCHED,
    "algorithmicallyEnhanced": Kind.AUTO_ENHANCED,
    "digitalCreation": Kind.ILLUSTRATION,
    "dataDrivenMedia": Kind.ILLUSTRATION,
    "composite": Kind.AI_COMPOSITE,
    "compositeSynthetic": Kind.AI_COMPOSITE,
    "compositeWithTrainedAlgorithmicMedia": Kind.AI_COMPOSITE,
    "virtualRecording": Kind.AI_COMPOSITE,
    "algorithmicMedia": Kind.AI_GENERATED,
    "trainedAlgorithmicMedia": Kind.AI_GENERATED,
}
RETIRED = {"minorHumanEdits": "humanEdits", "digitalArt": "digitalCreation", "softwareImage": ""}
_ORDER = {kind: place for place, kind in enumerate(Kind)}


class SourceTypeError(ValueError):
    """The digital source type does not say what the picture is; the sentence names it and what to write instead."""


def of_source_type(code: str) -> Kind:
    """The kind of an IPTC code or its full address. Raises SourceTypeError for retired, unknown and empty codes."""
    name = code.removeprefix(SCHEME)
    if name in SOURCE_TYPES:
        return SOURCE_TYPES[name]
    if name in RETIRED:
        instead = f"write {RETIRED[name]}" if RETIRED[name] else "say how the picture was made"
        raise SourceTypeError(f"The digital source type {name} is retired: {instead} instead.")
    if name == "screenCapture":
        raise SourceTypeError("A screen capture does not say what was on the screen: say how that picture was made.")
    raise SourceTypeError(f"There is no digital source type {name!r} in the IPTC scheme.")


def named_by(code: str) -> str:
    """The kind that an IPTC code of today or of before names; empty for what is no code."""
    name = code.removeprefix(SCHEME)
    kind = SOURCE_TYPES.get(RETIRED.get(name, name))
    return kind.value if kind else ""


def most_generative(kinds: Iterable[Kind]) -> Kind:
    """The kind of a history: its most generative step, whatever came after. Raises ValueError for an empty history."""
    return max(kinds, key=_ORDER.__getitem__)
