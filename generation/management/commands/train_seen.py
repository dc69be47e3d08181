from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from generation.faces import FaceError
from generation.faces.covers import figures, looks, training
from generation.faces.covers.figures import TONES, Row
from generation.faces.covers.real_hands import Hand
from generation.faces.labelling import LabelsError, Rate
from generation.faces.photographs import labels
from generation.faces.quality import linear, seen
from generation.management import looking

PHOTOGRAPHS = ("photograph", "early_photograph")


class Command(BaseCommand):
    help = "Train what tells a covered mouth and closed eyes, and print how often it is right on people and covers it did not see."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("labels", type=Path, help="the CSV of labelled photographs, see docs/photographs.md")
        parser.add_argument("--pictures", type=Path, required=True, help="a folder with REPOSITORY/PATH of the labels")
        parser.add_argument("--hands", type=Path, help="a folder of real hands, cut out as PNG, that only judge")
        parser.add_argument("--out", type=Path, help="an existing folder for seen.json; without, nothing is kept")
        parser.add_argument("--jobs", type=int, default=1, help="processes that look at pictures")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            real = tuple(Hand.read(file) for file in sorted(options["hands"].glob("*.png"))) if options["hands"] else ()
            photographs = [each for each in labels.read(options["labels"]) if each.kind in PHOTOGRAPHS]
            look = partial(looks.look, real=real)
            looked = list(looking.looks(photographs, options["pictures"], look, jobs=options["jobs"]))
            models = self._judge(looked)
        except (LabelsError, FaceError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        if options["out"]:
            digest = linear.saved(options["out"] / seen.MODEL.name, models._asdict())
            self.stdout.write(f"{seen.MODEL.name} has the SHA-256 {digest}: quality.seen.DIGEST.")

    def _judge(self, looked: Sequence[looks.Look]) -> seen.Models:
        """Print both tables; the models of everybody who teaches are given back."""
        taught = [example for each in looked if not each.held for example in each.examples]
        held = [example for each in looked if each.held for example in each.examples]
        models = training.fit(taught)
        self._print("five folds, kinds apart", figures.table(figures.out_of_fold(taught)))
        self._print("held", figures.table(list(figures.judged(models, held))))
        return models

    def _print(self, judged: str, rows: Iterable[Row]) -> None:
        tones = " | ".join(name for *_, name in TONES)
        self.stdout.write(f"| {judged} | refused | refused, damaged | {tones} |\n|{'---|' * (3 + len(TONES))}")
        for row in rows:
            cells = (row.name, *map(_share, (row.intact, row.damaged, *row.tones)))
            self.stdout.write(f"| {' | '.join(cells)} |")
        self.stdout.write("")


def _share(rate: Rate) -> str:
    return f"{rate.found} of {rate.of} ({rate.found / rate.of:.1%})" if rate.of else "-"
