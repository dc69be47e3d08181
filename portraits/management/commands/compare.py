import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from generation import faces
from generation.pictures import Picture
from portraits import likeness, thresholds
from portraits.collecting.cleaning import PictureRefusedError
from portraits.management.commands.inspect import cleaned_picture


class Command(BaseCommand):
    help = "Compare two pictures of one person: the distance, the verdict, and whether they are the same exposure."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("left", type=Path)
        parser.add_argument("right", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        paths = options["left"], options["right"]
        (left, seen), (right, found) = (_seen(path) for path in paths)
        distance = faces.distance(
            *(faces.encode(picture, each.face) for picture, each in ((left, seen), (right, found)))
        )
        same = faces.same_picture(left, right)
        verdict = likeness.verify([distance], thresholds.identity())
        report = {
            "distance": round(distance, 4),
            "likeness": verdict.as_json(),
            "same_picture": same.as_json(),
            "advice": {side: list(each.quality.advice) for side, each in (("left", seen), ("right", found))},
        }
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=1))
            return
        self.stdout.write(f"Distance {distance:.3f}. {verdict.sentence}")
        if same.same:
            self.stdout.write(f"It is the same exposure in another file (correlation {same.correlation:.2f}).")
        for path, each in zip(paths, (seen, found), strict=True):
            for sentence in each.quality.advice:
                self.stdout.write(f"Less can be told from {path.name}. {sentence}")


def _seen(path: Path) -> tuple[Picture, faces.Measurement]:
    """The picture of a file and what is measured on it; a CommandError names the file that cannot be used."""
    try:
        picture = cleaned_picture(path)
        return picture, faces.measure(picture, compare=False)
    except (PictureRefusedError, faces.FaceError) as problem:
        raise CommandError(f"{path.name}: {problem}") from problem
