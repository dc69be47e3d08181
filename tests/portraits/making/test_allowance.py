"""How many renders are left, and when it opens again."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from portraits.making.allowance import Limits, allowance

TODAY = date(2026, 11, 21)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def test_without_a_limit_nothing_is_said():
    assert allowance([TODAY] * 99, TODAY, Limits(0, 0)) is None


def test_the_page_says_how_many_are_left_this_month():
    assert allowance([date(2026, 11, 2)] * 3, TODAY, Limits(0, 5)).sentence == "2 of 5 left this month"
    assert allowance([TODAY], TODAY, Limits(3, 0)).sentence == "2 of 3 left today"


def test_what_is_spent_today_opens_tomorrow_and_what_is_spent_this_month_on_the_first_of_the_next():
    assert allowance([TODAY] * 2, TODAY, Limits(2, 9)).opens_on == date(2026, 11, 22)
    assert allowance([TODAY] * 2, TODAY, Limits(9, 2)).opens_on == date(2026, 12, 1)
    assert allowance([date(2026, 12, 31)], date(2026, 12, 31), Limits(0, 1)).opens_on == date(2027, 1, 1)


def test_when_both_are_spent_the_later_day_is_told():
    assert allowance([TODAY] * 2, TODAY, Limits(2, 2)).opens_on == date(2026, 12, 1)


@settings(deadline=None)
@given(st.lists(DAYS, max_size=30), DAYS, st.integers(0, 9), st.integers(0, 9))
def test_asking_is_open_exactly_while_less_was_asked_for_than_every_limit(asked, on, a_day, a_month):
    found = allowance(asked, on, Limits(a_day, a_month))
    in_month = [day for day in asked if (day.year, day.month) == (on.year, on.month)]
    full = (a_day and in_month.count(on) >= a_day) or (a_month and len(in_month) >= a_month)
    assert (found is not None and found.left == 0) == bool(full)


@settings(deadline=None)
@given(st.lists(DAYS, min_size=1, max_size=30), DAYS, st.integers(0, 9), st.integers(0, 9))
def test_on_the_day_it_opens_again_it_is_open(asked, on, a_day, a_month):
    before = [day for day in asked if day <= on]
    found = allowance(before, on, Limits(a_day, a_month))
    if found is not None and found.left == 0:
        assert found.opens_on > on
        assert allowance(before, found.opens_on, Limits(a_day, a_month)).left > 0


def test_the_day_it_opens_is_never_more_than_a_month_away():
    days = [TODAY + timedelta(days=n) for n in range(60)]
    assert all(1 <= (allowance([day], day, Limits(0, 1)).opens_on - day).days <= 31 for day in days)
