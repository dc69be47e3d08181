"""The way from a selfie to a portrait that is shown, and where on it the person is."""

from dataclasses import dataclass

from portraits.drift import Decision
from portraits.states import State
from portraits.views import words
from portraits.views.portal.standing import Standing


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    state: str  # done, now, next


SAYS = {"done": "done", "now": "now", "next": "later"}


def journey(now: Standing) -> list[Step]:
    """The steps while something is open; empty when nothing is."""
    titles, at = _real(now) if _is_real(now) else _rendered(now)
    if at is None:
        return []
    return [Step(title, "done" if i < at else "now" if i == at else "next") for i, title in enumerate(titles)]


def _is_real(now: Standing) -> bool:
    return now.opened is not None and not now.opened.software_made


def _real(now: Standing) -> tuple[list[str], int | None]:
    at = {State.IN_REVIEW: 1, State.APPROVED: 2}
    state = State(now.opened.state) if now.opened else State.IN_REVIEW
    return ["Your real photo", "Colleague approves", "Shown"], at.get(state, 0)


def _rendered(now: Standing) -> tuple[list[str], int | None]:
    selfies = _selfies(now)
    choose = "Pictures are made" if now.rendering else "Choose a picture"
    titles = [*selfies, choose, "Say it is you", "Colleague approves", "Shown"]
    return titles, _at(now, len(selfies))


def _selfies(now: Standing) -> list[str]:
    if now.decision not in (Decision.WATCH, Decision.DRIFT):
        return ["Your photo"]
    seen = [check for check in now.checks if check.kinds]
    apart = (seen[-1].on - seen[-2].on).days if now.drifted and len(seen) > 1 else 0
    later = f", {words.age(apart)} later" if apart else " on another day"
    return ["New selfie", f"Second selfie{later}"]


def _at(now: Standing, choose: int) -> int | None:
    if now.opened:
        return choose + {State.DRAFT: 1, State.IN_REVIEW: 2}.get(State(now.opened.state), 3)
    if now.rendering or now.choosing or now.drifted:
        return choose
    return 1 if now.decision == Decision.WATCH else None
