from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from PIL import Image
from rich.console import Console
from rich.progress import track

from generation import faces
from portraits.calibration.skin_tone import BANDS, band_of
from portraits.collecting.cleaning import PictureRefusedError
from portraits.management.commands.inspect import cleaned_picture
from portraits.provenance import survival, visibility
from portraits.provenance.visibility import Traces


class Command(BaseCommand):
    help = "Show how much of the invisible mark stands on light and dark skin, over the pictures of some folders."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", type=Path, nargs="+")

    def handle(self, *_args: Any, **options: Any) -> None:
        files = [path for each in options["folders"] for path in sorted(each.rglob("*")) if path.is_file()]
        traces, console = Traces(), Console(stderr=True, highlight=False)
        for path in track(files, "Marking pictures", console=console, disable=not console.is_terminal):
            _add(traces, path)
        seen = sum(len(rows) for rows in traces.rows.values())
        if not seen:
            raise CommandError("There is no picture in colour with one face in these folders.")
        self.stdout.write(
            f"{seen} pictures; {len(files) - seen} left out (no single face, no picture, or no colour).\n"
        )
        self.stdout.write("\n".join(traces.lines([band for band, _ in BANDS])))


def _add(traces: Traces, path: Path) -> None:
    """The angle of a picture lives here only: no name and no angle is printed or kept."""
    try:
        picture = survival.square(Image.fromarray(cleaned_picture(path)))
        seen = np.asarray(picture)
        face = faces.subject(seen)
    except (PictureRefusedError, faces.FaceError):
        return
    angle = faces.individual_typology_angle(seen, face)
    if angle is not None:
        traces.rows[band_of(angle)].append(visibility.trace(picture, face.box))
