"""What has to be said beside a picture, channel by channel, by all the rules that apply together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from policies.kinds import Kind
from policies.placements import Placement
from policies.rules import Rule
from policies.vocabulary import Channel, Level

MACHINE_READABLE = (Channel.IPTC, Channel.C2PA)
# Which channel takes over what another one cannot carry, first choice first. Fixed, so that one more rule never moves
# a label to a weaker place.
CARRIERS = (Channel.UI_CONTEXT, Channel.VISIBLE_BADGE, Channel.CAPTION, Channel.PLATFORM_TOGGLE)
LINKING = (Channel.CAPTION, Channel.UI_CONTEXT)  # where a reader can follow an address
LINK = "link_to_record"
HEIGHT = "min_text_height_ratio_of_short_side"
LEVELS = (Level.REQUIRED, Level.FORBIDDEN, Level.RECOMMENDED, Level.NOT_APPLICABLE)


class Transparency(StrEnum):
    """How far a placement's duties go, weakest first."""

    NONE = "none"
    MACHINE_READABLE = "machine_readable"
    VISIBLE = "visible"
    VISIBLE_WITH_LINK = "visible_with_link"


@dataclass(frozen=True, slots=True)
class Duty:
    """`level` is required, recommended, forbidden, conflict or unavailable.

    `badge_texts`: words that the rules want to read on a visible badge. `min_text_height_ratio`: of the short side.
    `metadata_keys`: what has to stand in the file beside IPTC's own fields. `rule_versions`: which versions of the rules said
    so, which is what the evidence of a label keeps.
    `carried_by`: the channel that says it where this one cannot. `link`: what is said there leads to the picture's record.
    """

    channel: Channel
    level: Level
    rule_ids: tuple[str, ...]
    badge_texts: tuple[str, ...] = ()
    min_text_height_ratio: float | None = None
    carried_by: Channel | None = None
    metadata_keys: tuple[str, ...] = ()
    rule_versions: tuple[str, ...] = ()
    link: bool = False

    @property
    def leads_on(self) -> bool:
        """Whether readers have to find the address of the picture's record there."""
        return self.link and self.level is Level.REQUIRED

    def as_json(self) -> dict[str, Any]:
        return {
            "channel": self.channel.value,
            "level": self.level.value,
            "rule_ids": list(self.rule_ids),
            "badge_texts": list(self.badge_texts),
            "min_text_height_ratio": self.min_text_height_ratio,
            "carried_by": self.carried_by.value if self.carried_by else None,
            "metadata_keys": list(self.metadata_keys),
            "rule_versions": list(self.rule_versions),
            "link": self.link,
        }


Votes = dict[Channel, dict[Level, list[Rule]]]


def of(kind: Kind, rules: Iterable[Rule], placement: Placement) -> tuple[Duty, ...]:
    """The duties of a kind in a placement, in the order of the channels."""
    votes = _votes(kind, rules)
    resolved = {channel: _resolve(channel, said, votes, placement) for channel, said in votes.items()}
    owed = {channel: duty for channel, duty in resolved.items() if duty is not None}
    for duty in list(owed.values()):
        if duty.level is Level.UNAVAILABLE and duty.carried_by is not None:
            owed[duty.carried_by] = _taken_over(owed.get(duty.carried_by), duty, duty.carried_by)
    return tuple(owed[channel] for channel in Channel if channel in owed)


def transparency(duties: Iterable[Duty]) -> Transparency:
    """The strongest thing the duties demand; a label that viewers read is more than one that programs read, and one that
    leads to the picture's record is more than a label."""
    owed = [duty for duty in duties if duty.level is Level.REQUIRED]
    required = {duty.channel for duty in owed}
    if any(duty.leads_on for duty in owed):
        return Transparency.VISIBLE_WITH_LINK
    if required & {Channel.VISIBLE_BADGE, Channel.CAPTION, Channel.UI_CONTEXT, Channel.PLATFORM_TOGGLE}:
        return Transparency.VISIBLE
    return Transparency.MACHINE_READABLE if required else Transparency.NONE


def _votes(kind: Kind, rules: Iterable[Rule]) -> Votes:
    votes: Votes = defaultdict(lambda: defaultdict(list))
    for rule in rules:
        for channel, level in rule.duties_for(kind).items():
            votes[channel][level].append(rule)
    return votes


def _resolve(channel: Channel, said: dict[Level, list[Rule]], votes: Votes, placement: Placement) -> Duty | None:
    there = channel in placement.channels and Level.NOT_APPLICABLE not in said
    if Level.REQUIRED in said and Level.FORBIDDEN in said:
        return _duty(channel, Level.CONFLICT, [*said[Level.REQUIRED], *said[Level.FORBIDDEN]])
    if Level.REQUIRED in said and not there:
        duty = _duty(channel, Level.UNAVAILABLE, said[Level.REQUIRED])
        return replace(duty, carried_by=_carrier(channel, votes, placement))
    level = next(level for level in LEVELS if level in said)
    if level is Level.NOT_APPLICABLE or (level is Level.RECOMMENDED and not there):
        return None
    return _duty(channel, level, said[level])


def _carrier(channel: Channel, votes: Votes, placement: Placement) -> Channel | None:
    """What programs read is taken over by what programs read; everything else by what viewers see."""
    ways = MACHINE_READABLE if channel in MACHINE_READABLE else CARRIERS
    barred = (Level.FORBIDDEN, Level.NOT_APPLICABLE)
    free = [way for way in ways if way is not channel and way in placement.channels]
    return next((way for way in free if not any(level in votes.get(way, {}) for level in barred)), None)


def _taken_over(already: Duty | None, missing: Duty, carrier: Channel) -> Duty:
    link = missing.link and carrier in LINKING
    if already is not None and already.level is Level.REQUIRED:
        return replace(already, link=already.link or link)
    return Duty(carrier, Level.REQUIRED, missing.rule_ids, rule_versions=missing.rule_versions, link=link)


def _duty(channel: Channel, level: Level, rules: Sequence[Rule]) -> Duty:
    badge = [rule.disclosure_params for rule in rules] if channel is Channel.VISIBLE_BADGE else []
    keys = [rule.disclosure_params for rule in rules] if channel is Channel.IPTC else []
    heights = [params[HEIGHT] for params in badge if HEIGHT in params]
    return Duty(
        channel=channel,
        level=level,
        rule_ids=tuple(sorted({rule.id for rule in rules})),
        badge_texts=tuple(sorted({params["badge_text"] for params in badge if "badge_text" in params})),
        min_text_height_ratio=max(heights, default=None),
        rule_versions=tuple(sorted({f"{rule.id} version {rule.version}" for rule in rules})),
        link=channel in LINKING and any(rule.disclosure_params.get(LINK) for rule in rules),
        metadata_keys=tuple(sorted({params["metadata_key"] for params in keys if "metadata_key" in params})),
    )
