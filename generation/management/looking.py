"""Looking at labelled pictures, with several processes where asked, and saying which ones cannot be used."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import track

from generation import faces
from generation.faces import Face
from generation.faces.labelling import Source
from generation.pictures import Picture, decode


class Labelled(Protocol):
    """A line of a label file."""

    @property
    def source(self) -> Source: ...


Line = TypeVar("Line", bound=Labelled)
Found = TypeVar("Found")
Look = Callable[[Picture, Face, Line], Found]


def looks(labelled: Sequence[Line], folder: Path, look: Look[Line, Found], *, jobs: int) -> Iterator[Found]:
    """What `look`, a function of a module, makes of every picture with one face, in their order; `folder` has them under
    REPOSITORY/PATH.

    Raises FaceError weights_missing or weights_changed and OSError.
    """
    console = Console(stderr=True, highlight=False)
    seen = _all(labelled, partial(_one, folder, look), jobs)
    for each, found in zip(labelled, track(seen, "Looking", len(labelled), console=console), strict=True):
        if isinstance(found, str):
            console.print(f"{each.source.name} is left out. {found}", markup=False, soft_wrap=True)
        else:
            yield found


def _all(labelled: Sequence[Line], look: Callable[[Line], Found | str], jobs: int) -> Iterable[Found | str]:
    if jobs == 1:
        yield from map(look, labelled)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(look, labelled, chunksize=4)


def _one(folder: Path, look: Look[Line, Found], labelled: Line) -> Found | str:
    """What was found, or why nothing was."""
    picture = decode((folder / labelled.source.name).read_bytes())
    try:
        face = faces.subject(picture)
    except faces.FaceError as problem:
        if problem.code.startswith("weights"):
            raise
        return str(problem)
    return look(picture, face, labelled)
