"""Limits are data under version, each with its source, amber before refusal."""

import pytest

from generation import gates
from generation.gates.limits import Limit, _limit


def test_every_limit_says_where_it_comes_from(limits):
    assert limits.key == "2027-05"
    assert all(len(limit.source) > 15 for limit in limits.limits.values())


def test_amber_comes_before_refusal(limits):
    for name, limit in limits.limits.items():
        if limit.amber is not None and limit.refuse is not None:
            assert limit.verdict(limit.amber) == "pass", name
            assert limit.verdict((limit.amber + limit.refuse) / 2) == "amber", name


def test_a_set_that_does_not_exist_says_which_do():
    with pytest.raises(
        gates.ThresholdError,
        match=r"no set of thresholds '1999'; there are: 2026-11, 2026-12, 2027-01, 2027-02, 2027-03, 2027-04, 2027-05",
    ):
        gates.thresholds("1999")


def test_a_set_cannot_be_changed(limits):
    with pytest.raises(TypeError):
        limits.limits["texture.fine"] = None


def test_an_older_set_still_judges_with_the_gates_it_knows(collins):
    first = gates.thresholds("2026-11")
    subject = gates.Subject.of(collins.crop)
    judged = {result.gate for result in gates.check(subject, subject, (), first).results}
    assert {"texture", "geometry"} <= judged
    assert judged.isdisjoint({"marks", "symmetry", "belongings", "face_light"})


@pytest.mark.parametrize("data", [{"worse": "above"}, {"worse": "up", "source": "x"}, {"worse": "above", "sauce": "x"}])
def test_a_malformed_limit_is_named(data):
    with pytest.raises(gates.ThresholdError, match=r"texture\.fine"):
        _limit("texture.fine", data)


@pytest.mark.parametrize(
    ("worse", "value", "verdict"),
    [
        ("above", 1.0, "pass"),
        ("above", 1.1, "amber"),
        ("above", 2.1, "refuse"),
        ("below", 2.0, "pass"),
        ("below", 0.9, "refuse"),
    ],
)
def test_a_value_is_judged_on_the_bad_side_of_its_limit(worse, value, verdict):
    amber, refuse = (1.0, 2.0) if worse == "above" else (2.0, 1.0)
    assert Limit(amber, refuse, worse, "by hand").verdict(value) == verdict


@pytest.mark.parametrize(("refuse", "verdict"), [(2.0, "refuse"), (None, "amber")])
def test_what_could_not_be_computed_never_passes(refuse, verdict):
    assert Limit(1.0, refuse, "above", "by hand").verdict(float("nan")) == verdict
