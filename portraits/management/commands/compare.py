import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from generation import faces
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
        try:
            left, right = (cleaned_picture(options[side]) for side in ("left", "right"))
            distance = faces.distance(*(faces.encode(each, faces.subject(each)) for each in (left, right)))
            same = faces.same_picture(left, right)
        except (PictureRefusedError, faces.FaceError) as problem:
            raise CommandError(str(problem)) from problem
        verdict = likeness.verify([distance], thresholds.identity())
        report = {"distance": round(distance, 4), "likeness": verdict.as_json(), "same_picture": same.as_json()}
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=1))
            return
        self.stdout.write(f"Distance {distance:.3f}. {verdict.sentence}")
        if same.same:
            self.stdout.write(f"It is the same exposure in another file (correlation {same.correlation:.2f}).")
