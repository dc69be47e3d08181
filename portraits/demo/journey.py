"""What the stations hand on to each other, and the report they leave."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console

from accounts.models import Person
from generation.models import Run
from portraits.demo.album import Shot, Sitter
from portraits.demo.cast import Cast
from portraits.models import Photo, Portrait, Publication

Say = Callable[..., None]


@dataclass(slots=True)
class Traveller:
    """One person on the way, with what each station made of them."""

    sitter: Sitter
    person: Person
    photos: list[Photo] = field(default_factory=list)
    taken: list[Shot] = field(default_factory=list)
    real: Portrait | None = None
    run: Run | None = None
    made: Portrait | None = None
    publications: list[Publication] = field(default_factory=list)


@dataclass(slots=True)
class Journey:
    cast: Cast
    travellers: list[Traveller]
    worker: subprocess.Popen[bytes]
    console: Console
    stations: list[dict[str, Any]] = field(default_factory=list)

    @contextmanager
    def station(self, title: str) -> Iterator[Say]:
        """Run one station: what it says is printed and kept, with the seconds it took."""
        number, began = len(self.stations) + 1, time.perf_counter()
        self.console.print(f"[bold]{number}. {title}[/bold]")
        row: dict[str, Any] = {"station": number, "title": title, "seconds": 0.0, "said": [], "figures": []}
        self.stations.append(row)

        def say(sentence: str, **figures: Any) -> None:
            self.console.print(f"   {sentence}", highlight=False, markup=False, soft_wrap=True)
            row["said"].append(sentence)
            if figures:
                row["figures"].append(figures)

        yield say
        row["seconds"] = round(time.perf_counter() - began, 2)
