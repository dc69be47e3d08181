"""The words of the public page, in the reader's language where there are some, else in the organisation's."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.http import HttpRequest
from django.utils import formats, timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header

from policies import disclosure
from portraits.models import Publication
from portraits.publishing import describing

BOOK = Path(__file__).with_name("words.yaml")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a picture: `disclosure` begins what its readers and its screen readers are told."""

    disclosure: str
    alt_text: str
    as_of: str
    since: str


def locale_of(request: HttpRequest, fallback: str) -> str:
    """The first language that the reader asks for and that there are words in."""
    asked = [code for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    languages = [code.partition("-")[0] for code in (*asked, fallback.lower())]
    return next((code for code in languages if code in _book()), disclosure.FALLBACK)


def of(locale: str) -> dict[str, str]:
    return _book()[locale]


def about(publication: Publication, locale: str) -> Said:
    portrait = publication.portrait
    told = describing.told(portrait, publication.placement, locale)
    return Said(
        disclosure=told.caption,
        alt_text=told.alt_text,
        as_of=_day(portrait.depicts_as_of, locale, "F Y"),
        since=_day(timezone.localdate(publication.published_at), locale, "DATE_FORMAT"),
    )


def month(day: Any, locale: str) -> str:
    return _day(day, locale, "F Y")


def _day(day: Any, locale: str, form: str) -> str:
    with translation.override("zh-hans" if locale == "zh" else locale):
        return str(formats.date_format(day, "YEAR_MONTH_FORMAT" if form == "F Y" else form)) if day else ""


@cache
def _book() -> dict[str, dict[str, str]]:
    book: dict[str, dict[str, str]] = yaml.safe_load(BOOK.read_text(encoding="utf-8"))
    return book
