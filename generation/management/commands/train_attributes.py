from argparse import ArgumentParser
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from generation import faces
from generation.faces import Face
from generation.faces.attributes import NAMES, figures, heads, labels, training
from generation.faces.attributes.labels import Labelled
from generation.faces.attributes.training import Example
from generation.faces.labelling import LabelsError
from generation.management import looking, painting
from generation.pictures import Picture


class Command(BaseCommand):
    help = "Train the attribute heads from labelled pictures and print what they are worth on people they did not see."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("labels", type=Path, help="the CSV of labels, see docs/attributes.md")
        parser.add_argument("--pictures", type=Path, required=True, help="a folder with REPOSITORY/PATH of the labels")
        parser.add_argument(
            "--out", type=Path, help="an existing folder for heads.npz and model.json; without, nothing is kept"
        )
        parser.add_argument("--model-version", default="attributes-1")
        parser.add_argument("--counts", nargs="*", default=[], choices=NAMES, help="what may carry a finding of drift")
        parser.add_argument(
            "--paint", nargs="*", default=[], choices=tuple(painting.PAINTINGS), help="changes painted on who teaches"
        )
        parser.add_argument("--jobs", type=int, default=1, help="processes that look at pictures")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            labelled = labels.read(options["labels"])
            look = partial(_look, paint=tuple(options["paint"]))
            found = looking.looks(labelled, options["pictures"], look, jobs=options["jobs"])
            shown = [example for examples in found for example in examples]
        except (LabelsError, faces.FaceError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        held_people = {each.source.person for each in labelled if each.source.held}
        taught = [each for each in shown if each.person not in held_people]
        held = [each for each in shown if each.person in held_people]
        trained = {name: training.fit(name, taught) for name in NAMES}
        judged = {name: _judged(name, trained[name], taught, held) for name in NAMES}
        self._print(judged)
        if options["out"]:
            card = {name: {**figures_of, "counts": name in options["counts"], "source": "docs/attributes.md"}
                    for name, figures_of in judged.items()}  # fmt: skip
            heads.save(options["out"], trained, {"version": options["model_version"], "heads": card})

    def _print(self, judged: dict[str, dict[str, Any]]) -> None:
        self.stdout.write(
            "| attribute | pictures (with) | area, five folds | held pictures (with) | area, held | spread (pairs) |"
        )
        self.stdout.write("|---|---|---|---|---|---|")
        for name, each in judged.items():
            told = each["figures"]
            self.stdout.write(
                f"| {name.replace('_', ' ')} | {told['pictures']} ({told['present']}) | {_cell(told['area'])} "
                f"| {told['held_pictures']} ({told['held_present']}) | {_cell(told['held_area'])} "
                f"| {each['spread']:.2f} ({told['unchanged_pairs']}) |"
            )


def _look(picture: Picture, face: Face, labelled: Labelled, *, paint: Sequence[str]) -> list[Example]:
    """A held picture has no damaged copies."""
    found = training.examples(picture, face, labelled)
    if labelled.source.held:
        return [next(found)]
    change = painting.painted(picture, face, labelled, paint)
    return [*found, *(training.painted(*change) if change else ())]


def _judged(name: str, row: heads.Row, taught: Sequence[Example], held: Sequence[Example]) -> dict[str, Any]:
    across, unseen = figures.out_of_fold(name, taught), figures.values(name, row, held)
    spread, pairs = figures.spread(name, {**across, **unseen}, [*taught, *held])
    return {
        "spread": round(spread, 4),
        "figures": {
            "pictures": len(across),
            "present": _present(name, taught),
            "area": _rounded(figures.area(name, across, taught)),
            "held_pictures": len(unseen),
            "held_present": _present(name, held),
            "held_area": _rounded(figures.area(name, unseen, held)),
            "unchanged_pairs": pairs,
        },
    }


def _present(name: str, shown: Sequence[Example]) -> int:
    return sum(each.labels.get(name, 0) > 0 for each in shown if each.intact)


def _rounded(area: float | None) -> float | None:
    return None if area is None else round(area, 3)


def _cell(area: float | None) -> str:
    return "-" if area is None else f"{area:.3f}"
