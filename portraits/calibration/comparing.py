"""From a file of pairs to distances: pictures are encoded in batches and forgotten, each pair compared from the store."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from portraits.calibration import pairs as pairs_file
from portraits.calibration.comparisons import Comparisons
from portraits.calibration.identities import Identities
from portraits.calibration.pairs import Broken, Pair
from portraits.calibration.spreading import spread
from portraits.calibration.template_store import TemplateStore


class UnusablePictureError(ValueError):
    """No template can be made of a picture; the sentence says why."""


class Encode(Protocol):
    """Makes the templates f32[n] of a batch of picture files, in order; a sentence where none can be made. Processes get it."""

    def __call__(self, paths: Sequence[Path]) -> Sequence[NDArray[np.float32] | str]: ...


Progress = Callable[[list[Path]], Iterable[Path]]
BATCH: Final = 16  # pictures; what is lost when a run is killed, and what the encoder takes at once
UNREADABLE: Final = "there is no such file, or it cannot be read."


class Comparing:
    """One pass over a file of pairs. `encoder` tells two encoders apart; `broken` names the lines left out and why."""

    def __init__(
        self,
        file: Path,
        store: TemplateStore,
        encode: Encode,
        *,
        encoder: str,
        jobs: int = 1,
        progress: Progress = iter,
    ) -> None:
        self.file, self.store, self.encode = file, store, encode
        self.encoder, self.jobs, self.progress = encoder, jobs, progress
        self.encoded = 0
        self.broken: list[Broken] = []
        self._digests: dict[Path, str] = {}
        self._problems: dict[str, str] = {}  # by digest

    def run(self) -> Comparisons:
        """Compare every pair that can be compared. Raises PairsError."""
        for batch, made in spread(self.encode, self._batches(), jobs=self.jobs):
            for path, found in zip(batch, made, strict=True):
                self._keep(self._digests[path], found)
        self.broken = [row for row in pairs_file.read(self.file) if isinstance(row, Broken)]
        self.broken += [Broken(pair.line, problem) for pair in self._pairs() for problem in self._unusable(pair)]
        compared = self._compared()
        self.broken.sort(key=lambda each: each.line)
        return compared

    def _batches(self) -> Iterator[list[Path]]:
        """Pictures that have no template yet, each once whatever its names, BATCH at a time."""
        batch: list[Path] = []
        taken: set[str] = set()
        for path in self.progress(self._pictures()):
            digest = _digest(path)
            if digest:
                self._digests[path] = digest
            if digest and digest not in taken and not self.store.has(digest, self.encoder):
                batch.append(path)
                taken.add(digest)
            if len(batch) == BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def _pictures(self) -> list[Path]:
        return list(dict.fromkeys(path for pair in self._pairs() for path in (pair.left, pair.right)))

    def _keep(self, digest: str, found: NDArray[np.float32] | str) -> None:
        if isinstance(found, str):
            self._problems[digest] = found
        else:
            self.store.keep(digest, self.encoder, found)
            self.encoded += 1

    def _problem(self, path: Path) -> str:
        return self._problems.get(self._digests[path], "") if path in self._digests else UNREADABLE

    def _unusable(self, pair: Pair) -> list[str]:
        return [f"{path.name}: {problem}" for path in (pair.left, pair.right) if (problem := self._problem(path))]

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
        return ((pair, known[pair.left], known[pair.right]) for pair in self._pairs() if not self._unusable(pair))

    def _distance(self, left: str, right: str) -> float:
        """Euclidean, as the faces package measures it."""
        vectors = (self.store.vector(digest, self.encoder).astype(np.float64) for digest in (left, right))
        return float(np.linalg.norm(np.subtract(*vectors)))

    def _pairs(self) -> Iterator[Pair]:
        return (row for row in pairs_file.read(self.file) if isinstance(row, Pair))


def _digest(path: Path) -> str:
    """Of a file's bytes; empty where it cannot be read."""
    try:
        with path.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest()
    except OSError:
        return ""


def _contradiction(pair: Pair, *, same_file: bool, same_person: bool) -> str:
    if same_file:
        return "Both pictures are the same file."
    if same_person and not pair.mated:
        return "It says two people, but mated pairs of this file make these pictures one person."
    return ""
