import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import track

from generation import faces
from portraits.calibration import skin_tone
from portraits.calibration.skin_tone import Observed
from portraits.collecting.cleaning import PictureRefusedError
from portraits.management.commands.inspect import cleaned_picture

FEWEST = 10  # pictures


class Command(BaseCommand):
    help = "Show whether the quality components refuse light and dark skin alike, over the pictures of some folders."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", type=Path, nargs="+")
        parser.add_argument("--pattern", default="**/*", help="which files of the folders, as in a shell")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        files = [
            path for folder in options["folders"] for path in sorted(folder.glob(options["pattern"])) if path.is_file()
        ]
        observed, left_out = _observe(files)
        if sum(observed.pictures.values()) < FEWEST:
            raise CommandError(f"At least {FEWEST} pictures in colour with one face are needed.")
        if options["json"]:
            self.stdout.write(json.dumps({**skin_tone.as_json(observed), "left_out": left_out}, indent=1))
            return
        seen = sum(observed.pictures.values())
        self.stdout.write(f"{seen} pictures; {left_out} left out (no single face, no picture, or no colour).\n\n")
        self.stdout.write(skin_tone.markdown(observed))


def _observe(files: list[Path]) -> tuple[Observed, int]:
    """The angle of each picture lives in this loop only: no name and no angle is printed or kept."""
    observed, left_out = Observed(), 0
    console = Console(stderr=True, highlight=False)
    for path in track(files, "Measuring pictures", console=console, disable=not console.is_terminal):
        try:
            picture = cleaned_picture(path)
            measured = faces.measure(picture, compare=False)
        except (PictureRefusedError, faces.FaceError):
            left_out += 1
            continue
        angle = faces.individual_typology_angle(picture, measured.face)
        if angle is None:
            left_out += 1
            continue
        observed.add(angle, [(each.name, each.value, each.passed) for each in measured.quality.components])
    return observed, left_out
