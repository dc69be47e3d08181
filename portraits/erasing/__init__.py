"""Erasing a person: one eraser a kind of data, one job, one certificate (docs/design/erasure.md)."""

from portraits.erasing.accounts import own_user
from portraits.erasing.asking import ErasureRefusedError, ask
from portraits.erasing.carrying_out import carry_out, forget_pages, something_left, sweep, work
from portraits.erasing.coverage import STAYING, held, uncovered
from portraits.erasing.erasers import ERASERS
from portraits.erasing.kinds import Entry, Eraser, Item

__all__ = [
    "ERASERS",
    "STAYING",
    "Entry",
    "Eraser",
    "ErasureRefusedError",
    "Item",
    "ask",
    "carry_out",
    "forget_pages",
    "held",
    "own_user",
    "something_left",
    "sweep",
    "uncovered",
    "work",
]
