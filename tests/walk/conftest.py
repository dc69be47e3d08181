"""Organisations with everything in them, made once for each file of tests."""

from collections.abc import Callable, Iterator

import pytest

from tests.walk import ledger
from tests.walk.standing import standing
from tests.walk.world import Two, World, rules, world


@pytest.fixture(scope="module")
def one_world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Callable[[], World]]:
    with standing(_one, tmp_path_factory.mktemp("world"), django_db_blocker) as begun:
        yield begun


def _one() -> World:
    rules()
    return world("observatory")


@pytest.fixture
def ours(one_world, db) -> World:
    return one_world()


@pytest.fixture(scope="module")
def two_worlds(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Callable[[], Two]]:
    with standing(_two, tmp_path_factory.mktemp("worlds"), django_db_blocker) as begun:
        yield begun


def _two() -> Two:
    rules()
    empty = ledger.rows()
    ours = world("observatory")
    made = ledger.rows()
    theirs = world("elsewhere")
    return Two(ours, theirs, empty, ledger.rows(), ledger.Estate.between(empty, made))


@pytest.fixture
def two(two_worlds, db) -> Two:
    return two_worlds()
