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
SHORT = "AI"  # the main element of a label (Code of Practice on Transparency of AI-Generated Content, 2026-06-10)
STOPS = (".", "。", "।")
STOP = {"zh": "。", "hi": "।"}  # a full stop where it is not "."


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


def short_label(origin: Kind | str, locale: str, demanded: Iterable[str] = ()) -> str:
    """What may stand in the label's place where that does not fit, empty where nothing may.

    Words that rules want to read stay, and speak for ours; without any, the capitals AI say the main thing.
    """
    wanted = sorted({*demanded} - {SHORT})
    if wanted:
        return " · ".join(wanted)
    return SHORT if label(origin, locale).split()[:1] == [SHORT] else ""


def caption(origin: Kind | str, locale: str, own: str = "") -> str:
    """What stands under the picture: how it was made first, then what somebody wrote; never nothing."""
    return _after(_words(locale)[class_of(origin)]["caption"], own, origin, locale)


def alt_text(origin: Kind | str, locale: str, own: str = "") -> str:
    """What a screen reader says instead of the picture, in the same order. Names nobody by itself."""
    return _after(_words(locale)[class_of(origin)]["alt_text"], own, origin, locale)


def _after(disclosed: str, own: str, origin: Kind | str, locale: str) -> str:
    """The disclosure, then somebody's own words; of a real photo, which needs none, their words alone."""
    if not own.strip():
        return disclosed
    if class_of(origin) is PictureClass.REAL:
        return own.strip()
    stop = "" if disclosed.endswith(STOPS) else STOP.get(language_of(locale), ".")
    return f"{disclosed}{stop}{'' if language_of(locale) == 'zh' else ' '}{own.strip()}"


def language_of(locale: str) -> str:
    """The language that a locale is told in: its own where there are words in it, else English."""
    language = locale.replace("_", "-").partition("-")[0].lower()
    return language if language in _book() else FALLBACK


def locales() -> tuple[str, ...]:
    """The languages there are words in."""
    return tuple(_book())


def _words(locale: str) -> dict[str, dict[str, str]]:
    return _book()[language_of(locale)]


@cache
def _book() -> dict[str, dict[str, dict[str, str]]]:
    book: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return book
