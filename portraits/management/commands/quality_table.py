import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import track

from generation import faces
from portraits.calibration import degradation_table
from portraits.calibration.degradation_table import Margins, Measured, margin
from portraits.collecting.cleaning import PictureRefusedError
from portraits.management.commands.inspect import cleaned_picture

FEWEST = 3  # pictures: fewer have no spread


class Command(BaseCommand):
    help = "Damage the pictures of a folder on purpose, by degrees, and show which quality components answer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--pattern", default="**/*", help="which files of the folder, as in a shell")
        parser.add_argument("--limit", type=int, default=12, help="how many pictures, taken evenly from all")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        files = sorted(path for path in options["folder"].glob(options["pattern"]) if path.is_file())
        console = Console(stderr=True, highlight=False)
        measured = Measured()
        for path in _evenly(files, options["limit"], console):
            try:
                _measure(cleaned_picture(path), measured)
            except (PictureRefusedError, faces.FaceError) as problem:
                console.print(f"{path.name} is left out. {problem}", markup=False, soft_wrap=True)
        if len(measured.intact) < FEWEST:
            raise CommandError(f"At least {FEWEST} pictures with one face are needed in {options['folder']}.")
        rows = [measured.row(fault.name, fault.component, fault.unit, fault.strengths) for fault in faces.DEGRADATIONS]
        if options["json"]:
            report = {"pictures": len(measured.intact), "refused": measured.refused(), "spreads": measured.spreads()}
            self.stdout.write(json.dumps({**report, "rows": [row.as_json() for row in rows]}, indent=1))
            return
        self.stdout.write(degradation_table.markdown(measured, rows))


def _evenly(files: list[Path], limit: int, console: Console) -> Any:
    step = max(len(files) / max(limit, 1), 1)
    chosen = [files[int(number * step)] for number in range(min(limit, len(files)))]
    return track(chosen, "Damaging pictures", console=console, disable=not console.is_terminal)


def _measure(picture: Any, measured: Measured) -> None:
    intact = faces.measure(picture, compare=False)
    before = _margins(intact.quality)
    measured.intact.append(before)
    for fault in faces.DEGRADATIONS:
        for strength in fault.strengths:
            try:
                after = faces.measure(fault.apply(picture, intact.face, strength), compare=False)
            except faces.FaceError:
                measured.lost[fault.name, strength] += 1
            else:
                measured.faults[fault.name, strength].append((before, _margins(after.quality)))


def _margins(quality: faces.Quality) -> Margins:
    return {each.name: margin(each.value, each.threshold, passed=each.passed) for each in quality.components}
