"""The folder channel, and what every channel is held to."""

import pytest

from portraits.distribution import ChannelError, channel
from portraits.distribution.base import Parcel
from portraits.distribution.folder.channel import FolderChannel


def parcel(data: bytes = b"picture", placement: str = "linkedin") -> Parcel:
    return Parcel("observatory", placement, "ab12", ".jpeg", "0" * 64, data)


@pytest.fixture
def folder(tmp_path) -> FolderChannel:
    return FolderChannel(tmp_path / "outbox")


def test_what_was_put_is_read_back_byte_for_byte(folder):
    address = folder.put(parcel())
    assert address == "observatory/linkedin/ab12.jpeg"
    assert folder.read_back(address) == b"picture"


def test_a_newer_file_takes_the_place_of_the_older_one_and_leaves_no_draft(folder):
    folder.put(parcel(b"old"))
    address = folder.put(parcel(b"new"))
    assert folder.read_back(address) == b"new"
    assert len([path for path in folder.root.rglob("*") if path.is_file()]) == 1


def test_what_was_removed_is_gone_and_removing_it_again_is_fine(folder):
    address = folder.put(parcel())
    folder.remove(address)
    folder.remove(address)
    assert folder.read_back(address) is None


def test_a_full_disk_is_said_in_one_sentence_and_the_old_file_stays(folder, monkeypatch):
    address = folder.put(parcel(b"old"))

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("portraits.distribution.folder.channel.os.fsync", full)
    with pytest.raises(ChannelError, match="No space left"):
        folder.put(parcel(b"new"))
    assert folder.read_back(address) == b"old"
    assert len([path for path in folder.root.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("owner", ["../../../passwd", "../../../../../../etc/passwd"])
def test_no_address_leaves_the_folder(folder, owner):
    with pytest.raises(ChannelError, match="leaves the folder"):
        folder.put(Parcel("o", "p", owner, "", "0" * 64, b"x"))


def test_an_unknown_channel_is_named():
    with pytest.raises(ChannelError, match="pigeon"):
        channel("pigeon")
