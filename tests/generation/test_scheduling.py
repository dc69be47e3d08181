"""Which run a worker takes next: on one model for a while, and nobody waits for ever."""

from hypothesis import given, settings
from hypothesis import strategies as st

from generation import scheduling
from generation.scheduling import Bounds, Stay, Waiting, order

BOUNDS = Bounds(runs=4, seconds=100.0)
MODELS = st.sampled_from(["", "klein", "kontext", "qwen"])


def waiting(*models):
    return [Waiting(pk, model, float(pk)) for pk, model in enumerate(models, start=1)]


def worked_off(queue, bounds=BOUNDS, *, a_run=1.0):
    """The order in which one worker takes all of them, when nothing new arrives."""
    stay, now, taken, left = Stay(), 0.0, [], list(queue)
    while left:
        best = order(left, stay, now, bounds)[0]
        taken.append(best)
        left.remove(best)
        stay = stay.after(best.model, now)
        now += a_run
    return taken


def switches(taken):
    """How often a model is loaded."""
    models = [each.model for each in taken if each.model]
    return sum(one != other for one, other in zip(["", *models], models, strict=False))


def test_a_worker_without_a_model_takes_the_oldest():
    assert order(waiting("klein", ""), Stay(), 0.0, BOUNDS)[0].pk == 1


def test_a_worker_stays_on_the_model_it_has_loaded():
    taken = worked_off(waiting("klein", "qwen", "klein", "qwen"))
    assert [each.model for each in taken] == ["klein", "klein", "qwen", "qwen"]


def test_a_run_that_needs_no_model_is_made_in_between_and_the_model_stays():
    taken = worked_off(waiting("klein", "", "qwen", "klein"))
    assert [each.model for each in taken] == ["klein", "", "klein", "qwen"]


def test_after_so_many_runs_it_is_the_turn_of_the_oldest():
    taken = worked_off(waiting("klein", "qwen", *["klein"] * 6))
    assert [each.model for each in taken].index("qwen") == BOUNDS.runs


def test_after_so_many_seconds_it_is_the_turn_of_the_oldest():
    taken = worked_off(waiting("klein", "qwen", *["klein"] * 6), a_run=60.0)
    assert [each.model for each in taken].index("qwen") == 2


@settings(deadline=None)
@given(st.lists(MODELS, max_size=40), st.integers(1, 9))
def test_everybody_s_turn_comes_exactly_once(models, runs):
    queue = waiting(*models)
    assert sorted(each.pk for each in worked_off(queue, Bounds(runs, 1e9))) == [each.pk for each in queue]


@settings(deadline=None)
@given(st.lists(MODELS, max_size=40), st.integers(1, 9))
def test_runs_of_one_model_are_made_in_the_order_they_were_asked_for(models, runs):
    taken = worked_off(waiting(*models), Bounds(runs, 1e9))
    for model in set(models) - {""}:
        asked = [each.pk for each in taken if each.model == model]
        assert asked == sorted(asked)


@settings(deadline=None)
@given(st.lists(MODELS, min_size=1, max_size=40), st.integers(1, 9))
def test_nobody_is_overtaken_by_more_than_one_stay(models, runs):
    """From when a run is the oldest that waits, at most a whole stay of others is made before it."""
    queue = waiting(*models)
    taken = worked_off(queue, Bounds(runs, 1e9))
    for place, each in enumerate(taken):
        oldest_since = max((taken.index(earlier) for earlier in queue[: each.pk - 1]), default=-1)
        overtaking = [other for other in taken[oldest_since + 1 : place] if other.model]
        assert len(overtaking) <= runs


@settings(deadline=None)
@given(st.lists(MODELS, max_size=40))
def test_with_no_bound_every_model_is_loaded_once(models):
    taken = worked_off(waiting(*models), Bounds(10**6, 1e9))
    assert switches(taken) == len(set(models) - {""})


def test_a_rush_overtakes_and_waits_for_no_stay():
    ordinary = [Waiting(1, "klein", 10.0), Waiting(2, "klein", 20.0)]
    rush = Waiting(3, "qwen", 3000.0, rush=True)
    assert order([*ordinary, rush], Stay("klein", 1, 0.0), 3001.0, BOUNDS)[0] == rush


def test_whoever_waits_longer_than_the_head_start_goes_before_a_rush():
    old, rush = Waiting(1, "", 0.0), Waiting(2, "", scheduling.HEAD_START + 1, rush=True)
    assert order([rush, old], Stay(), scheduling.HEAD_START + 2, BOUNDS)[0] == old
