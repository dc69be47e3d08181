"""What the database refuses of pictures: anything but a real capture where an identity control reads it.

A check constraint of `Rendition` looks at one row; these look at the portrait behind it, so that no row can lie about it.
"""

from collections.abc import Iterable

from accounts.guards import Guard
from policies.kinds import REAL_CAPTURES, SOURCE_TYPES
from policies.placements import anchors

SAYS = "An identity control reads this place: it takes real captures only."


def _quoted(words: Iterable[str]) -> str:
    return "(" + ", ".join(f"'{word}'" for word in sorted(words)) + ")"


ANCHORS = _quoted(anchors())
CAPTURES = _quoted(code for code, kind in SOURCE_TYPES.items() if kind in REAL_CAPTURES)
REAL = f"EXISTS (SELECT 1 FROM portraits_portrait p WHERE p.id = NEW.portrait_id AND p.origin IN {CAPTURES})"  # noqa: S608 (words of our own)
SAME = "EXISTS (SELECT 1 FROM portraits_portrait p WHERE p.id = NEW.portrait_id AND p.origin = NEW.source_type)"
ITS_OWN = (
    "EXISTS (SELECT 1 FROM portraits_rendition r WHERE r.id = NEW.rendition_id AND r.placement = NEW.placement "
    "AND r.portrait_id = NEW.portrait_id)"
)
READ = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} t WHERE t.portrait_id = NEW.id AND t.placement IN {ANCHORS})"  # noqa: S608 (words of our own)
    for table in ("portraits_rendition", "portraits_publication")
)
RENDITION = f"NEW.placement IN {ANCHORS} AND NOT ({REAL} AND {SAME})"
PUBLICATION = f"NEW.placement IN {ANCHORS} AND NOT ({REAL} AND (NEW.rendition_id IS NULL OR {ITS_OWN}))"
# What a picture is cannot be rewritten under a control that reads it, not even from one kind of capture to another.
PORTRAIT = f"NEW.origin <> OLD.origin AND ({READ})"

GUARDS = (
    Guard("portraits_rendition", "INSERT", RENDITION, SAYS),
    Guard("portraits_rendition", "UPDATE", RENDITION, SAYS),
    Guard("portraits_publication", "INSERT", PUBLICATION, SAYS),
    Guard("portraits_publication", "UPDATE", PUBLICATION, SAYS),
    Guard("portraits_portrait", "UPDATE", PORTRAIT, SAYS),
)
