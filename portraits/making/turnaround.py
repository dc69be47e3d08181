"""How long pictures wait and take: what is usual on a queue, and what one run took, in words."""

import statistics
from collections.abc import Sequence

from generation.models import Attempt, Run

RECENT = 200  # attempts that say what is usual
FEWEST = 5  # attempts, below which nothing is usual yet


def p95(values: Sequence[float]) -> float:
    """The value that 19 of 20 do not exceed."""
    ordered = sorted(values)
    return ordered[round(0.95 * (len(ordered) - 1))]


def usual(run: Run) -> str:
    """What the organisation's last runs of this queue took from being asked for; empty while there are few."""
    done = Attempt.objects.filter(
        organisation=run.person.organisation_id, queue=run.queue, outcome=Attempt.Outcome.DONE
    )
    rows = list(done.order_by("-pk").values_list("waited_seconds", "seconds")[:RECENT])
    if len(rows) < FEWEST:
        return ""
    whole = [waited + seconds for waited, seconds in rows]
    return f"Usually {spell(statistics.median(whole))}, 19 of 20 within {spell(p95(whole))}"


def took(run: Run) -> str:
    """How long this run waited and was made; empty before it was done."""
    last = run.ledger.filter(outcome=Attempt.Outcome.DONE).order_by("number").last()
    return f"Waited {spell(last.waited_seconds)}, made in {spell(last.seconds)}" if last else ""


def spell(seconds: float) -> str:
    """A duration as people say it."""
    if seconds < 90:
        whole = max(1, round(seconds))
        return f"{whole} second{'s' if whole != 1 else ''}"
    minutes = round(seconds / 60)
    return f"{minutes} minutes"
