"""How a face moves away from its portrait from year to year."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portraits import drift
from portraits.drift import Kind, Observation, Signal

START = date(2024, 1, 1)


def seen(day: int, strength: float | None) -> Observation:
    signal = Signal(kind=Kind.IDENTITY, strength=strength, limit=3.0, found=False, counts=True, sentence="As usual.")
    return Observation(START + timedelta(days=day), (signal,))


def years(slope: float, *, noise: float = 0.0, check_ins: int = 12, seed: int = 1) -> list[Observation]:
    """A check-in every 90 days."""
    drawn = np.random.default_rng(seed).normal(0, noise, check_ins) if noise else np.zeros(check_ins)
    return [seen(90 * n, slope * 90 * n / 365.25 + float(drawn[n])) for n in range(check_ins)]


@pytest.mark.requirement("R07")
@pytest.mark.parametrize("slope", [-0.5, 0.0, 0.3, 2.0])
def test_the_slope_of_a_straight_series_is_found(slope):
    found = drift.trend(years(slope))
    assert found.per_year == pytest.approx(slope, abs=1e-6)
    assert found.moves is bool(slope)


@pytest.mark.requirement("R07")
def test_day_noise_larger_than_the_slope_is_no_trend_and_a_large_slope_is_one():
    flat = [drift.trend(years(0.0, noise=1.0, seed=seed)) for seed in range(200)]
    steep = [drift.trend(years(2.0, noise=1.0, seed=seed)) for seed in range(50)]
    assert sum(each.moves for each in flat) <= 20, (
        "one in twenty is the promise, and few days are no normal distribution"
    )
    assert sum(each.moves and each.per_year > 0 for each in steep) >= 45


@given(st.floats(-3, 3), st.floats(0, 2), st.integers(0, 1000))
def test_the_interval_holds_the_slope(slope, noise, seed):
    found = drift.trend(years(slope, noise=noise, seed=seed))
    assert found.low <= found.per_year <= found.high


def test_one_wild_day_moves_a_trend_hardly():
    days = years(0.0)
    days[-1] = seen(90 * 11, 30.0)
    assert drift.trend(days).per_year == pytest.approx(0.0, abs=0.5)


def test_few_days_a_short_time_and_selfies_that_cannot_tell_are_no_trend():
    assert drift.trend([]) is None
    assert drift.trend(years(1.0, check_ins=4)) is None
    assert drift.trend([seen(10 * n, n) for n in range(12)]) is None
    assert drift.trend([seen(90 * n, None) for n in range(12)]) is None
