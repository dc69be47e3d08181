"""Does the portrait still look like the person? Kinds of evidence that stay apart, over several selfies and days.

A matcher is trained to ignore ageing, beards and glasses, and day-to-day noise is larger than a year's slope: so no
single number, no single picture and no single day decides, and nothing is summed across kinds. Everything follows from
stored numbers: deciding again gives the same. Whether it is the same person at all is portraits.likeness.
"""

from portraits.drift.deciding import decide
from portraits.drift.limits import Chart, KindLimits, Limits
from portraits.drift.signals import calendar_signal, change_signal, identity_signal, word_signal
from portraits.drift.trend import Trend, trend
from portraits.drift.usual import usual
from portraits.drift.values import (
    CHANGES,
    MEASURED,
    Decision,
    Kind,
    Observation,
    Signal,
    Statistic,
    Usual,
    Verdict,
)

__all__ = [
    "CHANGES",
    "MEASURED",
    "Chart",
    "Decision",
    "Kind",
    "KindLimits",
    "Limits",
    "Observation",
    "Signal",
    "Statistic",
    "Trend",
    "Usual",
    "Verdict",
    "calendar_signal",
    "change_signal",
    "decide",
    "identity_signal",
    "trend",
    "usual",
    "word_signal",
]
