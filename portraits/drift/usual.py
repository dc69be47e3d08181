"""What is usual for one person and one portrait: their own differences, pulled towards what was measured on others."""

import statistics
from collections.abc import Sequence
from math import sqrt
from typing import Final

from portraits.drift.limits import KindLimits
from portraits.drift.values import Usual

WORTH: Final = 5  # selfies that the measured scatter of days weighs as much as; a median deviation of three says little
TO_DEVIATION: Final = 1.4826  # median absolute deviation to standard deviation of a normal


def usual(differences: Sequence[float], prior: KindLimits) -> Usual:
    """Centre and spread of the next selfie's difference, from those of the baseline.

    The normal model of portraits and days: the median of n selfies is worth n against within^2 / between^2 of the prior.
    The spread is that of a day plus what is not known of the centre; it never falls under what was measured of days:
    alike selfies of one afternoon do not make tomorrow's light a change.
    """
    n = len(differences)
    within = _within(differences, prior.within)
    worth = (within / prior.between) ** 2
    own = statistics.median(differences) if n else prior.centre
    centre = (n * own + worth * prior.centre) / (n + worth)
    return Usual(centre, sqrt(within**2 + within**2 / (n + worth)), n)


def _within(differences: Sequence[float], measured: float) -> float:
    if not differences:
        return measured
    middle, n = statistics.median(differences), len(differences)
    own = TO_DEVIATION * statistics.median(abs(value - middle) for value in differences)
    return max(measured, sqrt((WORTH * measured**2 + n * own**2) / (WORTH + n)))
