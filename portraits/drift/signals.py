"""One kind of evidence of one selfie or one opinion, with the sentence that says it."""

from collections.abc import Sequence
from typing import Final

from portraits.drift.limits import Limits
from portraits.drift.values import Kind, Signal, Usual

# More and less of it on the newer picture than on the portrait.
CHANGED: Final = {
    Kind.GLASSES: ("Glasses, or heavier ones, that the portrait does not show.", "The portrait shows glasses, or heavier ones."),
    Kind.FACIAL_HAIR: ("More beard than on the portrait.", "Less beard than on the portrait."),
    Kind.HAIR_COLOUR: ("The hair is greyer or lighter than on the portrait.", "The hair is darker than on the portrait."),
    Kind.HAIR_LENGTH: ("Longer hair than on the portrait.", "Shorter hair than on the portrait."),
    Kind.BALDNESS: ("Less hair on top than on the portrait.", "More hair on top than on the portrait."),
}  # fmt: skip
NAMES: Final = {
    Kind.IDENTITY: "the face",
    Kind.GLASSES: "glasses",
    Kind.FACIAL_HAIR: "facial hair",
    Kind.HAIR_COLOUR: "hair colour",
    Kind.HAIR_LENGTH: "hair length",
    Kind.BALDNESS: "hair on top",
    Kind.OWN_WORD: "the person says so",
    Kind.MANAGER: "their manager says so",
    Kind.REVIEWER: "a reviewer says so",
    Kind.CALENDAR: "its age",
}
SAID: Final = {
    Kind.OWN_WORD: ("You said that it still looks like you.", "You said that you look different now."),
    Kind.MANAGER: ("The manager says that it still looks like the person.", "The manager says that the person looks different."),
    Kind.REVIEWER: ("A reviewer looked: it still looks like the person.", "A reviewer looked: the person looks different."),
}  # fmt: skip
SHOWN_ONLY: Final = "Shown only, it decides nothing."


def identity_signal(distance: float | None, band: Usual, limits: Limits) -> Signal:
    """How far the faces are apart (distance in the encoder's space), from what is usual; nearer than usual is no finding."""
    limit = limits.kinds[Kind.IDENTITY].limit
    if distance is None:
        return Signal(Kind.IDENTITY, None, limit, found=False, counts=True, sentence="The faces could not be compared.")
    strength = (distance - band.centre) / band.spread
    found = strength >= limit
    sentence = f"The face lies {'outside' if found else 'inside'} its usual day-to-day difference."
    return Signal(Kind.IDENTITY, strength, limit, found, counts=True, sentence=sentence, difference=distance)


def change_signal(
    kind: Kind, difference: float | None, band: Usual, limits: Limits, *, counts: bool, why_not: str = ""
) -> Signal:
    """One change of appearance: `difference` is signed, in spreads of real unchanged pairs."""
    limit = limits.kinds[kind].limit
    if difference is None:
        sentence = why_not or f"Cannot tell: {NAMES[kind]}."
        return Signal(kind, None, limit, found=False, counts=counts, sentence=sentence)
    strength = (difference - band.centre) / band.spread
    seen = abs(strength) >= limit
    sentence = CHANGED[kind][strength < 0] if seen else f"No change of {NAMES[kind]} seen."
    if seen and not counts:
        sentence = f"{sentence} {SHOWN_ONLY}"
    return Signal(kind, strength, limit, seen and counts, counts, sentence, difference)


def word_signal(kind: Kind, *, still_looks_like: bool | None, about: Sequence[Kind] = ()) -> Signal:
    """What the person, a manager or a reviewer says; `about` are the kinds they ticked."""
    if still_looks_like is None:
        return Signal(kind, None, 1.0, found=False, counts=True, sentence="Nobody has said whether it still fits.")
    found = not still_looks_like
    ticked = tuple(dict.fromkeys(about)) if found else ()
    sentence = SAID[kind][found] + (f" Ticked: {named(ticked)}." if ticked else "")
    return Signal(kind, float(found), 1.0, found, counts=True, sentence=sentence, about=ticked)


def calendar_signal(spent: float) -> Signal:
    """How much of the portrait's time is over (1: due). The clock asks for a new look; it is no sign of a change."""
    over = spent >= 1
    sentence = "The portrait is due by its age." if over else "The portrait is not due by its age."
    return Signal(Kind.CALENDAR, spent, 1.0, found=False, counts=False, sentence=sentence)


def named(kinds: Sequence[Kind]) -> str:
    return ", ".join(NAMES[kind] for kind in kinds)
