import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import HealthCheck, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from accounts import vault
from accounts.models import Person, PersonKey
from accounts.vault import SealBrokenError, seal, unseal

SECRET = b"128 numbers that say how a face measures"


def test_what_was_sealed_opens_again_and_is_not_readable_meanwhile(ada: Person) -> None:
    sealed = seal(ada, SECRET, binding="template:1")
    assert SECRET not in sealed
    assert unseal(ada, sealed, binding="template:1") == SECRET


def test_sealing_twice_gives_different_bytes(ada: Person) -> None:
    assert seal(ada, SECRET, binding="template:1") != seal(ada, SECRET, binding="template:1")


def test_a_database_memoryview_opens_too(ada: Person) -> None:
    assert unseal(ada, memoryview(seal(ada, SECRET, binding="b")), binding="b") == SECRET


def test_a_value_moved_to_another_row_does_not_open(ada: Person) -> None:
    with pytest.raises(SealBrokenError):
        unseal(ada, seal(ada, SECRET, binding="template:1"), binding="template:2")


def test_a_value_of_another_person_does_not_open(ada: Person, ben: Person) -> None:
    seal(ben, b"so that there is a key", binding="template:1")
    with pytest.raises(SealBrokenError):
        unseal(ben, seal(ada, SECRET, binding="template:1"), binding="template:1")


def test_another_persons_wrapped_key_does_not_open(ada: Person, ben: Person) -> None:
    sealed = seal(ada, SECRET, binding="template:1")
    seal(ben, SECRET, binding="template:1")
    PersonKey.objects.filter(person=ada).update(wrapped=PersonKey.objects.get(person=ben).wrapped)
    with pytest.raises(SealBrokenError):
        unseal(ada, sealed, binding="template:1")


@example_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_one_changed_byte_anywhere_does_not_open(ada: Person, place: int, change: int) -> None:
    sealed = bytearray(seal(ada, SECRET, binding="template:1"))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(SealBrokenError):
        unseal(ada, bytes(sealed), binding="template:1")


@pytest.mark.parametrize("length", [0, 5, 12, 20, 30])
def test_a_cut_value_does_not_open(ada: Person, length: int) -> None:
    with pytest.raises(SealBrokenError):
        unseal(ada, seal(ada, SECRET, binding="template:1")[:length], binding="template:1")


def test_a_destroyed_key_makes_everything_unreadable_for_good(ada: Person) -> None:
    sealed = seal(ada, SECRET, binding="template:1")
    PersonKey.objects.filter(person=ada).delete()
    with pytest.raises(SealBrokenError, match="destroyed"):
        unseal(ada, sealed, binding="template:1")
    seal(ada, b"a new start", binding="template:2")
    with pytest.raises(SealBrokenError):
        unseal(ada, sealed, binding="template:1")


def test_reading_makes_no_key(ada: Person) -> None:
    with pytest.raises(SealBrokenError):
        unseal(ada, SECRET, binding="template:1")
    assert not PersonKey.objects.exists()


def test_a_rotated_master_key_opens_the_old_and_wraps_the_new(ada: Person, ben: Person, settings) -> None:
    settings.MASTER_KEYS = ["old:an old secret"]
    sealed = seal(ada, SECRET, binding="template:1")
    settings.MASTER_KEYS = ["new:a new secret", "old:an old secret"]
    assert unseal(ada, sealed, binding="template:1") == SECRET
    seal(ben, SECRET, binding="template:1")
    assert PersonKey.objects.get(person=ben).master_key_id == "new"


def test_a_retired_master_key_opens_nothing_more(ada: Person, settings) -> None:
    settings.MASTER_KEYS = ["old:an old secret"]
    sealed = seal(ada, SECRET, binding="template:1")
    settings.MASTER_KEYS = ["new:a new secret"]
    with pytest.raises(SealBrokenError, match="Master key old"):
        unseal(ada, sealed, binding="template:1")


@pytest.mark.parametrize("entry", ["a secret without an id", "id:", ":secret", ""])
def test_a_master_key_without_id_or_secret_is_refused_before_anything_is_sealed(
    ada: Person, settings, entry: str
) -> None:
    settings.MASTER_KEYS = [entry]
    with pytest.raises(ImproperlyConfigured, match="LIKENESS_MASTER_KEYS"):
        vault.seal(ada, SECRET, binding="template:1")
    assert not PersonKey.objects.exists()
