"""What ends when an agreement ends: one table, purpose -> the kinds of things that depend on it.

Whatever the product keeps or does because somebody agreed stands here, or it would outlive the agreement.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from policies.consent import Purpose


class Kind(StrEnum):
    """In the order in which they are ended: work first, then what is shown, then what was made of the face.

    A row of which only numbers end keeps what was answered, in words.
    """

    RUN = "run"  # a render that waits or is being made
    PUBLICATION = "publication"  # shown, or about to be
    PORTRAIT = "portrait"  # on its way, or shown
    MAP = "difference_map"
    BASELINE = "baseline"
    MEASUREMENT = "measurement"  # numbers of a photo that can be compared
    CHECK = "drift_measurement"  # how far a selfie was from the portrait, kind by kind
    ALERT = "alert_measurement"  # how far a photo was from the others when somebody else was suspected
    CLOSENESS = "candidate_measurement"  # how far a made picture is from the photos
    ARCHIVE = "archive"  # everything handed over: it holds the numbers and pictures of its day
    TEMPLATE = "template"
    CANDIDATE = "candidate"  # a picture nobody has chosen


@dataclass(frozen=True, slots=True)
class Thing:
    """One row that depends on agreements. `software` made its pixels; `compared` is whether a face was compared for it."""

    kind: Kind
    id: int
    placement: str = ""
    software: bool = False
    compared: bool = False


Condition = Callable[[Thing], bool]


def _always(_thing: Thing) -> bool:
    return True


def _software(thing: Thing) -> bool:
    return thing.software


def _compared(thing: Thing) -> bool:
    return thing.compared


CASCADE: Mapping[Purpose, Mapping[Kind, Condition]] = {
    # Without a portrait there is nothing to render, to show or to compare for.
    Purpose.PORTRAIT: dict.fromkeys(Kind, _always),
    Purpose.AI: {
        Kind.RUN: _always,
        Kind.PUBLICATION: _software,
        Kind.PORTRAIT: _software,
        Kind.CLOSENESS: _always,
        Kind.ARCHIVE: _always,
        Kind.TEMPLATE: _software,
        Kind.CANDIDATE: _always,
    },
    Purpose.BIOMETRICS: {
        Kind.RUN: _compared,
        Kind.MAP: _always,
        Kind.BASELINE: _always,
        Kind.MEASUREMENT: _always,
        Kind.CHECK: _always,
        Kind.ALERT: _always,
        Kind.CLOSENESS: _always,
        Kind.ARCHIVE: _always,
        Kind.TEMPLATE: _always,
    },
    Purpose.PUBLICATION: {Kind.PUBLICATION: _always},
}


def depends(thing: Thing, purpose: Purpose, placement: str = "") -> bool:
    """Whether the thing is there because of an agreement to this purpose, for publications in this placement."""
    condition = CASCADE[purpose].get(thing.kind)
    here = purpose is not Purpose.PUBLICATION or thing.placement == placement
    return condition is not None and here and condition(thing)


def fallen(
    things: Iterable[Thing], purpose: Purpose, placement: str = "", *, still: Callable[[Thing], bool] = lambda _: False
) -> tuple[Thing, ...]:
    """What ends with the agreement, in the order of ending; `still` says what another release goes on covering."""
    order = {kind: place for place, kind in enumerate(Kind)}
    ending = [thing for thing in things if depends(thing, purpose, placement) and not still(thing)]
    return tuple(sorted(ending, key=lambda thing: (order[thing.kind], thing.id)))
