"""A master key is replaced while everybody goes on working, and an interrupted rotation goes on where it was."""

import json
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from accounts import rotation, vault
from accounts.audit import Verb
from accounts.models import AuditEvent, Person, PersonKey
from accounts.vault import seal, unseal
from tests.factories import PersonFactory

OLD, NEW = "old:a secret of many years", "new:a secret of today"


@pytest.fixture
def sealed(ada: Person, ben: Person, settings) -> dict[Person, bytes]:
    """Something of two people, sealed under the old master key; then a new one is put in front."""
    settings.MASTER_KEYS = [OLD]
    found = {person: seal(person, b"128 numbers", binding="template:1") for person in (ada, ben)}
    settings.MASTER_KEYS = [NEW, OLD]
    return found


def opens(sealed: dict[Person, bytes]) -> bool:
    return all(unseal(person, value, binding="template:1") == b"128 numbers" for person, value in sealed.items())


@pytest.mark.requirement("N14")
def test_after_a_rotation_the_old_master_key_may_go(sealed, settings) -> None:
    assert [opened for _, opened in rotation.rotate()] == [True, True]
    settings.MASTER_KEYS = [NEW]
    assert opens(sealed)
    assert not rotation.left().exists()


@pytest.mark.requirement("N14")
def test_an_interrupted_rotation_leaves_everything_readable_and_goes_on(sealed, settings) -> None:
    next(rotation.rotate())
    assert rotation.left().count() == 1
    assert opens(sealed)
    assert len(list(rotation.rotate())) == 1
    settings.MASTER_KEYS = [NEW]
    assert opens(sealed)


@pytest.mark.requirement("N14")
@pytest.mark.parametrize("place", ["unwrap", "wrap", "update"])
def test_a_rotation_that_dies_at_any_step_leaves_every_key_whole(sealed, settings, monkeypatch, place) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(QuerySet if place == "update" else vault, place, Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            list(rotation.rotate())
    assert opens(sealed)
    assert rotation.left().count() == 2
    assert [opened for _, opened in rotation.rotate()] == [True, True]
    settings.MASTER_KEYS = [NEW]
    assert opens(sealed)


@pytest.mark.requirement("N14")
def test_keys_are_read_in_steps_and_written_one_by_one(sealed, monkeypatch, django_assert_num_queries) -> None:
    """`python -m tests.benchmarks record` rotates 100,000 keys; what one costs does not grow with their number."""
    monkeypatch.setattr(rotation, "STEP", 20)
    kept = PersonKey.objects.first()
    for person in PersonFactory.create_batch(38):
        PersonKey.objects.create(person=person, master_key_id="lost", wrapped=kept.wrapped, shard=kept.shard)
    with django_assert_num_queries(2 + 40 // 20 + 1):
        assert sum(opened for _, opened in rotation.rotate()) == 2


def test_rotating_again_touches_nothing(sealed) -> None:
    list(rotation.rotate())
    before = list(PersonKey.objects.values_list("wrapped", flat=True))
    assert list(rotation.rotate()) == []
    assert list(PersonKey.objects.values_list("wrapped", flat=True)) == before


def test_a_key_destroyed_meanwhile_does_not_come_back(sealed, ada: Person) -> None:
    step = rotation.rotate()
    next(step)
    other = rotation.left().get().person_id
    row = PersonKey.objects.get(pk=other)
    vault.destroy(other)
    assert not rotation._wrapped_anew(row)
    assert not PersonKey.objects.filter(pk=other).exists()


def test_a_key_whose_master_key_is_missing_is_named_and_stops_nobody_else(sealed, ada: Person, settings) -> None:
    PersonKey.objects.filter(person=ada).update(master_key_id="lost")
    with pytest.raises(CommandError, match=rf"1 keys do not open \(people {ada.pk}\)"):
        call_command("rotate_keys")
    assert list(rotation.left()) == [PersonKey.objects.get(person=ada)]


def test_the_command_counts_and_records(sealed, capsys) -> None:
    call_command("rotate_keys", "--check", "--json")
    assert json.loads(capsys.readouterr().out) == {"waiting": 2}
    call_command("rotate_keys", "--json")
    assert json.loads(capsys.readouterr().out) == {"wrapped": 2, "shut": []}
    assert AuditEvent.objects.get(verb=Verb.KEYS_ROTATED.value).data == {"keys": 2}


def test_more_keys_than_one_step_are_all_wrapped(sealed, monkeypatch) -> None:
    monkeypatch.setattr(rotation, "STEP", 1)
    assert len(list(rotation.rotate())) == 2
