"""Two clocks that count from the day depicted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.spans import add_months
from portraits.clocks import AI_CLOCK, REAL_CLOCK, Freshness, clock_for, read

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.requirement("R01")
def test_an_ai_portrait_is_due_after_twelve_months_and_overdue_after_twenty_four_and_not_a_day_before():
    made = date(2025, 3, 10)
    says = {
        on: read(AI_CLOCK, made, on).freshness
        for on in (date(2026, 3, 9), date(2026, 3, 10), date(2027, 3, 9), date(2027, 3, 10))
    }
    assert list(says.values()) == [Freshness.CURRENT, Freshness.DUE, Freshness.DUE, Freshness.OVERDUE]


@pytest.mark.requirement("R02")
def test_a_real_photo_has_a_clock_of_its_own():
    taken = date(2024, 3, 10)
    says = [read(REAL_CLOCK, taken, on).freshness for on in (date(2026, 3, 9), date(2026, 3, 10), date(2027, 3, 10))]
    assert says == [Freshness.CURRENT, Freshness.DUE, Freshness.OVERDUE]
    assert clock_for(software_made=True) is AI_CLOCK
    assert clock_for(software_made=False) is REAL_CLOCK


def test_a_leap_day_is_due_on_the_last_of_february():
    assert read(AI_CLOCK, date(2024, 2, 29), date(2025, 2, 28)).freshness is Freshness.DUE


def test_an_event_brings_the_due_day_nearer_but_never_further():
    made, soon, late = date(2026, 1, 1), date(2026, 2, 1), date(2030, 1, 1)
    assert read(AI_CLOCK, made, date(2026, 2, 1), sooner=soon).freshness is Freshness.DUE
    assert read(AI_CLOCK, made, date(2026, 2, 1), sooner=late).due_on == date(2027, 1, 1)


def test_a_portrait_of_unknown_date_is_not_called_current():
    assert read(AI_CLOCK, None, date(2026, 1, 1)).freshness is Freshness.UNKNOWN


@given(DAYS, st.integers(0, 240))
def test_adding_months_lands_in_the_month_meant(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@given(DAYS, DAYS, DAYS)
def test_a_portrait_never_grows_younger(made, one, other):
    order = [Freshness.CURRENT, Freshness.DUE, Freshness.OVERDUE]
    earlier, later = sorted((one, other))
    first, second = (read(REAL_CLOCK, made, on) for on in (earlier, later))
    assert order.index(first.freshness) <= order.index(second.freshness)
    assert first.spent <= second.spent
