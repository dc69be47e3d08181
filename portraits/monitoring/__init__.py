"""Watching: does the portrait still look like the person? Selfies and opinions in, rows and their consequences out."""

from portraits.monitoring.baseline import take_baseline
from portraits.monitoring.looking import Sight, held_against, look, said
from portraits.monitoring.noting import ask_again, note
from portraits.monitoring.opinions import OpinionRefusedError, flag, say, settle
from portraits.monitoring.replaying import Replayed, replay, trend_of

__all__ = [
    "OpinionRefusedError",
    "Replayed",
    "Sight",
    "ask_again",
    "flag",
    "held_against",
    "look",
    "note",
    "replay",
    "said",
    "say",
    "settle",
    "take_baseline",
    "trend_of",
]
