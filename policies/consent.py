"""Does what a person agreed to cover a use of their picture? By which release, and if not, why not.

Plain values in, a frozen answer out. Purposes never speak for each other, and what a release does not name it does not
cover.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from policies import jurisdictions, placements
from policies.kinds import Kind

ANYWHERE = "any"


class Purpose(StrEnum):
    PORTRAIT = "portrait_use"
    AI = "ai_generation"
    BIOMETRICS = "biometric_comparison"
    PUBLICATION = "publication"


class Group(StrEnum):
    """Kinds of pictures as people tell them apart."""

    CAMERA = "camera"
    RETOUCHED = "retouched"
    AI_EDITED = "ai_edited"
    AI_GENERATED = "ai_generated"


class Alteration(StrEnum):
    """What a recipe may change. Nothing that changes age, skin tone or shape exists to be agreed to."""

    LIGHT = "light_and_colour"
    BACKGROUND = "background"
    WHOLE = "whole_picture"


GROUPS = {
    Kind.CAMERA: Group.CAMERA,
    Kind.COMPUTATIONAL_CAPTURE: Group.CAMERA,
    Kind.PRINT_SCAN: Group.CAMERA,
    Kind.HUMAN_RETOUCHED: Group.RETOUCHED,
    Kind.AUTO_ENHANCED: Group.RETOUCHED,
    Kind.AI_BACKGROUND: Group.AI_EDITED,
    Kind.AI_COMPOSITE: Group.AI_EDITED,
    Kind.ILLUSTRATION: Group.AI_GENERATED,
    Kind.AI_GENERATED: Group.AI_GENERATED,
}
GROUP_WORDS = {
    Group.CAMERA: "real photos as the camera took them",
    Group.RETOUCHED: "real photos with light and colour refined",
    Group.AI_EDITED: "pictures that an AI model made in part",
    Group.AI_GENERATED: "pictures that an AI model made as a whole",
}
ALTERATION_WORDS = {
    Alteration.LIGHT: "light and colour",
    Alteration.BACKGROUND: "the background",
    Alteration.WHOLE: "the whole picture, made anew by a model",
}
ITEMS = {
    Purpose.PORTRAIT: "the use of your pictures as your portrait",
    Purpose.AI: "pictures that software refines or makes",
    Purpose.BIOMETRICS: "comparing your face by software",
}
TO_DO = {
    Purpose.PORTRAIT: "to use pictures of this person as their portrait",
    Purpose.AI: "to refine or make pictures of this person by software",
    Purpose.BIOMETRICS: "to compare this person's face by software",
}


@dataclass(frozen=True, slots=True)
class Use:
    """What somebody is about to do. What is None or empty is not asked about; `territory` names where it is seen."""

    purpose: Purpose
    placement: str = ""
    group: Group | None = None
    alterations: frozenset[Alteration] = field(default_factory=frozenset)
    territory: frozenset[str] = field(default_factory=frozenset)

    def __str__(self) -> str:
        if self.purpose is Purpose.PUBLICATION:
            return f"to show this person's picture in {placements.get(self.placement).title}"
        return TO_DO[self.purpose]


@dataclass(frozen=True, slots=True)
class Given:
    """One release. `ends_on` is its last day; from `withdrawn_on` on it covers nothing, that day included."""

    id: int
    purpose: Purpose
    placement: str
    groups: frozenset[Group]
    alterations: frozenset[Alteration]
    territory: frozenset[str]
    starts_on: date
    ends_on: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`reasons` are sentences for anybody; empty when the use is covered, by the release `by`."""

    by: int | None
    reasons: tuple[str, ...] = ()

    @property
    def covered(self) -> bool:
        return self.by is not None


def cover(use: Use, releases: Iterable[Given], on: date) -> Answer:
    """Whether one release covers the whole use on a day. Two releases that cover half each cover nothing."""
    item = [each for each in releases if (each.purpose, each.placement) == (use.purpose, use.placement)]
    if not item:
        return Answer(None, (f"There is no agreement {use}.",))
    found = [(each.id, _against(use, each, on)) for each in sorted(item, key=lambda each: each.id)]
    by = next((release_id for release_id, reasons in reversed(found) if not reasons), None)
    return Answer(by, () if by is not None else found[-1][1])


def cover_all(uses: Iterable[Use], releases: Sequence[Given], on: date) -> tuple[str, ...]:
    """Every reason against doing all of it; empty when each use is covered."""
    return tuple(reason for use in uses for reason in cover(use, releases, on).reasons)


def to_agree(uses: Iterable[Use], releases: Sequence[Given], on: date) -> str:
    """What the person has to agree to before all of it may be done, in one sentence; empty when nothing is missing."""
    items = [_item(use) for use in uses if not cover(use, releases, on).covered]
    return f"First agree to {', and to '.join(items)}." if items else ""


def _item(use: Use) -> str:
    """All that the agreement has to name, not only what is new: a later one takes the place of the one before."""
    if use.purpose is Purpose.PUBLICATION:
        return f"being shown in {placements.get(use.placement).title}"
    changed = [ALTERATION_WORDS[each] for each in Alteration if each in use.alterations]
    limits = [GROUP_WORDS[use.group]] if use.group else []
    limits += [f"changes of {' and '.join(changed)}"] if changed else []
    return f"{ITEMS[use.purpose]} ({', '.join(limits)})" if limits else ITEMS[use.purpose]


def _against(use: Use, given: Given, on: date) -> tuple[str, ...]:
    if given.withdrawn_on is not None and on >= given.withdrawn_on:
        return (f"The agreement {use} was taken back on {_day(given.withdrawn_on)}.",)
    if on < given.starts_on:
        return (f"The agreement {use} begins on {_day(given.starts_on)}.",)
    if given.ends_on is not None and on > given.ends_on:
        return (f"The agreement {use} ended on {_day(given.ends_on)}.",)
    return tuple(reason for reason in (_group(use, given), *_alterations(use, given), _territory(use, given)) if reason)


def _group(use: Use, given: Given) -> str:
    if use.group is None or use.group in given.groups:
        return ""
    return f"The agreement {use} does not include {GROUP_WORDS[use.group]}."


def _alterations(use: Use, given: Given) -> Iterable[str]:
    beyond = [each for each in Alteration if each in use.alterations - given.alterations]
    return (f"The agreement {use} does not include changes of {ALTERATION_WORDS[each]}." for each in beyond)


def _territory(use: Use, given: Given) -> str:
    if ANYWHERE in given.territory:
        return ""
    beyond = sorted(place for place in use.territory if not _lies_in(place, given.territory))
    seen = "everywhere" if ANYWHERE in beyond else f"in {', '.join(beyond)} too"
    return f"It is seen {seen}; the agreement {use} holds in {', '.join(sorted(given.territory))}." if beyond else ""


def _lies_in(place: str, territory: frozenset[str]) -> bool:
    return place != ANYWHERE and not jurisdictions.expand([place]).isdisjoint(territory)


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
