"""A folder that other systems pick files up from: one file a person and placement, replaced at once."""

import os
import secrets
from pathlib import Path

from portraits.distribution.base import ChannelError, Parcel

BESIDE = ".c2pa"  # after the whole name of a file whose credentials lie beside it


class FolderChannel:
    key = "folder"

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, parcel: Parcel) -> str:
        """The credentials first: whoever finds the picture finds them too."""
        address = f"{parcel.organisation}/{parcel.placement}/{parcel.owner}{parcel.suffix}"
        beside = self._path(address + BESIDE)
        if parcel.beside:
            self._write(beside, parcel.beside)
        else:
            beside.unlink(missing_ok=True)
        self._write(self._path(address), parcel.data)
        return address

    def read_back(self, address: str) -> bytes | None:
        path = self._path(address)
        return path.read_bytes() if path.is_file() else None

    def remove(self, address: str) -> None:
        self._path(address).unlink(missing_ok=True)
        self._path(address + BESIDE).unlink(missing_ok=True)

    def _write(self, target: Path, data: bytes) -> None:
        draft = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with draft.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        except OSError as fault:
            draft.unlink(missing_ok=True)
            raise ChannelError(f"The folder channel cannot write: {fault.strerror}.") from fault

    def remove_all(self, organisation: str, owner: str) -> int:
        found = [path for path in self._path(organisation).glob(f"*/*{owner}*") if path.is_file()]
        for path in found:
            path.unlink(missing_ok=True)
        return len(found)

    def _path(self, address: str) -> Path:
        path = (self.root / address).resolve()
        if not path.is_relative_to(self.root.resolve()):
            raise ChannelError("The address leaves the folder of the channel.")
        return path
