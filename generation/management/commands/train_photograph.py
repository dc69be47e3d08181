from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from generation.faces import FaceError
from generation.faces.labelling import LabelsError, Rate
from generation.faces.photographs import figures, labels, looks, training
from generation.faces.photographs.figures import Row
from generation.faces.photographs.looks import Look
from generation.faces.quality import photograph
from generation.management import looking


class Command(BaseCommand):
    help = "Train the hints that a picture is no photograph, and print how often they are right on people they did not see."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("labels", type=Path, help="the CSV of labels, see docs/photographs.md")
        parser.add_argument("--pictures", type=Path, required=True, help="a folder with REPOSITORY/PATH of the labels")
        parser.add_argument("--out", type=Path, help="an existing folder for photograph.json; without, nothing is kept")
        parser.add_argument("--jobs", type=int, default=1, help="processes that look at pictures")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            labelled = labels.read(options["labels"])
            looked = list(looking.looks(labelled, options["pictures"], looks.look, jobs=options["jobs"]))
            models = self._judge(looked)
        except (LabelsError, FaceError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self._print_patterns(looked)
        if options["out"]:
            digest = photograph.save(options["out"] / photograph.MODEL.name, models)
            self.stdout.write(f"\n{photograph.MODEL.name} has the SHA-256 {digest}: quality.photograph.DIGEST.")

    def _judge(self, looked: Sequence[Look]) -> photograph.Models:
        """Print the first table; the models of everybody who teaches are given back."""
        taught = [example for each in looked if not each.labelled.source.held for example in each.examples]
        held = [example for each in looked if each.labelled.source.held for example in each.examples]
        models = training.fit(taught)
        self._print_hints("five folds", figures.table(figures.out_of_fold(taught)))
        self._print_hints("held", figures.table(figures.judged(models, held)))
        return models

    def _print_hints(self, judged: str, rows: Iterable[Row]) -> None:
        self.stdout.write(f"| {judged} | refused | refused, damaged | kind told rightly |\n|---|---|---|---|")
        for row in rows:
            if row.intact.of:
                cells = (row.name.replace("_", " "), _share(row.intact), _share(row.damaged), _share(row.right))
                self.stdout.write(f"| {' | '.join(cells)} |")
        self.stdout.write("")

    def _print_patterns(self, looked: Sequence[Look]) -> None:
        self.stdout.write("| reshoot | refused |\n|---|---|")
        for name, rate in figures.patterns(looked):
            self.stdout.write(f"| {name} | {_share(rate)} |")


def _share(rate: Rate) -> str:
    return f"{rate.found} of {rate.of} ({rate.found / rate.of:.1%})" if rate.of else "-"
