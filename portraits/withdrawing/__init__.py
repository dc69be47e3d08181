"""An agreement ends: taken back by the person, past its last day, or switched off. What depends on it ends with it."""

from portraits.withdrawing.ending import end, end_what_was_held
from portraits.withdrawing.switching import leave_to_people, let_compare, moves_to, person_chooses
from portraits.withdrawing.taking_back import WithdrawalRefusedError, lapse, take_back

__all__ = [
    "WithdrawalRefusedError",
    "end",
    "end_what_was_held",
    "lapse",
    "leave_to_people",
    "let_compare",
    "moves_to",
    "person_chooses",
    "take_back",
]
