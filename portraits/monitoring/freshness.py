"""Which portrait stands for a person, and how much of its time is left."""

from datetime import date

from accounts.models import Person
from portraits import clocks
from portraits.models import Portrait
from portraits.states import State


def shown(person: Person) -> Portrait | None:
    """The newest portrait that the world sees of this person."""
    return person.portraits.filter(state=State.PUBLISHED).order_by("-pk").first()


def all_shown(person: Person) -> list[Portrait]:
    """Every portrait that the world sees of this person, the newest first: another place may show another one."""
    return list(person.portraits.filter(state=State.PUBLISHED).order_by("-pk"))


def age(portrait: Portrait, on: date) -> int | None:
    """Days between the day that the portrait depicts and `on`; None when nobody knows what it depicts."""
    return None if portrait.depicts_as_of is None else max(0, (on - portrait.depicts_as_of).days)


def reading(portrait: Portrait, on: date) -> clocks.Reading:
    """What the portrait's clock says on a day, with the earlier due day that an event may have brought."""
    return clocks.read(portrait.clock, portrait.depicts_as_of, on, sooner=portrait.due_sooner)
