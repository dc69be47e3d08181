"""What is said under a picture and instead of it: the disclosure first, then what somebody wrote; never nothing."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import User
from generation.jobs import JobState, announce
from policies import disclosure
from portraits.models import PictureWords, Portrait, Publication


class DescriptionRefusedError(ValueError):
    """It cannot be said like this; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Told:
    """Both begin with the disclosure where one is due, and neither is ever empty."""

    caption: str
    alt_text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where words are said: a placement (empty: everywhere) and a language."""

    placement: str
    locale: str


def told(portrait: Portrait, placement: str, locale: str) -> Told:
    """What is said of a portrait in a place: the words of that place, else of every place, after the disclosure."""
    own = written(portrait, Place(placement, locale)) or written(portrait, Place("", locale))
    return Told(
        caption=disclosure.caption(portrait.origin, locale, own.caption if own else ""),
        alt_text=disclosure.alt_text(portrait.origin, locale, own.alt_text if own else ""),
    )


def written(portrait: Portrait, where: Place) -> PictureWords | None:
    """What somebody wrote for exactly this place and language."""
    language = disclosure.language_of(where.locale)
    return PictureWords.objects.filter(portrait=portrait, placement=where.placement, locale=language).first()


def describe(portrait: Portrait, where: Place, *, caption: str, alt_text: str, actor: User) -> int:
    """Keep what is said in a place, or with two empty texts the disclosure alone; how many files are made again for it."""
    if not (permissions.is_self(actor, portrait) or permissions.can_review(actor, portrait)):
        raise DescriptionRefusedError("Only the person shown and the photo team describe a picture.")
    said = {"caption": " ".join(caption.split()), "alt_text": " ".join(alt_text.split())}
    same: dict[str, Any] = {
        "portrait": portrait,
        "placement": where.placement,
        "locale": disclosure.language_of(where.locale),
    }
    with transaction.atomic():
        if any(said.values()):
            PictureWords.objects.update_or_create(**same, defaults=said)
        else:
            PictureWords.objects.filter(**same).delete()
        data = {"placement": where.placement, "locale": same["locale"]}
        record(Verb.PICTURE_DESCRIBED, portrait, organisation=portrait.person.organisation, actor=actor, data=data)
        return _make_again(portrait, where)


def _make_again(portrait: Portrait, where: Place) -> int:
    """A file carries its words inside: those that are shown in the language of the organisation are ordered anew."""
    from portraits.tasks import publish

    own = disclosure.language_of(portrait.person.organisation.locale)
    if disclosure.language_of(where.locale) != own:
        return 0
    live = Publication.objects.filter(portrait=portrait, published_at__isnull=False, ended_at=None)
    rows = live.filter(placement=where.placement) if where.placement else live
    waiting = list(rows.filter(job_state=JobState.DONE).values_list("pk", flat=True))
    fresh = {"attempts": 0, "problem": "", "finished_at": None, "announced_at": timezone.now()}
    Publication.objects.filter(pk__in=waiting).update(job_state=JobState.WAITING, **fresh)
    for pk in waiting:
        announce(publish, pk)
    return len(waiting)
