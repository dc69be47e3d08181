import json
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import track

from generation import edits, faces
from portraits import thresholds
from portraits.calibration import change_decisions, change_report, change_tables, change_tones, edit_measuring, plots
from portraits.calibration.change_decisions import Numbers
from portraits.calibration.change_measuring import Measuring, Seen, Statistics
from portraits.calibration.comparing import UnusablePictureError
from portraits.calibration.edit_measuring import Painter
from portraits.calibration.pairs import Broken, PairsError
from portraits.collecting.cleaning import PictureRefusedError
from portraits.drift import CHANGES, usual
from portraits.management.commands.inspect import cleaned_picture


class Command(BaseCommand):
    help = (
        "Evaluate what is seen to change between two pictures of one person, on labelled pairs and on painted changes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pairs", type=Path, help="a CSV file of labelled pairs; picture paths are relative to it")
        parser.add_argument("--edits", type=Path, help="a CSV file of pictures to paint on: picture,second")
        parser.add_argument("--out", type=Path, default=Path("evaluation"), help="folder for what is found")
        parser.add_argument("--seed", type=int, default=1, help="of the bootstrap")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            plots.check()
            options["out"].mkdir(parents=True, exist_ok=True)
            found = _evaluated(options)
        except (PairsError, plots.PlottingMissingError) as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"{options['out']} cannot be written: {problem}.") from problem
        self.stdout.write(json.dumps(found, indent=1) if options["json"] else found["text"])


def _evaluated(options: dict[str, Any]) -> dict[str, Any]:
    console = Console(stderr=True, highlight=False)
    canvases = edit_measuring.read(options["edits"]) if options["edits"] else []
    measuring = Measuring(options["pairs"], _look, faces.changes, progress=lambda paths: _shown(paths, console))
    measured = measuring.run()
    _name(measuring.broken, console)
    statistics = Statistics([each.comparison for each in measured], shipped_limits())
    found = change_report.report(measured, statistics, seed=options["seed"])
    decided = change_decisions.rows(((each.pair, Numbers.of(each.comparison)) for each in measured), thresholds.drift())
    change_decisions.write(options["out"] / "measured.csv", measured, options["pairs"].parent)
    tones = change_tones.by_tone(measured, statistics, same=thresholds.identity().same)
    painted = None
    if canvases:
        painter = _painter()
        done = edit_measuring.paint(_shown(canvases, console), painter)
        _name(done.broken, console)
        painted = edit_measuring.report(done, painter, statistics)
    data = {
        "pairs": found.as_json(),
        "decisions": [asdict(row) for row in decided],
        "tones": tones.as_json(),
        "edits": painted and painted.as_json(),
        "broken": [row.as_json() for row in measuring.broken],
        "text": change_tables.markdown(found, decided, tones, painted),
    }
    (options["out"] / "report.json").write_text(json.dumps(data, indent=1), "utf-8")
    for kind, curves in change_report.curves(change_report.scores(measured, statistics)).items():
        plots.changes(options["out"] / f"{kind}.png", f"ROC, {kind.replace('_', ' ')}", curves)
    return data


def shipped_limits() -> dict[str, float]:
    """From which difference of one pair on each kind is found, for somebody without a baseline."""
    kinds = thresholds.drift().kinds
    return {str(kind): kinds[kind].centre + kinds[kind].limit * usual((), kinds[kind]).spread for kind in CHANGES}


def _look(path: Path) -> Seen:
    return _look_at(_open(path))


def _look_at(picture: Any) -> Seen:
    face = _face(picture)
    (template,) = faces.encode_batch([picture], [face], engine="numpy")
    angle = faces.individual_typology_angle(picture, face)
    return Seen(faces.appearance_of(picture, face), template.vector, angle)


def _open(path: Path) -> Any:
    if not path.is_file():
        raise UnusablePictureError(f"there is no file {path.name}.")
    try:
        return cleaned_picture(path)
    except PictureRefusedError as problem:
        raise UnusablePictureError(str(problem)) from problem


def _face(picture: Any) -> faces.Face:
    try:
        return faces.subject(picture)
    except faces.FaceError as problem:
        if problem.code.startswith("weights"):
            raise CommandError(str(problem)) from problem  # the installation, not the picture
        raise UnusablePictureError(str(problem)) from problem


def _painter() -> Painter:
    return Painter(edits.MUST_BE_FOUND, edits.REPORTED, edits.NUISANCES, _open, _face, _look_at, faces.changes)


def _shown(things: list[Any], console: Console) -> Iterable[Any]:
    return track(things, "Looking at pictures", console=console, disable=not console.is_terminal)


def _name(broken: list[Broken], console: Console) -> None:
    for row in broken:
        console.print(f"Line {row.line} is left out. {row.problem}", markup=False, soft_wrap=True)
