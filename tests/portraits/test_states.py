"""The lifecycle, as one table."""

from itertools import product

import pytest

from portraits.states import MOVES, Situation, State, refusals

D, R, A, P = State.DRAFT, State.IN_REVIEW, State.APPROVED, State.PUBLISHED
ME = {"actor_is_subject": True, "actor_is_uploader": True}
ADMIN = {"actor_may_review": True}
STRANGER: dict[str, bool] = {}
SYSTEM: dict[str, bool] = {}

# from, to, who, software made, attested, more -> allowed
TABLE = [
    (D, R, ME, False, False, {}, True),
    (D, R, ME, True, False, {}, False),
    (D, R, ME, True, True, {}, True),
    (D, R, STRANGER, False, False, {}, False),
    (D, A, ADMIN, False, True, {}, False),
    (D, P, ADMIN, False, True, {"live_publications": 1}, False),
    (D, State.WITHDRAWN, ME, True, False, {}, True),
    (R, A, ADMIN, False, False, {}, True),
    (R, A, ADMIN, True, False, {}, False),
    (R, A, ADMIN, True, True, {}, True),
    (R, A, ADMIN, True, True, {"refused_by_subject": True}, False),
    (A, P, SYSTEM, True, True, {"live_publications": 1, "refused_by_subject": True}, False),
    (D, R, ME, True, True, {"refused_by_subject": True}, False),
    (R, A, ME, True, True, {}, False),
    (R, A, {**ADMIN, "actor_is_subject": True}, True, True, {}, False),
    (R, A, {**ADMIN, "actor_is_uploader": True}, False, False, {}, False),
    (R, A, STRANGER, False, True, {}, False),
    (R, State.REJECTED, ADMIN, True, True, {}, True),
    (R, State.REJECTED, ADMIN, True, True, {"reasons_given": False}, False),
    (R, P, ADMIN, False, True, {"live_publications": 1}, False),
    (R, State.WITHDRAWN, ME, True, True, {}, True),
    (A, P, SYSTEM, True, True, {"live_publications": 1}, True),
    (A, P, SYSTEM, True, False, {"live_publications": 1}, False),
    (A, P, SYSTEM, True, True, {}, False),
    (P, State.SUPERSEDED, SYSTEM, True, True, {"newer_published": True}, True),
    (P, State.SUPERSEDED, SYSTEM, True, True, {"newer_published": True, "live_publications": 1}, False),
    (P, State.SUPERSEDED, SYSTEM, True, True, {}, False),
    (P, State.RECALLED, ADMIN, True, True, {}, True),
    (P, State.RECALLED, ME, True, True, {}, False),
    (P, State.WITHDRAWN, ME, True, True, {}, True),
    (P, D, ADMIN, True, True, {}, False),
    (State.REJECTED, A, ADMIN, True, True, {}, False),
    (State.RECALLED, P, ADMIN, True, True, {"live_publications": 1}, False),
]


@pytest.mark.requirement("R19")
@pytest.mark.parametrize(("origin", "target", "who", "made", "attested", "more", "allowed"), TABLE)
def test_the_lifecycle_table(origin, target, who, made, attested, more, allowed):
    now = Situation(software_made=made, attested=attested, **{**who, **more})
    reasons = refusals(origin, target, now)
    assert (not reasons) is allowed
    assert all(reason.endswith(".") for reason in reasons)


def test_every_move_of_the_table_is_tried_both_ways_or_is_unconditional():
    tried = {(origin, target) for origin, target, *_ in TABLE}
    conditional = {move for move, guards in MOVES.items() if guards}
    assert conditional - tried <= {(A, State.WITHDRAWN)}


def test_a_move_that_is_not_in_the_table_does_not_exist():
    anybody = Situation(
        software_made=False, attested=True, actor_may_review=True, live_publications=1, newer_published=True
    )
    for move in product(State, State):
        if move not in MOVES:
            assert refusals(*move, anybody)


@pytest.mark.requirement("R10")
def test_no_chain_of_moves_reaches_publication_without_an_approval():
    reached, frontier = {State.DRAFT}, [State.DRAFT]
    while frontier:
        here = frontier.pop()
        onward = {target for origin, target in MOVES if origin is here and target is not State.APPROVED}
        frontier += onward - reached
        reached |= onward
    assert State.PUBLISHED not in reached


def test_everything_can_be_erased_and_nothing_comes_back():
    assert all((state, State.ERASED) in MOVES for state in State if state is not State.ERASED)
    assert not [target for origin, target in MOVES if origin is State.ERASED]
