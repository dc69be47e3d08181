"""Batches of work over processes, in their order, a few ahead: what waits does not grow with the work."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Final, TypeVar

AHEAD: Final = 2  # batches a process that wait their turn, so that none stands idle

Piece = TypeVar("Piece")
Made = TypeVar("Made")


def spread(
    work: Callable[[Sequence[Piece]], Made], batches: Iterable[Sequence[Piece]], *, jobs: int
) -> Iterator[tuple[Sequence[Piece], Made]]:
    """Each batch with what `work`, a function that can be sent to another process, makes of it."""
    if jobs == 1:
        yield from ((batch, work(batch)) for batch in batches)
        return
    waiting: deque[tuple[Sequence[Piece], Future[Made]]] = deque()
    with ProcessPoolExecutor(jobs) as pool:
        for batch in batches:
            waiting.append((batch, pool.submit(work, batch)))
            if len(waiting) > AHEAD * jobs:
                yield _next(waiting)
        while waiting:
            yield _next(waiting)


def _next(waiting: deque[tuple[Sequence[Piece], Future[Made]]]) -> tuple[Sequence[Piece], Made]:
    batch, made = waiting.popleft()
    return batch, made.result()
