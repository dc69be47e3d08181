"""What every channel does: put the exact bytes somewhere, read back what is there, take it away again."""

from dataclasses import dataclass
from typing import Protocol


class ChannelError(RuntimeError):
    """The channel could not do what was asked; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A finished rendition on its way. Names nobody: `owner` is the public id of the person.

    `beside` is a manifest store that goes with the file where its credentials do not lie inside.
    """

    organisation: str
    placement: str
    owner: str
    suffix: str
    sha256: str
    data: bytes
    beside: bytes = b""


class Channel(Protocol):
    key: str

    def put(self, parcel: Parcel) -> str:
        """Show these bytes; answers the address at which they are shown."""

    def read_back(self, address: str) -> bytes | None:
        """What is shown at the address now, or None when nothing is."""

    def remove(self, address: str) -> None:
        """Show nothing at the address any more; doing it twice is fine."""

    def remove_all(self, organisation: str, owner: str) -> int:
        """Take away everything shown of this public id, whoever put it there; answers how many files that were."""
