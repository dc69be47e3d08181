import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import track

from generation import faces, gates, recipe
from generation.damages import shape, skin
from generation.engines import engine_for
from generation.pictures import Picture
from portraits.calibration import gate_roc
from portraits.calibration.gate_rows import Row
from portraits.calibration.skin_tone import band_of
from portraits.collecting.cleaning import PictureRefusedError
from portraits.management.commands.gate_table import chosen, person_of, read
from portraits.management.commands.inspect import cleaned_picture

LOCKED: Final = ("skin_tone", "geometry")  # what no candidate may change
Made = Callable[[Any], Picture]
GRADES: Final[tuple[tuple[str, str, str, Made], ...]] = (
    *(("skin lightness", f"{n:+d} L*", "skin_tone", partial(skin.lighter_skin, steps=n)) for n in (-8, -6, -4, -2)),
    *(("skin lightness", f"{n:+d} L*", "skin_tone", partial(skin.lighter_skin, steps=n)) for n in (2, 4, 6, 8)),
    *(("slim jaw", f"{n} %", "geometry", partial(shape.slim_jaw, amount=n / 100)) for n in (1, 2, 4, 8)),
    *(("bigger eyes", f"{n} %", "geometry", partial(shape.big_eyes, amount=n / 100)) for n in (2, 4, 8, 16)),
    *(("smaller nose", f"{n} %", "geometry", partial(shape.small_nose, amount=n / 100)) for n in (3, 6, 12, 20)),
)


class Command(BaseCommand):
    help = "From how strong a change of skin tone or shape it is refused, in each band of skin tone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", type=Path, nargs="+", metavar="folder", help="one photo a person")
        parser.add_argument(
            "--pattern", nargs="+", default=["**/*"], help="which files of the folders, as in a shell; one or more"
        )
        parser.add_argument("--limit", type=int, default=40, help="how many photos, taken evenly from all")
        parser.add_argument("--size", type=int, default=512, help="rows of a portrait")
        parser.add_argument("--keep", type=Path, help="a file of JSON lines: people in it are not measured again")

    def handle(self, *_args: Any, **options: Any) -> None:
        kept, made = options["keep"], recipe.load("refine")
        limits = _locked(gates.thresholds(made.gates))
        rows = read(kept) if kept else []
        known, console = {row.person for row in rows}, Console(stderr=True)
        for path in track(chosen(options), "Grading", console=console, disable=not console.is_terminal):
            if person_of(path) in known:
                continue
            try:
                found = list(_of_person(path, replace(made, size=options["size"]), limits))
            except (PictureRefusedError, faces.FaceError) as problem:
                console.print(f"{person_of(path)} is left out. {problem}", markup=False, soft_wrap=True)
                continue
            rows += found
            if kept:
                with kept.open("a", encoding="utf-8") as file:
                    file.writelines(json.dumps(row.as_json()) + "\n" for row in found)
        if not rows:
            raise CommandError("There is no photo of anybody in these folders.")
        self.stdout.write(gate_roc.curves([row.judged(limits) for row in rows]))


def _locked(limits: gates.Thresholds) -> gates.Thresholds:
    """The limits of what is locked alone: these rows ask nothing else."""
    return replace(limits, limits={key: each for key, each in limits.limits.items() if key.split(".")[0] in LOCKED})


def _of_person(path: Path, made: recipe.Recipe, limits: gates.Thresholds) -> Iterator[Row]:
    portrait: Any = engine_for(made).prepare(cleaned_picture(path), made)
    angle = faces.individual_typology_angle(portrait.crop, portrait.face)
    band = "" if angle is None else band_of(angle)
    photo = gates.Subject.of(portrait.crop, enlarged=portrait.enlarged)
    for name, strength, gate, damage in GRADES:
        _, report = gates.check_picture(photo, damage(portrait), (), limits, compare=False)
        values = {f"{each.gate}.{each.measure}": each.value for each in report.results}
        yield Row(person_of(path), band, name, strength, (gate,), report.verdict, report.refused_by, (), values, 0.0)
