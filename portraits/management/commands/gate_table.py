import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import track

from generation import faces, gates, recipe
from generation.damages import FAULTS, Trial
from generation.engines import Engine, Prepared, engine_for
from generation.recipe import Recipe
from portraits.calibration import gate_table
from portraits.calibration.gate_table import Row
from portraits.calibration.skin_tone import band_of
from portraits.cleaning import PictureRefusedError
from portraits.management.commands.inspect import cleaned_picture

FEWEST = 2  # people: a swap needs another one


class Command(BaseCommand):
    help = "Damage portraits made of a folder's photos in every known way, and show what the gates catch and refuse wrongly."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", type=Path, nargs="+", metavar="folder", help="one photo a person")
        parser.add_argument("--pattern", default="**/*", help="which files of the folders, as in a shell")
        parser.add_argument("--limit", type=int, default=40, help="how many photos, taken evenly from all")
        parser.add_argument("--size", type=int, help="rows of a portrait; without, those of the recipe")
        parser.add_argument("--keep", type=Path, help="a file of JSON lines: people in it are not measured again")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        made = recipe.load("refine")
        made = replace(made, size=options["size"] or made.size)
        kept = options["keep"]
        rows = _read(kept) if kept else []
        for row in _rows(_chosen(options), made, {row.person for row in rows}):
            rows.append(row)
            if kept:
                with kept.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row.as_json()) + "\n")
        if len({row.person for row in rows}) < FEWEST:
            raise CommandError(f"Photos of at least {FEWEST} people are needed.")
        if options["json"]:
            self.stdout.write(json.dumps([row.as_json() for row in rows]))
            return
        self.stdout.write(gate_table.markdown(rows))


def _chosen(options: dict[str, Any]) -> list[Path]:
    files = sorted(path for folder in options["folders"] for path in folder.glob(options["pattern"]) if path.is_file())
    step = max(len(files) / max(options["limit"], 1), 1)
    return [files[int(number * step)] for number in range(min(options["limit"], len(files)))]


def _read(kept: Path) -> list[Row]:
    if not kept.exists():
        return []
    return [Row.from_json(json.loads(line)) for line in kept.read_text(encoding="utf-8").splitlines()]


def _rows(files: Sequence[Path], made: Recipe, known: set[str]) -> Iterator[Row]:
    """Person by person; the one before lends face, mouth and body for the swaps."""
    console = Console(stderr=True, highlight=False)
    engine = engine_for(made)
    other: Prepared | None = None
    for path in track([*files[-1:], *files], "Damaging portraits", console=console, disable=not console.is_terminal):
        person = f"{path.parent.name}/{path.stem}"
        try:
            portrait = engine.prepare(cleaned_picture(path), made)
        except (PictureRefusedError, faces.FaceError) as problem:
            console.print(f"{person} is left out. {problem}", markup=False, soft_wrap=True)
            continue
        if other is not None and person not in known:
            yield from list(_of_person(person, portrait, other, engine, made))
        other = portrait


def _of_person(person: str, portrait: Any, other: Any, engine: Engine, made: Recipe) -> Iterator[Row]:
    angle = faces.individual_typology_angle(portrait.crop, portrait.face)
    blank = Row(person, "" if angle is None else band_of(angle), "", "", (), "pass", (), ())
    reference = gates.Subject.of(portrait.crop, enlarged=portrait.enlarged)
    for variant in made.variants:
        trial = Trial(engine.render(portrait, variant).picture)
        yield _judged(replace(blank, name=f"{variant.preset}, {variant.background}"), reference, trial, made)
    for fault in FAULTS:
        named = replace(blank, name=fault.name, strength=fault.strength, made_for=tuple(sorted(fault.gates)))
        yield _judged(named, reference, fault.make(portrait, other), made)


def _judged(row: Row, reference: gates.Subject, trial: Trial, made: Recipe) -> Row:
    """A candidate in which no single face is found is refused before any gate."""
    try:
        photo = reference if trial.photo is None else gates.Subject.of(trial.photo, enlarged=reference.enlarged)
        report = gates.check(photo, gates.Subject.of(trial.candidate), (), gates.thresholds(made.gates))
    except faces.FaceError:
        return replace(row, verdict="refuse", refused_by=("face",))
    amber = dict.fromkeys(result.gate for result in report.results if result.verdict == "amber")
    return replace(row, verdict=report.verdict, refused_by=report.refused_by, amber_by=tuple(amber))
