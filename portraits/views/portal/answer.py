"""The headline is the answer; then why; then the one thing to do."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import get_text_list

from portraits.clocks import Freshness
from portraits.drift import Decision
from portraits.models import Photo
from portraits.states import State
from portraits.views.portal.standing import Standing

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Answer:
    headline: str
    tone: str
    why: str


@dataclass(frozen=True, slots=True)
class Action:
    title: str
    address: str


def answer(now: Standing) -> Answer:
    """What the page says first. What was seen on the person outranks what the calendar says."""
    if now.shown is None or now.reading is None:
        return _nothing_shown(now)
    return _seen(now) or _elsewhere(now) or _clock(now)


def action(now: Standing) -> Action | None:
    """The one primary action, or None while it is somebody else's turn."""
    return _open_action(now) or _fresh_action(now)


def _nothing_shown(now: Standing) -> Answer:
    why = "Nobody sees a picture of you yet."
    if now.opened and now.opened.state == State.IN_REVIEW:
        why = "A colleague is looking at the picture you handed in. Until then nobody sees one."
    return Answer("You have no portrait yet", "none", why)


def _seen(now: Standing) -> Answer | None:
    latest = now.latest
    if latest is None:
        return None
    if now.drifted:
        return Answer("Your portrait no longer looks like you", "bad", latest.sentence)
    if latest.decision == Decision.WATCH:
        return Answer("Your portrait may no longer look like you", "due", latest.sentence)
    return None


def _elsewhere(now: Standing) -> Answer | None:
    """An older picture that some places go on showing no longer looks like the person. The ring stays the newest one's."""
    changed = now.changed_places
    older = changed[0].older if changed else None
    if older is None or older.latest is None:
        return None
    where, shows = get_text_list([place.title for place in changed], "and"), "shows" if len(changed) == 1 else "show"
    settles = (
        "Your newest portrait can take its place." if older.portrait.software_made else "A new real photo settles it."
    )
    return Answer(f"{where} {shows} a picture that no longer looks like you", "", f"{older.latest.sentence} {settles}")


def _clock(now: Standing) -> Answer:
    assert now.reading  # noqa: S101 (asked for a shown portrait only)
    says, due = now.reading.freshness, now.reading.due_on
    if due is None:
        return Answer("Nobody knows how old your portrait is", "due", "A new photo with its day settles it.")
    if says is Freshness.OVERDUE:
        return Answer(f"Your portrait was due on {_day(due)}", "bad", "It is older than a portrait should become.")
    if says is Freshness.DUE:
        return Answer(f"Your portrait is due since {_day(due)}", "due", "Time for a look: a selfie says enough.")
    if due <= now.on + SOON:
        return Answer(f"Your portrait is due on {_day(due)}", "due", "A selfie now says whether it can stay.")
    return _still(now, due)


def _still(now: Standing, due: date) -> Answer:
    if now.decision == Decision.CONSISTENT and now.latest:
        why = f"Your selfie of {_day(now.latest.on)} looks like it. Have a look again by {_day(due)}."
        return Answer("Your portrait still looks like you", "good", why)
    return Answer(
        "Your portrait is up to date", "good", f"Next look by {_day(due)}. A selfie says whether it still fits."
    )


def _open_action(now: Standing) -> Action | None:
    if now.opened and now.opened.state == State.DRAFT and now.opened.candidate_id:
        return Action("Say that it is you", reverse("portal:candidate", args=[now.opened.candidate_id]))
    if now.choosing and now.run:
        return Action("Choose a picture", reverse("portal:run", args=[now.run.pk]))
    if now.rendering and now.run:
        return Action("See how far it is", reverse("portal:run", args=[now.run.pk]))
    return None


def _fresh_action(now: Standing) -> Action | None:
    if now.opened:
        return None
    if now.drifted and now.has_photo:
        return Action("Ask for new pictures", reverse("portal:ask"))
    if now.decision == Decision.WATCH:
        return Action("Take another selfie", reverse("portal:selfie"))
    if now.good_photo and (now.shown is None or _settles(now.good_photo, now)):
        return Action("Use your photo", reverse("portal:photo", args=[now.good_photo.pk]))
    return Action("Take a new selfie" if now.has_photo else "Add a photo of yourself", reverse("portal:selfie"))


def _settles(photo: Photo, now: Standing) -> bool:
    """Whether this real photo is newer than an older picture that no longer looks like the person."""
    days = [place.older.portrait.depicts_as_of for place in now.changed_places if place.older]
    return any(day is None or photo.captured_on > day for day in days)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
