import json
import math
import sqlite3
import time
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from generation import faces
from generation.pictures import Picture
from portraits.calibration import plots, report, summary
from portraits.calibration.comparing import Comparing
from portraits.calibration.pairs import PairsError
from portraits.calibration.template_store import TemplateStore
from portraits.collecting.cleaning import PictureRefusedError
from portraits.management.commands.inspect import cleaned_picture

SIDE_FILE = "templates.sqlite3"
TOLD = 200  # pictures between two lines of a log: ten seconds


class Command(BaseCommand):
    help = "Work out error rates and thresholds from pairs of pictures: left,right,mated[,group][,years]."

    def add_arguments(self, parser: ArgumentParser) -> None:
        wanted = report.Wanted()
        parser.add_argument("pairs", type=Path, help="a CSV file; picture paths are relative to it")
        parser.add_argument("--out", type=Path, default=Path("calibration"), help="folder for what is found")
        parser.add_argument("--fmr", type=_rate, nargs="+", default=wanted.fmrs, help="false match rates to look for")
        parser.add_argument("--fmr-same", type=_rate, default=wanted.fmr_at_same, help="of the set, up to `same`")
        parser.add_argument("--fnmr-other", type=_rate, default=wanted.fnmr_at_other, help="of the set, above `other`")
        parser.add_argument("--key", default="", help="name of the threshold set; with today's date unless given")
        parser.add_argument("--encoder", default=faces.REFERENCE, help="by name; the set is for its templates alone")
        parser.add_argument("--seed", type=int, default=1, help="of the bootstrap")
        parser.add_argument("--jobs", type=_count, default=1, help="processes that look at pictures")
        parser.add_argument("--keep-templates", action="store_true", help="keep the side file for another run")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["encoder"] not in faces.ENCODERS:
            raise CommandError(f"There is no encoder {options['encoder']}. There are: {', '.join(faces.ENCODERS)}.")
        side_file = options["out"] / SIDE_FILE
        try:
            plots.check()
            options["out"].mkdir(parents=True, exist_ok=True)
            found = _calibrated(side_file, options)
        except (PairsError, report.TooFewPairsError, plots.PlottingMissingError) as problem:
            raise CommandError(str(problem)) from problem
        except sqlite3.DatabaseError as problem:
            raise CommandError(f"{side_file} cannot be used, remove it: {problem}.") from problem
        except OSError as problem:
            raise CommandError(f"{options['out']} cannot be written: {problem}.") from problem
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=1))
            return
        self.stdout.write(found["text"])


def _calibrated(side_file: Path, options: dict[str, Any]) -> dict[str, Any]:
    console = Console(stderr=True, highlight=False)
    with TemplateStore(side_file) as store:
        comparing = Comparing(
            options["pairs"],
            store,
            partial(_encode, name=options["encoder"]),
            encoder=faces.space_of(options["encoder"]),
            jobs=options["jobs"],
            progress=lambda paths: _shown(paths, console),
        )
        compared = comparing.run()
        for row in comparing.broken:
            console.print(f"Line {row.line} is left out. {row.problem}", markup=False, soft_wrap=True)
        found = report.report(
            compared, encoder=comparing.encoder, key=_key(options), wanted=_wanted(options), seed=options["seed"]
        )
        data = found.as_json() | {
            "broken": [row.as_json() for row in comparing.broken],
            "encoded": comparing.encoded,
            "text": summary.text(found),
        }
        _write(options["out"], found, compared.rates().curve(), data)
        if not options["keep_templates"]:
            store.remove()
    return data


def _write(out: Path, found: report.Report, curve: tuple[Any, Any, Any], data: dict[str, Any]) -> None:
    _, fmr, fnmr = curve
    plots.roc(out / "roc.png", fmr, fnmr, found)
    plots.det(out / "det.png", fmr, fnmr, found)
    (out / "report.json").write_text(json.dumps(data, indent=1), "utf-8")
    limits = summary.threshold_set(found)
    if limits is None:
        (out / "thresholds.yaml").unlink(missing_ok=True)  # of an earlier run: it is not what these pairs say
    else:
        (out / "thresholds.yaml").write_text(limits, "utf-8")


def _encode(paths: Sequence[Path], *, name: str) -> list[NDArray[np.float32] | str]:
    """The template of each file or why there is none; no more than one picture is held at a time."""
    cut = [_chips(path, name) for path in paths]
    try:
        made = iter(faces.encode_chips_as(name, [each for each in cut if not isinstance(each, str)]))
    except faces.FaceError as problem:
        raise CommandError(str(problem)) from problem  # the installation, not the picture
    return [each if isinstance(each, str) else next(made).vector for each in cut]


def _chips(path: Path, name: str) -> Picture | str:
    try:
        picture = cleaned_picture(path)
        return faces.chips_for(name, picture, faces.subject(picture))
    except (PictureRefusedError, faces.FaceError) as problem:
        if getattr(problem, "code", "").startswith("weights"):
            raise CommandError(str(problem)) from problem
        return str(problem)


def _shown(paths: list[Path], console: Console) -> Iterable[Path]:
    """A bar on a terminal; in a log a line now and then."""
    if console.is_terminal:
        yield from track(paths, "Encoding pictures", console=console)
        return
    began = time.monotonic()
    for number, path in enumerate(paths):
        if number and number % TOLD == 0:
            seconds, began = time.monotonic() - began, time.monotonic()
            left = math.ceil(seconds / TOLD * (len(paths) - number) / 60)
            console.print(f"{number} of {len(paths)} pictures, {TOLD / seconds:.1f} a second, {left} minutes left")
        yield path


def _key(options: dict[str, Any]) -> str:
    return str(options["key"] or f"identity-{timezone.localdate():%Y-%m-%d}")


def _wanted(options: dict[str, Any]) -> report.Wanted:
    fmrs = tuple(sorted(set(options["fmr"]), reverse=True))
    return report.Wanted(fmrs, options["fmr_same"], options["fnmr_other"])


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ArgumentTypeError("it takes one process at least")
    return value


def _rate(text: str) -> float:
    value = float(text)
    if not 0 < value < 1:
        raise ArgumentTypeError("a rate lies between 0 and 1")
    return value
