"""The database and the clocks say the same of every portrait on every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.spans import add_months
from portraits import clocks
from portraits.states import State
from portraits.views.console.roster import SOON, latest_start, roster
from tests.factories import OrganisationFactory, PersonFactory, PortraitFactory

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(on=DAYS, months=st.integers(1, 60))
def test_the_latest_start_is_the_last_day_that_is_old_enough(on: date, months: int) -> None:
    start = latest_start(months, on)
    assert add_months(start, months) <= on
    assert add_months(start + timedelta(days=1), months) > on


@pytest.mark.parametrize("on", [date(2026, 2, 28), date(2028, 2, 29), date(2026, 7, 31)])
@pytest.mark.parametrize("origin", ["digitalCapture", "trainedAlgorithmicMedia"])
def test_the_database_reads_the_clock_as_the_clock_does(db, on: date, origin: str) -> None:
    organisation = OrganisationFactory()
    for days in (None, 0, 300, 334, 335, 336, 365, 366, 699, 700, 701, 730, 731, 1094, 1095, 1096, 2000):
        for sooner in (None, on - timedelta(days=1), on + SOON, on + SOON + timedelta(days=1)):
            depicts = None if days is None else on - timedelta(days=days)
            person = PersonFactory(organisation=organisation, user=None)
            PortraitFactory(
                person=person, origin=origin, depicts_as_of=depicts, due_sooner=sooner, state=State.PUBLISHED
            )
    for person in roster(organisation, on):
        assert person.standing == expected(person, on), (person.shown_depicts, person.shown_sooner)


def expected(person, on: date) -> str:
    clock = clocks.AI_CLOCK if person.shown_origin == "trainedAlgorithmicMedia" else clocks.REAL_CLOCK
    now = clocks.read(clock, person.shown_depicts, on, sooner=person.shown_sooner)
    soon = clocks.read(clock, person.shown_depicts, on + SOON, sooner=person.shown_sooner)
    if now.freshness is clocks.Freshness.OVERDUE:
        return "overdue"
    return "current" if soon.freshness is clocks.Freshness.CURRENT else "due"
