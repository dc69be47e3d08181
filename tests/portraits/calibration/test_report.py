"""A calibration claims only what its pairs can carry, and hands over a set that the product can load."""

from dataclasses import replace

import numpy as np
import pytest
import yaml

from portraits import likeness
from portraits.calibration import plots, summary
from portraits.calibration.comparisons import Comparisons
from portraits.calibration.pairs import Pair
from portraits.calibration.report import TooFewPairsError, Wanted, report

ENCODER = "stand-in 1 square"
MODEST = Wanted(fmrs=(0.1, 0.01, 0.001), fmr_at_same=0.01, fnmr_at_other=0.1)


def worked_out(pairs, wanted=MODEST, seed=1):
    return report(pairs, encoder=ENCODER, key="identity-test", wanted=wanted, seed=seed)


def test_pairs_of_the_same_two_people_count_once_towards_what_may_be_claimed(crowd):
    found = worked_out(crowd)
    assert (found.mated, found.non_mated) == (40, 40 * 39 * 2)
    assert (found.people_mated, found.people_non_mated) == (40, 40 * 39 // 2)


def test_an_fmr_that_the_pairs_cannot_carry_gets_no_threshold(crowd):
    found = worked_out(crowd)
    assert [point.threshold is not None for point in found.points] == [True, True, False]
    assert "not enough pairs: 3000 pairs of two people needed, 780 there" in summary.text(found)


def test_the_interval_holds_the_threshold_and_the_same_seed_gives_it_again(crowd):
    first, again, other = worked_out(crowd), worked_out(crowd), worked_out(crowd, seed=2)
    low, high = first.points[1].interval
    assert low <= first.points[1].threshold <= high
    assert low < high
    assert first == again
    assert first.points[1].interval != other.points[1].interval


def test_no_false_non_match_among_forty_people_is_not_written_down_as_never(crowd):
    point = worked_out(crowd).points[0]
    assert point.fnmr == 0
    assert point.fnmr_interval[1] >= 3 / 40


def test_the_threshold_set_loads_as_the_products_own_and_keeps_both_rates(crowd):
    found = worked_out(crowd)
    limits = likeness.Thresholds(**yaml.safe_load(summary.threshold_set(found))["identity"])
    assert limits == found.thresholds
    assert (limits.key, limits.encoder) == ("identity-test", "stand-in")
    assert limits.same <= limits.other
    rates = crowd.rates()
    assert rates.fmr(limits.same) <= MODEST.fmr_at_same
    assert rates.fnmr(limits.other) <= MODEST.fnmr_at_other
    assert limits.fnmr_at_other >= 3 / 40, "no rate below what forty people can show"


def test_without_enough_people_there_is_no_set_and_the_reason_is_said(crowd):
    found = worked_out(crowd, replace(MODEST, fnmr_at_other=0.03))
    assert found.thresholds is None
    assert summary.threshold_set(found) is None
    assert "it needs 100, there are 40" in found.missing[0]


def test_a_group_is_counted_only_where_the_file_names_it(crowd):
    found = worked_out(crowd)
    assert {row.group for row in found.groups} == {"even", "odd"}
    assert all(row.mated == 20 for row in found.groups)


def test_no_group_in_the_file_is_no_table_of_groups():
    assert worked_out(small()).groups == ()
    assert "group" not in summary.text(worked_out(small()))


def small():
    pairs = Comparisons()
    for number in range(12):
        person = (number, number)
        pairs.add(Pair(number + 2, None, None, mated=True, years=number), 0.3 + 0.01 * number, person)
        pairs.add(Pair(number + 20, None, None, mated=False), 0.8 + 0.01 * number, (number, (number + 1) % 12))
    return pairs


def test_the_slope_over_the_years_is_found_with_its_interval():
    line = worked_out(small()).ageing
    assert line.slope == pytest.approx(0.01)
    assert line.low <= line.slope <= line.high
    assert line.correlation == pytest.approx(1)


def test_without_years_there_is_no_slope(crowd):
    pairs = Comparisons()
    for number in range(12):
        pairs.add(Pair(number, None, None, mated=True), 0.3, (number, number))
    pairs.add(Pair(99, None, None, mated=False), 0.9, (0, 1))
    assert worked_out(pairs).ageing is None
    assert worked_out(crowd).ageing is not None


def test_the_lines_with_the_strangest_distances_are_named_for_a_look():
    found = worked_out(small())
    assert found.farthest_mated == (13, 12, 11)
    assert found.nearest_non_mated == (20, 21, 22)


def test_one_kind_of_pair_alone_is_nothing_to_work_out():
    pairs = Comparisons()
    pairs.add(Pair(2, None, None, mated=True), 0.3, (0, 0))
    with pytest.raises(TooFewPairsError):
        worked_out(pairs)


def test_the_curves_are_drawn_as_small_pictures(crowd, tmp_path):
    found = worked_out(crowd)
    _, fmr, fnmr = crowd.rates().curve()
    for draw in (plots.roc, plots.det):
        draw(tmp_path / "curve.png", fmr, fnmr, found)
        content = (tmp_path / "curve.png").read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) < 80_000


def test_a_missing_matplotlib_names_the_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.figure", None)
    with pytest.raises(plots.PlottingMissingError, match="demo"):
        plots.check()


def test_normal_deviates_are_symmetric_about_one_half():
    assert plots.deviates(np.array([0.1, 0.5, 0.9])) == pytest.approx([-1.2816, 0, 1.2816], abs=1e-4)
