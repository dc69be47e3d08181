import json
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import track

from generation import faces, gates, recipe
from generation.damages import FAULTS, Fault, Trial
from generation.engines import engine_for
from generation.pictures import Picture
from generation.recipe import Recipe, Variant
from portraits.calibration import gate_roc, gate_table
from portraits.calibration.gate_rows import Row
from portraits.calibration.skin_tone import band_of
from portraits.collecting.cleaning import PictureRefusedError
from portraits.management.commands.inspect import cleaned_picture

FEWEST = 2  # people: a swap needs another one


class Command(BaseCommand):
    help = "Damage portraits made of a folder's photos in every known way, and show what the gates catch and refuse wrongly."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", type=Path, nargs="+", metavar="folder", help="one photo a person")
        parser.add_argument(
            "--pattern", nargs="+", default=["**/*"], help="which files of the folders, as in a shell; one or more"
        )
        parser.add_argument("--limit", type=int, default=40, help="how many photos, taken evenly from all")
        parser.add_argument("--size", type=int, help="rows of a portrait; without, those of the recipe")
        parser.add_argument("--keep", type=Path, help="a file of JSON lines: what is in it is not measured again")
        parser.add_argument("--only", nargs="+", metavar="fault", help="these faults, and the honest candidates")
        parser.add_argument("--honest", action="store_true", help="no faults: of many people, what is refused wrongly")
        parser.add_argument("--half", choices=("first", "second"), help="only half of the people: limits come from one")
        parser.add_argument("--measures", action="store_true", help="for whoever sets limits: every measure's range")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        made = recipe.load("refine")
        made = replace(made, size=options["size"] or made.size)
        kept = options["keep"]
        rows = read(kept) if kept else []
        faults = () if options["honest"] else _faults(options["only"])
        suite = Suite(made, faults, frozenset((row.person, row.name) for row in rows))
        for row in _rows(chosen(options), suite):
            rows.append(row)
            if kept:
                with kept.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row.as_json()) + "\n")
        limits = gates.thresholds(made.gates)
        rows = [row.judged(limits) for row in rows if options["half"] in (None, row.half)]
        if len({row.person for row in rows}) < FEWEST:
            raise CommandError(f"Photos of at least {FEWEST} people are needed.")
        if options["json"]:
            self.stdout.write(json.dumps([row.as_json() for row in rows]))
            return
        self.stdout.write(gate_table.markdown(rows))
        self.stdout.write(gate_roc.markdown(rows, limits))
        if options["measures"]:
            self.stdout.write("\n".join(gate_roc.measures(rows, limits)))


def chosen(options: dict[str, Any]) -> list[Path]:
    files = found_in(options["folders"], options["pattern"])
    step = max(len(files) / max(options["limit"], 1), 1)
    return [files[int(number * step)] for number in range(min(options["limit"], len(files)))]


def found_in(folders: Sequence[Path], patterns: Sequence[str]) -> list[Path]:
    """Each file once, sorted."""
    found = {path for folder in folders for pattern in patterns for path in folder.glob(pattern)}
    return sorted(path for path in found if path.is_file())


def read(kept: Path) -> list[Row]:
    if not kept.exists():
        return []
    return [Row.from_json(json.loads(line)) for line in kept.read_text(encoding="utf-8").splitlines()]


@dataclass(frozen=True, slots=True)
class Suite:
    """What is measured of everybody, and what is known already by person and name."""

    made: Recipe
    faults: tuple[Fault, ...]
    known: frozenset[tuple[str, str]]

    def asked(self, person: str) -> tuple[tuple[Variant, ...], tuple[Fault, ...]]:
        variants = (each for each in self.made.variants if (person, _named(each)) not in self.known)
        return tuple(variants), tuple(each for each in self.faults if (person, each.name) not in self.known)


def _faults(only: Sequence[str] | None) -> tuple[Fault, ...]:
    if unknown := sorted(set(only or ()) - {fault.name for fault in FAULTS}):
        names = ", ".join(fault.name for fault in FAULTS)
        raise CommandError(f"There is no fault {', '.join(unknown)}; there are: {names}.")
    return tuple(fault for fault in FAULTS if not only or fault.name in only)


def _named(variant: Variant) -> str:
    return f"{variant.preset}, {variant.background}"


def _rows(files: Sequence[Path], suite: Suite) -> Iterator[Row]:
    """Person by person; the one before lends face, mouth and body for the swaps."""
    console = Console(stderr=True, highlight=False)
    engine = engine_for(suite.made)

    @lru_cache(maxsize=2)
    def prepared(path: Path) -> Any:
        return engine.prepare(cleaned_picture(path), suite.made)

    pairs = list(pairwise([*files[-1:], *files]))
    for before, path in track(pairs, "Damaging portraits", console=console, disable=not console.is_terminal):
        variants, faults = suite.asked(person_of(path))
        if not variants and not faults:
            continue
        try:
            other, portrait = prepared(before), prepared(path)
        except (PictureRefusedError, faces.FaceError) as problem:
            console.print(f"{person_of(path)} is left out. {problem}", markup=False, soft_wrap=True)
            continue
        blank = _blank(person_of(path), portrait)
        honest = ((_honest(blank, each), Trial(engine.render(portrait, each).picture)) for each in variants)
        damaged = ((_faulty(blank, fault), fault.make(portrait, other)) for fault in faults)
        yield from _judged(portrait, chain(honest, damaged), suite.made)


def person_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def _blank(person: str, portrait: Any) -> Row:
    angle = faces.individual_typology_angle(portrait.crop, portrait.face)
    return Row(person, "" if angle is None else band_of(angle), "", "", (), "pass", (), (), {}, 0.0)


def _honest(blank: Row, variant: Variant) -> Row:
    return replace(blank, name=_named(variant))


def _faulty(blank: Row, fault: Fault) -> Row:
    return replace(blank, name=fault.name, strength=fault.strength, made_for=tuple(sorted(fault.gates)))


def _judged(portrait: Any, trials: Iterable[tuple[Row, Trial]], made: Recipe) -> Iterator[Row]:
    reference = gates.Subject.of(portrait.crop, enlarged=portrait.enlarged)
    for row, trial in trials:
        photo = reference if trial.photo is None else gates.Subject.of(trial.photo, enlarged=reference.enlarged)
        known = reference if trial.candidate is portrait.crop else None
        yield _measured(row, photo, trial.candidate, known, gates.thresholds(made.gates))


def _measured(
    row: Row, photo: gates.Subject, candidate: Picture, known: gates.Subject | None, limits: gates.Thresholds
) -> Row:
    """`known` is the candidate as analysed before: who lost a thing is the portrait itself."""
    began = time.process_time()
    compare = row.honest or "identity" in row.made_for  # the encoder is blind to the rest: a fifth of the time
    if known is None:
        _, report = gates.check_picture(photo, candidate, (), limits, compare=compare)
    else:
        report = gates.check(photo, known, (), limits, compare=compare)
    amber = dict.fromkeys(result.gate for result in report.results if result.verdict == "amber")
    return replace(
        row,
        verdict=report.verdict,
        refused_by=report.refused_by,
        amber_by=tuple(amber),
        values={f"{each.gate}.{each.measure}": each.value for each in report.results},
        seconds=round(time.process_time() - began, 3),
    )
