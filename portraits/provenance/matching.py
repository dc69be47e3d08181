"""Which of many published pictures a stripped copy is: nearest by two fingerprints that must both agree.

Pictures are told apart here, never people: another photo of the same face is as far away as anybody's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portraits.provenance import iscc

PDQ_SAME = 31  # bits of 256: the distance Meta recommends; figures of ours in docs/provenance.md
ISCC_SAME = 12  # bits of 256: shared facts on stability
WORDS = 4  # of 64 bits in a fingerprint


@dataclass(frozen=True, slots=True)
class Prints:
    """Both fingerprints of a picture, as columns and files keep them."""

    iscc: str
    pdq: str

    def packed(self) -> NDArray[np.uint64]:
        """Eight words of 64 bits: PDQ, then ISCC."""
        return np.frombuffer(bytes.fromhex(self.pdq) + iscc.digest(self.iscc), dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Near:
    """A known picture, and in how many bits of 256 each fingerprint differs."""

    key: int
    pdq: int
    iscc: int

    @property
    def same(self) -> bool:
        return self.pdq <= PDQ_SAME and self.iscc <= ISCC_SAME


def apart(first: Prints, second: Prints) -> Near:
    """How far two pictures are from each other; the key says nothing."""
    return Shelf([(0, first)]).all_within(second, pdq=256, iscc=256)[0]


class Shelf:
    """The fingerprints of many pictures by key, asked all at once. 64 bytes a picture."""

    def __init__(self, rows: Iterable[tuple[int, Prints]] = ()) -> None:
        self.keys = np.empty(0, dtype=np.int64)
        self.words = np.empty((0, 2 * WORDS), dtype=np.uint64)
        self.add(list(rows))

    def __len__(self) -> int:
        return len(self.keys)

    def add(self, rows: Sequence[tuple[int, Prints]]) -> None:
        if rows:
            self.keys = np.concatenate([self.keys, [key for key, _ in rows]])
            self.words = np.concatenate([self.words, np.stack([prints.packed() for _, prints in rows])])

    def same(self, asked: Prints) -> list[Near]:
        """The pictures that both fingerprints call the same, nearest first."""
        return self.all_within(asked, pdq=PDQ_SAME, iscc=ISCC_SAME)

    def all_within(self, asked: Prints, *, pdq: int, iscc: int) -> list[Near]:
        differ = np.bitwise_count(self.words ^ asked.packed())
        by_pdq, by_iscc = differ[:, :WORDS].sum(axis=1), differ[:, WORDS:].sum(axis=1)
        near = np.flatnonzero((by_pdq <= pdq) & (by_iscc <= iscc))
        found = [Near(int(self.keys[at]), int(by_pdq[at]), int(by_iscc[at])) for at in near]
        return sorted(found, key=lambda each: each.pdq + each.iscc)
