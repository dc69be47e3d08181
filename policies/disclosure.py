"""The words that say how a picture was made: on it, under it and instead of it, in the reader's language.

A class is what viewers are told; it follows from the kind, and the kind from the most generative step of the whole
history (`policies.kinds.most_generative`), so a later edit by hand never launders a generated picture.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from policies.kinds import Kind, of_source_type

WORDS = Path(__file__).parent / "packs" / "words.yaml"
FALLBACK = "en"


class PictureClass(StrEnum):
    REAL = "real"
    RETOUCHED = "retouched"
    ENHANCED = "enhanced"
    ILLUSTRATION = "illustration"
    MODIFIED = "modified"
    GENERATED = "generated"


CLASSES = {
    Kind.CAMERA: PictureClass.REAL,
    Kind.COMPUTATIONAL_CAPTURE: PictureClass.REAL,
    Kind.PRINT_SCAN: PictureClass.REAL,
    Kind.HUMAN_RETOUCHED: PictureClass.RETOUCHED,
    Kind.AUTO_ENHANCED: PictureClass.ENHANCED,
    Kind.ILLUSTRATION: PictureClass.ILLUSTRATION,
    Kind.AI_BACKGROUND: PictureClass.MODIFIED,
    Kind.AI_COMPOSITE: PictureClass.MODIFIED,
    Kind.AI_GENERATED: PictureClass.GENERATED,
}


def class_of(origin: Kind | str) -> PictureClass:
    """The class of a kind or of an IPTC digital source type; SourceTypeError for a code that says nothing."""
    return CLASSES[origin if isinstance(origin, Kind) else of_source_type(origin)]


def label(origin: Kind | str, locale: str, demanded: Iterable[str] = ()) -> str:
    """The visible label, empty for a real photo.

    `demanded` are the words that rules want to read (a duty's `badge_texts`): those that the label does not say
    already, in whatever language, are added after it.
    """
    wanted = class_of(origin)
    words = _words(locale)[wanted]["label"]
    same = {each[wanted]["label"] for each in _book().values()}
    missing = sorted({text for text in demanded if text not in same and text not in words.split()})
    return " · ".join([words, *missing] if words else missing)


def caption(origin: Kind | str, locale: str) -> str:
    """One sentence for under the picture."""
    return _words(locale)[class_of(origin)]["caption"]


def alt_text(origin: Kind | str, locale: str) -> str:
    """What a screen reader says instead of the picture. Names nobody."""
    return _words(locale)[class_of(origin)]["alt_text"]


def locales() -> tuple[str, ...]:
    """The languages there are words in."""
    return tuple(_book())


def _words(locale: str) -> dict[str, dict[str, str]]:
    language = locale.replace("_", "-").partition("-")[0].lower()
    return _book().get(language, _book()[FALLBACK])


@cache
def _book() -> dict[str, dict[str, dict[str, str]]]:
    book: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return book
