"""IPTC digital source types (NewsCodes release 2024-10-23): what made the pixels of a picture.

Declared in order of generativeness, from pixels a sensor sampled to pixels a model invented. A picture's type speaks
of its whole history, so the most generative step names it: a later human edit launders nothing.
"""

from collections.abc import Iterable
from enum import Enum

SCHEME = "http://cv.iptc.org/newscodes/digitalsourcetype/"
RETIRED = {  # code: its successor in the scheme, if it names one
    "minorHumanEdits": "humanEdits",
    "digitalArt": "digitalCreation",
    "softwareImage": None,
}


class SourceTypeError(ValueError):
    """The code is not in the scheme."""


class RetiredSourceTypeError(SourceTypeError):
    """The code was in the scheme once. `successor` is the code that took its place, or None."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.successor = RETIRED[code]
        hint = f": use {self.successor}" if self.successor else ""
        super().__init__(f"IPTC retired the digital source type {code}{hint}.")


class SourceType(Enum):
    """A digital source type; the value is its code, the order of declaration the order of generativeness."""

    DIGITAL_CAPTURE = "digitalCapture"
    NEGATIVE_FILM = "negativeFilm"
    POSITIVE_FILM = "positiveFilm"
    PRINT = "print"
    COMPUTATIONAL_CAPTURE = "computationalCapture"
    COMPOSITE_CAPTURE = "compositeCapture"
    SCREEN_CAPTURE = "screenCapture"
    HUMAN_EDITS = "humanEdits"
    ALGORITHMICALLY_ENHANCED = "algorithmicallyEnhanced"
    DIGITAL_CREATION = "digitalCreation"
    DATA_DRIVEN_MEDIA = "dataDrivenMedia"
    ALGORITHMIC_MEDIA = "algorithmicMedia"
    COMPOSITE = "composite"
    VIRTUAL_RECORDING = "virtualRecording"
    COMPOSITE_SYNTHETIC = "compositeSynthetic"
    COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA = "compositeWithTrainedAlgorithmicMedia"
    TRAINED_ALGORITHMIC_MEDIA = "trainedAlgorithmicMedia"

    @classmethod
    def parse(cls, uri_or_code: str) -> "SourceType":
        """Read a code or a URI (http or https). Raises RetiredSourceTypeError, SourceTypeError."""
        code = uri_or_code.strip()
        for scheme in (SCHEME, SCHEME.replace("http:", "https:")):
            code = code.removeprefix(scheme)
        if code in RETIRED:
            raise RetiredSourceTypeError(code)
        try:
            return cls(code)
        except ValueError:
            raise SourceTypeError(f"{uri_or_code[:80]!r} is not an IPTC digital source type.") from None

    @property
    def code(self) -> str:
        return self.value

    @property
    def uri(self) -> str:
        """The canonical form, which is http and never https."""
        return SCHEME + self.value

    @property
    def generativeness(self) -> int:
        return _ORDER[self]

    @property
    def is_capture(self) -> bool:
        """Whether a sensor or a film made the pixels and nothing was put together or changed afterwards."""
        return self in _CAPTURES

    @property
    def is_generative(self) -> bool:
        """Whether a generative model made any of the pixels."""
        return self in _GENERATIVE

    @property
    def title(self) -> str:
        return _WORDS[self][0]

    @property
    def sentence(self) -> str:
        return _WORDS[self][1]


def most_generative(history: Iterable[SourceType]) -> SourceType | None:
    """The type that names a whole history; None when there is none."""
    return max(history, key=lambda each: each.generativeness, default=None)


def least_generative(first: SourceType, second: SourceType) -> SourceType:
    return min(first, second, key=lambda each: each.generativeness)


_ORDER = {each: place for place, each in enumerate(SourceType)}
_CAPTURES = frozenset(
    {
        SourceType.DIGITAL_CAPTURE,
        SourceType.NEGATIVE_FILM,
        SourceType.POSITIVE_FILM,
        SourceType.PRINT,
        SourceType.COMPUTATIONAL_CAPTURE,
    }
)
_GENERATIVE = frozenset(
    {
        SourceType.VIRTUAL_RECORDING,
        SourceType.COMPOSITE_SYNTHETIC,
        SourceType.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA,
        SourceType.TRAINED_ALGORITHMIC_MEDIA,
    }
)
_WORDS = {
    SourceType.DIGITAL_CAPTURE: ("Photo", "A camera took this picture."),
    SourceType.NEGATIVE_FILM: ("Scanned negative", "This picture was scanned from a film negative."),
    SourceType.POSITIVE_FILM: ("Scanned slide", "This picture was scanned from a slide."),
    SourceType.PRINT: ("Scanned print", "This picture was scanned from a print."),
    SourceType.COMPUTATIONAL_CAPTURE: ("Phone photo", "A camera merged several shots of one moment into this picture."),
    SourceType.COMPOSITE_CAPTURE: ("Photo montage", "This picture was put together from photos."),
    SourceType.SCREEN_CAPTURE: ("Screenshot", "This picture shows what was on a screen."),
    SourceType.HUMAN_EDITS: ("Retouched photo", "A person edited this photo, without generative AI."),
    SourceType.ALGORITHMICALLY_ENHANCED: (
        "Enhanced photo",
        "Software refined this photo, without generative AI and without changing what it shows.",
    ),
    SourceType.DIGITAL_CREATION: ("Illustration", "A person drew this picture with software."),
    SourceType.DATA_DRIVEN_MEDIA: ("Drawn from data", "Software drew this picture from data."),
    SourceType.ALGORITHMIC_MEDIA: ("Computed picture", "Software computed this picture, without training on photos."),
    SourceType.COMPOSITE: ("Montage", "This picture was put together from parts whose origin is not stated."),
    SourceType.VIRTUAL_RECORDING: ("Virtual recording", "This picture was recorded in a virtual scene."),
    SourceType.COMPOSITE_SYNTHETIC: ("Montage with AI", "Parts of this picture were made with generative AI."),
    SourceType.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA: (
        "AI-edited photo",
        "This photo was edited with generative AI.",
    ),
    SourceType.TRAINED_ALGORITHMIC_MEDIA: ("AI-generated picture", "Generative AI made this picture."),
}
