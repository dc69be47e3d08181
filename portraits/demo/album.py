"""Whose pictures the demonstration uses: two public-domain portraits that packages ship, or a folder of the operator."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from PIL import Image

from generation import pictures, simulation
from policies.spans import add_months

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif"}


class AlbumError(ValueError):
    """The folder cannot be used; the sentence says what is missing."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture file, the day it was taken, and whether it was simulated from another."""

    data: bytes
    taken_on: date
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Sitter:
    """A person with their pictures, oldest first: the first is the studio photo, the rest are selfies."""

    name: str
    shots: tuple[Shot, ...]
    later: tuple[Shot, ...] = ()
    asks_for_render: bool = True


def sample(today: date) -> tuple[Sitter, ...]:
    """Eileen Collins (NASA, shipped by scikit-image) with simulated later looks, and Grace Hopper (US Navy, shipped
    by matplotlib) with her one real portrait."""
    collins, hopper = _collins(), _hopper()
    now = simulation.other_lens(collins, strength=0.08, turn=2)
    changed = simulation.glasses(simulation.grey_hair(now, amount=0.85))
    tilted = simulation.glasses(
        simulation.grey_hair(simulation.other_lens(collins, strength=0.05, turn=-4), amount=0.9)
    )
    return (
        Sitter(
            "Eileen Collins",
            (
                Shot(_file(collins), add_months(today, -14)),
                _look(_lit(collins, left=True, stops=0.9, warmth=0.15), today - timedelta(days=62)),
                _look(
                    _lit(simulation.other_lens(collins, strength=0.10, turn=-3), stops=0.3), today - timedelta(days=40)
                ),
                _look(
                    _lit(simulation.other_lens(collins, strength=0.06, turn=3), stops=0.8), today - timedelta(days=28)
                ),
            ),
            (
                _look(_lit(changed, left=True, stops=0.6, warmth=0.1), today - timedelta(days=6)),
                _look(_lit(changed, stops=0.3, warmth=-0.05), today - timedelta(days=6)),
                _look(_lit(tilted, stops=0.5), today),
            ),
        ),
        Sitter("Grace Hopper", (Shot(_file(hopper), add_months(today, -30)),), asks_for_render=False),
    )


def folder(path: Path) -> tuple[Sitter, ...]:
    """`DIR/<person>/<YYYY-MM-DD>*.jpg`, or a `people.csv` with the columns person, file and date."""
    if not path.is_dir():
        raise AlbumError(f"There is no folder {path}.")
    listed = path / "people.csv"
    dated = list(_from_list(listed)) if listed.is_file() else list(_from_names(path))
    if not dated:
        raise AlbumError(f"No pictures in {path}: name them <person>/<YYYY-MM-DD>.jpg, or list them in people.csv.")
    sitters = []
    for name in sorted({name for name, _, _ in dated}):
        shots = sorted(((taken, file) for person, file, taken in dated if person == name), key=lambda each: each[0])
        sitters.append(_sitter(name, [Shot(file.read_bytes(), taken) for taken, file in shots]))
    return tuple(sitters)


def _sitter(name: str, shots: list[Shot]) -> Sitter:
    """The last three pictures, or as many as leave one, come after publication: they are what the watch sees."""
    kept = max(1, len(shots) - 3)
    return Sitter(name, tuple(shots[:kept]), tuple(shots[kept:]))


def _from_names(path: Path) -> list[tuple[str, Path, date]]:
    rows = []
    for file in sorted(path.glob("*/*")):
        day = re.match(r"(\d{4})-(\d\d)-(\d\d)", file.name)
        if day and file.suffix.lower() in PICTURES:
            rows.append((file.parent.name, file, _day(day[0], file.name)))
    return rows


def _from_list(listed: Path) -> list[tuple[str, Path, date]]:
    rows = []
    with listed.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            person, file, day = ((row.get(name) or "").strip() for name in ("person", "file", "date"))
            picture = (listed.parent / file).resolve()
            if not person or not file or not picture.is_file():
                raise AlbumError(f"people.csv, line {number}: the columns person, file and date must name a picture.")
            rows.append((person, picture, _day(day, f"people.csv, line {number}")))
    return rows


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AlbumError(f"{where}: {text!r} is not a day like 2025-03-31.") from None


def _collins() -> pictures.Picture:
    try:
        from skimage import data
    except ImportError:
        raise AlbumError("The sample pictures come with the demo extra: pip install '.[demo]'.") from None
    return np.ascontiguousarray(data.astronaut())  # type: ignore[no-untyped-call]


def _hopper() -> pictures.Picture:
    try:
        import matplotlib as mpl
    except ImportError:
        raise AlbumError("The sample pictures come with the demo extra: pip install '.[demo]'.") from None
    with Image.open(Path(mpl.get_data_path()) / "sample_data" / "grace_hopper.jpg") as image:
        return np.array(image.convert("RGB"))


def _lit(picture: pictures.Picture, *, left: bool = False, stops: float, warmth: float = -0.08) -> pictures.Picture:
    return simulation.other_light(picture, from_left=left, stops=stops, warmth=warmth)


def _look(picture: pictures.Picture, taken_on: date) -> Shot:
    return Shot(_file(picture), taken_on, simulated=True)


def _file(picture: pictures.Picture) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=92)
    return out.getvalue()
