"""Organisations with everything in them, made once for each file of tests, and browsers of everybody."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from tests.walk import ledger
from tests.walk.standing import standing
from tests.walk.world import ROLES, Two, World, rules, world


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


@pytest.fixture
def browsers(ours: World) -> dict[str, Client]:
    """By role; a fault inside is a 500 here, as it is for a person."""
    made = {}
    for role in ROLES:
        made[role] = Client(raise_request_exception=False)
        if ours.users[role] is not None:
            made[role].force_login(ours.users[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    return made
