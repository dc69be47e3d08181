import json
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import track

from generation import engines, faces
from generation import recipe as recipes
from generation.recipe import Recipe
from portraits.calibration import skin_change
from portraits.calibration.skin_change import Reference, Seen, Skin
from portraits.collecting.cleaning import PictureRefusedError
from portraits.management.commands.gate_table import found_in
from portraits.management.commands.inspect import cleaned_picture

if TYPE_CHECKING:
    from generation.engines import Neutrality

FEWEST = 10  # pictures


class Command(BaseCommand):
    help = "Show what the embedded engine does to light and dark skin, over the pictures of some folders."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", type=Path, nargs="+")
        parser.add_argument(
            "--pattern", nargs="+", default=["**/*"], help="which files of the folders, as in a shell; one or more"
        )
        parser.add_argument("--size", type=int, default=1024, help="rows of the portrait that is measured")
        parser.add_argument("--polish", type=float, default=0.65)
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        files = found_in(options["folders"], options["pattern"])
        recipe = replace(recipes.load("refine"), size=options["size"])
        seen, console = Seen(), Console(stderr=True, highlight=False)
        for path in track(files, "Rendering", console=console, disable=not console.is_terminal):
            if found := _measured(path, recipe, options["polish"]):
                skins = {name: Skin(each.stops, each.chroma, each.hue) for name, each in found.changes.items()}
                seen.add(found.angle, Reference(found.cast, found.exposure), skins)
        photos = sum(len(rows) for rows in seen.references.values())
        if photos < FEWEST:
            raise CommandError(f"At least {FEWEST} pictures in colour with one face are needed.")
        if options["json"]:
            self.stdout.write(json.dumps(skin_change.as_json(seen), indent=1))
            return
        self.stdout.write(
            f"{photos} photos; {len(files) - photos} left out (no single face, no picture, or no colour).\n\n"
        )
        self.stdout.write(skin_change.markdown(seen))


def _measured(path: Path, recipe: Recipe, polish: float) -> "Neutrality | None":
    """Nothing where it cannot be told."""
    try:
        return engines.neutrality_of(cleaned_picture(path), recipe, polish=polish)
    except (PictureRefusedError, faces.FaceError):
        return None
