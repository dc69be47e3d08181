"""Which master keys are missing, told apart from a damaged row and from a key that was destroyed on purpose."""

import pytest

from accounts import lost_keys, vault
from accounts.models import Person, PersonKey


@pytest.fixture
def keys(ada: Person, ben: Person) -> None:
    for person in (ada, ben):
        vault.seal(person, b"so that there is a key", binding="template:1")


def test_with_every_key_here_nothing_is_said(keys) -> None:
    assert lost_keys.sentences() == []


def test_another_secret_under_the_old_id_is_a_lost_key(keys, settings) -> None:
    settings.MASTER_KEYS = [f"{vault.first_master_key()}:another secret"]
    (sentence,) = lost_keys.sentences()
    assert "nothing kept of 2 people can be opened" in sentence


def test_one_damaged_row_says_nothing_of_the_master_key(keys, ben: Person) -> None:
    PersonKey.objects.filter(person=ben).update(wrapped=b"damaged" * 9)
    assert lost_keys.sentences() == []


def test_a_destroyed_half_says_nothing_either(keys, ben: Person) -> None:
    row = PersonKey.objects.get(person=ben)
    vault._shard_store().delete(row.shard)
    assert lost_keys.sentences() == []
