"""How the pages say things: plain words for codes, ages, days and places."""

from datetime import date

ORIGINS = {
    "digitalCapture": "Real photo",
    "negativeFilm": "Real photo on film",
    "positiveFilm": "Real photo on film",
    "print": "Scanned print",
    "humanEdits": "Edited by hand",
    "algorithmicallyEnhanced": "Refined by software",
    "compositeCapture": "Put together from real photos",
    "compositeWithTrainedAlgorithmicMedia": "AI edited",
    "trainedAlgorithmicMedia": "AI generated",
    "algorithmicMedia": "Drawn by software",
}
STATES = {
    "draft": "Draft",
    "in_review": "Waiting for approval",
    "approved": "Approved",
    "published": "Shown",
    "rejected": "Sent back",
    "superseded": "Replaced",
    "recalled": "Recalled",
    "withdrawn": "Withdrawn",
    "erased": "Erased",
}
STATE_TONES = {"in_review": "due", "approved": "good", "published": "good", "rejected": "bad", "recalled": "bad"}
DECISIONS = {
    "consistent": "Looks like the portrait",
    "watch": "Something changed",
    "drift": "Change confirmed",
    "somebody_else": "Somebody else?",
    "cannot_tell": "Cannot tell",
}
DECISION_TONES = {"consistent": "good", "watch": "due", "drift": "bad", "somebody_else": "bad"}
KINDS = {
    "identity": "face",
    "glasses": "glasses",
    "facial_hair": "beard or moustache",
    "hair_colour": "hair colour",
    "hair_length": "hair length",
    "baldness": "less hair",
    "own_word": "their own word",
    "manager": "their manager",
    "reviewer": "a reviewer",
    "calendar": "the calendar",
}
CHANGES = {
    "glasses": "Glasses: new ones, other ones or none",
    "facial_hair": "A beard or moustache",
    "hair_colour": "Hair colour, or grey",
    "hair_length": "Hair length or cut",
    "baldness": "Less hair",
}
VERDICT_TONES = {"allow": "good", "review": "due", "deny": "bad", "pass": "good", "amber": "due", "refuse": "bad"}
VERDICTS = {"allow": "Allowed", "review": "Look closely", "deny": "Not allowed"}
CHANNELS = {
    "visible_badge": "on the picture",
    "caption": "in the caption",
    "alt_text": "in the text for screen readers",
    "iptc": "in the file (IPTC)",
    "c2pa": "signed in the file (C2PA)",
    "platform_toggle": "with the platform's own switch",
    "ui_context": "in a note beside the picture",
}
LEVELS = {
    "required": "Required",
    "recommended": "Recommended",
    "forbidden": "Not allowed",
    "conflict": "Rules disagree",
    "unavailable": "Not possible there",
}
LAYERS = {"law": "Law", "platform": "Platform", "sector": "Trade", "organisation": "Organisation"}
MEASURES = {
    "identity": "The same face",
    "texture": "Skin detail",
    "geometry": "Shape of the face",
    "painting": "Looks painted",
    "drawing": "Looks drawn",
    "screen_reshoot": "Looks like a picture of a screen",
    "ai_metadata": "Says it is made by AI",
}
BACKGROUNDS = {"keep": "your own background", "blur": "blurred background", "studio": "new background"}


def plain(code: str, known: dict[str, str]) -> str:
    """The words for a code; a code nobody named yet is shown readable rather than hidden."""
    return known.get(code) or code.replace("_", " ").replace("-", " ").capitalize()


def placement(key: str) -> str:
    """What a placement is called; a key that left the catalogue is shown as it is."""
    from policies import placements

    known = placements.catalogue().get(key)
    return known.title if known else plain(key, {})


def kind(code: str) -> str:
    """What the rules call a kind of picture; * for every kind."""
    from policies.findings import NAMES
    from policies.kinds import Kind

    return "Every kind" if code == "*" else NAMES[Kind(code)].removeprefix("a ").removeprefix("an ").capitalize()


def origin(code: str) -> str:
    return plain(code.rsplit("/", 1)[-1], ORIGINS)


def age(days: int | None) -> str:
    """How old something is, in the coarsest unit that is still honest: 12 days, 6 weeks, 14 months, 3 years."""
    if days is None:
        return "of unknown age"
    if days < 1:
        return "from today"
    for size, unit, upto in ((1, "day", 21), (7, "week", 90), (30.4, "month", 1461)):
        if days < upto:
            return _count(int(days / size), unit)
    return _count(int(days / 365.25), "year")


def until(day: date, on: date) -> str:
    """Where a day lies from today: in 3 weeks, today, 2 months ago."""
    days = (day - on).days
    if days == 0:
        return "today"
    return f"in {age(days)}" if days > 0 else f"{age(-days)} ago"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" + ("" if number == 1 else "s")
