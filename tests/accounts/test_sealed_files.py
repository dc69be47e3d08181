"""Files of people at rest: nothing readable, nothing that moves, and nothing left of them without the person's key."""

import hashlib
import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from hypothesis import HealthCheck, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from accounts import sealed_files, sealed_stream, vault
from accounts.models import Person, PersonKey
from accounts.sealed_stream import PIECE, StreamBrokenError
from accounts.vault import ErasedError, SealBrokenError

PICTURE = b"\xff\xd8 a face, as a camera saw it " * 40
KEY = b"k" * 32


def kept(person: Person, data: bytes = PICTURE, folder: str = "photos") -> str:
    digest = hashlib.sha256(data).hexdigest()
    return sealed_files.put(person, data, sealed_files.name_for(person, digest, folder=folder, suffix=".jpg"))


def raw(name: str) -> bytes:
    with default_storage.open(name) as file:
        return bytes(file.read())


def test_a_kept_file_reads_back_and_nothing_of_it_lies_on_the_disk(ada: Person) -> None:
    name = kept(ada)
    assert sealed_files.get(name) == PICTURE
    assert b"as a camera saw it" not in raw(name)


def test_a_name_shows_no_digest_and_another_persons_same_picture_has_another(ada: Person, ben: Person) -> None:
    digest = hashlib.sha256(PICTURE).hexdigest()
    assert digest[:12] not in kept(ada)
    assert kept(ada).rpartition("/")[2] != kept(ben).rpartition("/")[2]


def test_the_same_bytes_are_kept_once(ada: Person) -> None:
    first = raw(kept(ada))
    assert raw(kept(ada)) == first
    assert len(list(sealed_files.of(ada.pk))) == 1


def test_a_file_moved_to_another_name_or_person_does_not_open(ada: Person, ben: Person) -> None:
    moved = default_storage.save(f"photos/{ben.pk}/aa/moved.jpg", ContentFile(raw(kept(ada))))
    with pytest.raises(SealBrokenError):
        sealed_files.get(moved)


def test_a_file_that_says_it_is_another_persons_does_not_open(ada: Person, ben: Person) -> None:
    name, magic = kept(ada), len(sealed_stream.MAGIC)
    kept(ben)
    data = bytearray(raw(name))
    data[magic : magic + 8] = ben.pk.to_bytes(8, "big")
    default_storage.delete(name)
    default_storage.save(name, ContentFile(bytes(data)))
    with pytest.raises(SealBrokenError):
        sealed_files.get(name)


def test_without_the_shard_neither_database_nor_files_nor_master_key_open_anything(ada: Person, ben: Person) -> None:
    mine, theirs = kept(ada), kept(ben)
    template = vault.seal(ada, b"numbers", binding="template:1")
    row = PersonKey.objects.get(person=ada)
    assert vault.destroy(ada.pk)
    row.save(force_insert=True)  # the database of a backup is put back
    with pytest.raises(SealBrokenError, match="destroyed"):
        sealed_files.get(mine)
    with pytest.raises(SealBrokenError, match="destroyed"):
        vault.unseal(ada, template, binding="template:1")
    assert sealed_files.get(theirs) == PICTURE


def test_destroying_leaves_no_half_of_the_key_and_can_be_done_twice(ada: Person) -> None:
    kept(ada)
    storages["keys"].save(f"{ada.pk}/left-by-a-race", ContentFile(b"x" * 32))
    assert vault.destroy(ada.pk)
    assert not storages["keys"].listdir(str(ada.pk))[1]
    assert not vault.destroy(ada.pk)


def test_nothing_more_is_kept_of_an_erased_person(ada: Person) -> None:
    from django.utils import timezone

    kept(ada)
    vault.destroy(ada.pk)
    Person.objects.filter(pk=ada.pk).update(erased_at=timezone.now())
    with pytest.raises(ErasedError):
        kept(ada)
    assert not PersonKey.objects.exists()


def test_a_key_from_before_gets_its_second_half_and_opens_what_it_sealed(ada: Person, settings) -> None:
    settings.MASTER_KEYS = ["old:an old secret"]
    old = PersonKey(person=ada)
    vault.wrap(old, KEY)
    old.save()
    sealed = vault.seal(ada, b"numbers", binding="template:1")
    settings.MASTER_KEYS = ["new:a new secret", "old:an old secret"]
    assert vault.divide(PersonKey.objects.get(person=ada))
    assert vault.unseal(ada, sealed, binding="template:1") == b"numbers"
    assert PersonKey.objects.get(person=ada).master_key_id == "new"
    assert not vault.divide(PersonKey.objects.get(person=ada))


def test_a_plain_file_from_before_is_still_read(ada: Person) -> None:
    name = default_storage.save("photos/1/aa/plain.jpg", ContentFile(PICTURE))
    assert sealed_files.get(name) == PICTURE
    assert not sealed_files.is_sealed(name)


def test_a_large_file_is_sealed_and_opened_piece_by_piece(ada: Person) -> None:
    name = sealed_files.name_for(ada, "0" * 64, folder="exports", suffix=".zip")
    size = sealed_files.put_stream(ada, (b"z" * 700_000 for _ in range(5)), name, draft=io.BytesIO())
    pieces = list(sealed_files.stream(name))
    assert b"".join(pieces) == b"z" * 3_500_000
    assert max(map(len, pieces)) == PIECE
    assert size > 3_500_000


@example_settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=6), st.sampled_from([1, 7, 100]))
def test_any_bytes_in_any_parts_come_back(parts: list[bytes], step: int) -> None:
    whole = b"".join(sealed_stream.sealed(parts, key=KEY, person_id=3, binding="b"))
    split = [whole[at : at + step] for at in range(0, len(whole), step)]
    assert b"".join(sealed_stream.opened(split, key=KEY, binding="b")) == b"".join(parts)


@pytest.mark.parametrize("damage", ["cut", "cut between pieces", "swapped", "repeated", "changed", "header"])
def test_a_damaged_file_does_not_open(damage: str, monkeypatch) -> None:
    monkeypatch.setattr(sealed_stream, "PIECE", 10)
    header, *pieces = sealed_stream.sealed([b"0123456789" * 3], key=KEY, person_id=3, binding="b")
    match damage:
        case "cut":
            pieces[-1] = pieces[-1][:-1]
        case "cut between pieces":
            pieces = pieces[:-1]
        case "swapped":
            pieces[0], pieces[1] = pieces[1], pieces[0]
        case "repeated":
            pieces.insert(0, pieces[0])
        case "changed":
            pieces[1] = bytes([pieces[1][0] ^ 1]) + pieces[1][1:]
        case "header":
            header = header[:20]
            pieces = []
    with pytest.raises(StreamBrokenError):
        list(sealed_stream.opened([header, *pieces], key=KEY, binding="b"))
