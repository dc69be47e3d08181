"""What people confirmed and denied becomes spreads and limits, and too little of it becomes nothing."""

from dataclasses import replace

import numpy as np
import pytest
import yaml
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from portraits import drift, thresholds
from portraits.calibration import spreads
from portraits.calibration.spreads import PEOPLE, SELFIES, Judged
from portraits.drift import Kind, Limits
from portraits.models import DriftCheck, Opinion
from portraits.monitoring import confirmations
from tests.factories import PhotoFactory, PortraitFactory

LIMITS = thresholds.drift()
GLASSES = LIMITS.kinds[Kind.GLASSES]


def unchanged(count: int, *, people: int = 40, spread: float = 1.0, seed: int = 5) -> list[Judged]:
    drawn = np.random.default_rng(seed).normal(0, spread, count)
    return [Judged(n % people, Kind.GLASSES, float(value), changed=False) for n, value in enumerate(drawn)]


def estimate(rows) -> spreads.Estimate:
    return spreads.estimate(Kind.GLASSES, rows, GLASSES)


def test_right_spreads_stay_what_they_are():
    found = estimate(unchanged(800))
    assert found.spread == pytest.approx(1.0, abs=0.08)
    assert found.spread_interval[0] < 1 < found.spread_interval[1]
    assert found.limit == pytest.approx(GLASSES.limit, rel=0.1)


def test_people_whose_days_vary_more_than_was_measured_widen_the_spread():
    again = spreads.limits_with([estimate(unchanged(800, spread=1.5))], LIMITS, key="ours", source="us")
    assert again.kinds[Kind.GLASSES].within == pytest.approx(1.5 * GLASSES.within, rel=0.1)
    assert again.kinds[Kind.IDENTITY] == LIMITS.kinds[Kind.IDENTITY]
    assert (again.key, again.source) == ("ours", "us")


def test_a_longer_tail_than_a_normals_moves_the_limit_out():
    tail = [replace(row, strength=row.strength * 3) for row in unchanged(60, seed=6)]
    assert estimate([*unchanged(540), *tail]).limit > GLASSES.limit


def test_confirmed_changes_say_what_one_selfie_shows():
    confirmed = [Judged(n, Kind.GLASSES, strength, changed=True) for n, strength in enumerate([9.0, -9.0, 0.1, 9.0])]
    found = estimate([*unchanged(200), *confirmed])
    assert (found.changed, found.found) == (4, 0.75)


@given(st.integers(0, SELFIES - 1))
def test_too_few_selfies_are_refused_and_counted(count):
    found = estimate(unchanged(count))
    assert (found.spread, found.limit) == (None, None)
    assert f"{SELFIES - count} more selfies" in found.missing


def test_many_selfies_of_few_people_are_refused():
    assert estimate(unchanged(500, people=PEOPLE - 3)).missing == "3 more people they are of"


def test_without_any_kind_there_is_no_set():
    assert spreads.limits_with([estimate([])], LIMITS, key="ours", source="us") is None


@pytest.fixture
def check(db):
    """A stored check of a selfie with one glasses signal, beside what the person was asked."""

    def add(strength: float, *, portrait=None, says=None, ticked=(), kinds=()) -> DriftCheck:
        portrait = portrait or PortraitFactory()
        photo = PhotoFactory(person=portrait.person, still_looks_like_me=says, reasons=list(ticked))
        signal = {"kind": "glasses", "strength": strength, "limit": 3.0, "found": False, "counts": True, "sentence": ""}
        word = drift.word_signal(Kind.OWN_WORD, still_looks_like=says, about=[Kind(kind) for kind in ticked])
        return DriftCheck.objects.create(
            person=portrait.person, portrait=portrait, photo=photo, on=photo.captured_on, signals=[signal, word.as_json()],
            decision="watch", kinds=list(kinds), sentence="", limits=LIMITS.key,
        )  # fmt: skip

    return add


def rule(row: DriftCheck, *, fine: bool, reasons=()) -> None:
    Opinion.objects.create(
        portrait=row.portrait, voice="reviewer", still_looks_like=fine, reasons=list(reasons), on=row.on
    )


class TestJudged:
    def answers(self) -> list[bool]:
        return [each.changed for each in confirmations.judged()]

    def test_who_says_that_it_still_fits_calls_the_selfie_unchanged(self, check):
        check(0.4, says=True)
        assert self.answers() == [False]

    def test_only_the_kinds_that_were_ticked_are_confirmed(self, check):
        check(4.0, says=False, ticked=["glasses"])
        check(4.0, says=False, ticked=["hair_length"])
        assert self.answers() == [True]

    def test_a_reviewer_confirms_and_denies_what_came_before(self, check):
        rule(check(4.0), fine=True)
        rule(check(4.0), fine=False, reasons=["glasses"])
        rule(check(4.0), fine=False)
        assert sorted(self.answers()) == [False, True]

    def test_what_was_seen_after_a_decision_is_not_judged_by_it(self, check):
        row = check(0.0)
        rule(row, fine=True)
        check(4.0, portrait=row.portrait)
        assert [each.strength for each in confirmations.judged()] == [0.0]

    def test_a_person_and_a_reviewer_who_disagree_say_nothing(self, check):
        rule(check(4.0, says=True), fine=False, reasons=["glasses"])
        assert self.answers() == []


def test_the_command_refuses_too_few_words_and_says_how_many_are_missing(check, tmp_path, capsys):
    check(0.4, says=True)
    with pytest.raises(CommandError, match=f"Glasses: {SELFIES - 1} more selfies"):
        call_command("recalibrate_drift", "--out", str(tmp_path / "set.yaml"))
    assert not (tmp_path / "set.yaml").exists()
    assert "| glasses | 1, 1 | 0 |" in capsys.readouterr().out


def test_the_command_writes_a_set_that_loads(check, tmp_path, monkeypatch):
    monkeypatch.setattr(confirmations, "judged", lambda: iter(unchanged(300, spread=1.2)))
    out = tmp_path / "set.yaml"
    call_command("recalibrate_drift", "--out", str(out), "--key", "drift-ours")
    again = Limits.from_json(yaml.safe_load(out.read_text())["drift"])
    assert again.key == "drift-ours"
    assert again.kinds[Kind.GLASSES].within > GLASSES.within
    assert again.chart == LIMITS.chart


def test_the_replay_command_fails_on_a_check_that_comes_out_differently(check, capsys):
    check(0.4)
    with pytest.raises(CommandError, match="was watch, is consistent"):
        call_command("replay_drift")
    DriftCheck.objects.all().delete()
    call_command("replay_drift")
    assert "0 checks decide the same" in capsys.readouterr().out
