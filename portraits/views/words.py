"""How the pages say things: plain words for codes, ages, days and places."""

from collections.abc import Mapping
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
RULE_FIELDS = {
    "clause": "What it says",
    "jurisdiction": "Where it binds",
    "sector": "For which trade",
    "sector_except": "Not for these trades",
    "platform": "On which platforms",
    "audience": "Who sees it",
    "effective_from": "First day",
    "effective_until": "Last day",
    "kinds": "Verdict",
    "max_age_days": "At most, days old",
    "disclosure": "Label",
    "disclosure_params": "How the label looks",
    "polish": "Polish",
    "styling": "Backdrops and clothes",
    "source": "Source",
    "confidence": "How sure",
    "applies_if": "Only if",
    "companions": "What stands beside it",
}
RULE_SAYS = {"allow": "Allowed", "review": "A person decides", "deny": "Not allowed", "silent": "Source is silent"}
RULE_LEVELS = {"not_applicable": "Not there", "silent": "Source is silent"}
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
COMPANIONS = {
    "real_photo": "A current real photo on file",
    "bio": "A few words about you",
    "work_link": "A link to your work",
}
INCIDENT_STEPS = {
    "decide": "Decided",
    "clean": "Gone from every channel",
    "tell": "Read by the person shown",
    "replace": "Another picture shown",
}
VOTES = [
    (5, "Exactly me"),
    (4, "Me"),
    (3, "Somewhat me"),
    (2, "Hardly me"),
    (1, "Not me"),
]
BACKGROUNDS = {
    "keep": "your own background",
    "blur": "blurred background",
    "studio": "new background",
    "light-grey": "light grey",
    "dark-grey": "dark grey",
    "warm-grey": "warm grey",
}


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

    if code == "*":
        return "Every kind"
    name = NAMES[Kind(code)].removeprefix("a ").removeprefix("an ")
    return name[0].upper() + name[1:]


def rule_field(path: str) -> str:
    """The path of a rule's field as words: disclosure.ai_generated.caption is "Label, AI-generated portrait: in the caption"."""
    name, *inside = path.split(".")
    title = RULE_FIELDS.get(name) or plain(name, {})
    if name in ("kinds", "max_age_days") and inside:
        return f"{title}: {kind(inside[0])}"
    if name == "disclosure" and len(inside) == 2:
        return f"{title}, {kind(inside[0])}: {plain(inside[1], CHANNELS)}"
    return f"{title}: {', '.join(plain(each, {}).lower() for each in inside)}" if inside else title


def rule_word(field: str, said: str) -> str:
    """What a field says, with the words of the form for verdicts and duties."""
    name = field.partition(".")[0]
    known = {"kinds": RULE_SAYS, "disclosure": RULE_LEVELS}.get(name)
    return plain(said, known).lower() if known else said


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


def tally(counts: Mapping[str, int]) -> str:
    """What was done, as a row of counts: 3 reminded, 1 checked; or that there was nothing to do."""
    return ", ".join(f"{number} {what}" for what, number in counts.items() if number) or "nothing to do"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" + ("" if number == 1 else "s")


def verb(verb: str) -> str:
    """A verb of the record in words: what, and what became of it."""
    _, subject, action = verb.split(":")
    return f"{subject} {action}".replace("-", " ").capitalize()
