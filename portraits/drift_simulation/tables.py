"""The comparison of rules as a Markdown table."""

from collections.abc import Iterator, Sequence

from portraits.drift_simulation.trial import TARGET, Delays, Outcome
from portraits.drift_simulation.world import World


def markdown(world: World, outcomes: Sequence[Outcome]) -> str:
    return "\n".join(_lines(world, outcomes)) + "\n"


def _lines(world: World, outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield (
        f"{world.people} people, {world.years:g} years, {world.check_ins} check-ins a year; {world.changes:g} visible "
        f"changes a year, {world.slips:.0%} of answers slip. Target: {TARGET} false alarms a person-year."
    )
    yield ""
    yield "| rule | false alarms a person-year | by | found in the 1st check-in | by the 2nd | ever | mean | confirmed: by the 2nd | mean |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for outcome in outcomes:
        every, confirmed = outcome.all, outcome.confirmed
        yield (
            f"| {outcome.rule} | {_rate(outcome)} | {_kinds(outcome)} | {_share(every.within(1))} | "
            f"{_share(every.within(2))} | {_share(every.ever)} | {_mean(every)} | {_share(confirmed.within(2))} | "
            f"{_mean(confirmed)} |"
        )


def _rate(outcome: Outcome) -> str:
    rate = f"{outcome.false_alarms_a_year:.3f}"
    return rate if outcome.false_alarms_a_year <= TARGET else f"**{rate}**"


def _kinds(outcome: Outcome) -> str:
    years = max(outcome.unchanged_years, 1e-9)
    words = (f"{kind.value.replace('_', ' ')} {count / years:.3f}" for kind, count in sorted(outcome.kinds.items()))
    return ", ".join(words) or "-"


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"


def _mean(delays: Delays) -> str:
    return "-" if delays.mean is None else f"{delays.mean:.1f}"
