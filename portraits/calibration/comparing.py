"""From a file of pairs to distances: each picture is encoded once and forgotten, each pair compared from the store."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from portraits.calibration import pairs as pairs_file
from portraits.calibration.comparisons import Comparisons
from portraits.calibration.identities import Identities
from portraits.calibration.pairs import Broken, Pair
from portraits.calibration.template_store import TemplateStore


class UnusablePictureError(ValueError):
    """No template can be made of a picture; the sentence says why."""


class Encoder(Protocol):
    """Makes the template of a picture file: what made it, in words that tell two encoders apart, and f32[n].

    Raises UnusablePictureError.
    """

    def __call__(self, path: Path) -> tuple[str, NDArray[np.float32]]: ...


Progress = Callable[[list[Path]], Iterable[Path]]


class Comparing:
    """One pass over a file of pairs. `broken` names the lines that were left out and why."""

    def __init__(self, file: Path, store: TemplateStore, encode: Encoder, *, progress: Progress = iter) -> None:
        self.file, self.store, self.encode, self.progress = file, store, encode, progress
        self.encoder = ""
        self.encoded = 0
        self.broken: list[Broken] = []
        self._digests: dict[Path, str] = {}
        self._problems: dict[Path, str] = {}

    def run(self) -> Comparisons:
        """Compare every pair that can be compared. Raises PairsError."""
        for path in self.progress(self._pictures()):
            try:
                self._digests[path] = self._known(path)
            except OSError:
                self._problems[path] = "there is no such file, or it cannot be read."
            except UnusablePictureError as problem:
                self._problems[path] = str(problem)
        self.broken = [row for row in pairs_file.read(self.file) if isinstance(row, Broken)]
        self.broken += [Broken(pair.line, problem) for pair in self._pairs() for problem in self._unusable(pair)]
        compared = self._compared()
        self.broken.sort(key=lambda each: each.line)
        return compared

    def _pictures(self) -> list[Path]:
        return list(dict.fromkeys(path for pair in self._pairs() for path in (pair.left, pair.right)))

    def _known(self, path: Path) -> str:
        """The digest of a picture, whose template is in the store now."""
        with path.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest()
        # The first picture of a run is always encoded: its template says which encoder is in use today.
        if not self.encoder or not self.store.has(digest, self.encoder):
            self.encoder, vector = self.encode(path)
            self.store.keep(digest, self.encoder, vector)
            self.encoded += 1
        return digest

    def _unusable(self, pair: Pair) -> list[str]:
        return [f"{path.name}: {self._problems[path]}" for path in (pair.left, pair.right) if path in self._problems]

    def _compared(self) -> Comparisons:
        people = Identities((left, right) for pair, left, right in self._usable() if pair.mated)
        compared = Comparisons()
        for pair, left, right in self._usable():
            who = people.of(left), people.of(right)
            if problem := _contradiction(pair, same_file=left == right, same_person=who[0] == who[1]):
                self.broken.append(Broken(pair.line, problem))
            else:
                compared.add(pair, self._distance(left, right), who)
        return compared

    def _usable(self) -> Iterator[tuple[Pair, str, str]]:
        known = self._digests
        return (
            (pair, known[pair.left], known[pair.right])
            for pair in self._pairs()
            if pair.left in known and pair.right in known
        )

    def _distance(self, left: str, right: str) -> float:
        """Euclidean, as the faces package measures it."""
        vectors = (self.store.vector(digest, self.encoder).astype(np.float64) for digest in (left, right))
        return float(np.linalg.norm(np.subtract(*vectors)))

    def _pairs(self) -> Iterator[Pair]:
        return (row for row in pairs_file.read(self.file) if isinstance(row, Pair))


def _contradiction(pair: Pair, *, same_file: bool, same_person: bool) -> str:
    if same_file:
        return "Both pictures are the same file."
    if same_person and not pair.mated:
        return "It says two people, but mated pairs of this file make these pictures one person."
    return ""
