"""The closed lists of words that rules, verdicts and placements are written in."""

from enum import StrEnum


class Decision(StrEnum):
    """`silent` is the absence of a word, never a permission; a verdict as a whole is never silent."""

    SILENT = "silent"
    ALLOW = "allow"
    REVIEW = "review"
    DENY = "deny"


class Layer(StrEnum):
    """Who speaks. A law never grants: it denies, asks for a review, adds duties or stays silent."""

    LAW = "law"
    PLATFORM = "platform"
    SECTOR = "sector"
    ORGANISATION = "organisation"
    PLACEMENT = "placement"


class Channel(StrEnum):
    """Where a label can stand."""

    VISIBLE_BADGE = "visible_badge"
    CAPTION = "caption"
    ALT_TEXT = "alt_text"
    IPTC = "iptc"
    C2PA = "c2pa"
    PLATFORM_TOGGLE = "platform_toggle"
    UI_CONTEXT = "ui_context"


class Level(StrEnum):
    """What a rule says of a channel; `conflict` and `unavailable` are what several rules amount to together."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    FORBIDDEN = "forbidden"
    SILENT = "silent"
    NOT_APPLICABLE = "not_applicable"
    CONFLICT = "conflict"
    UNAVAILABLE = "unavailable"


class Status(StrEnum):
    IN_FORCE = "in_force"
    UPCOMING = "upcoming"
    DRAFT = "draft"
    SILENT = "silent"


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Audience(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"
    GOVERNMENT = "government"


class Companion(StrEnum):
    """What can stand beside a picture, so that it complements a person and does not replace them."""

    REAL_PHOTO = "real_photo"
    BIO = "bio"
    WORK_LINK = "work_link"


_DISTANCE = {layer: rank for rank, layer in enumerate(Layer)}
_STRICTNESS = {decision: rank for rank, decision in enumerate(Decision)}


def strictness(decision: Decision) -> int:
    """silent 0, allow 1, review 2, deny 3."""
    return _STRICTNESS[decision]


def strictest(*decisions: Decision) -> Decision:
    """The strictest of several decisions; `silent` when there are none."""
    return max(decisions, key=strictness, default=Decision.SILENT)


def distance(layer: Layer) -> int:
    """The order in which layers are told, the farthest from the portrait first: law 0 to placement 4."""
    return _DISTANCE[layer]
