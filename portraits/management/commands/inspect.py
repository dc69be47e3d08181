import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from generation import faces, gates, pictures, recipe
from portraits import likeness, thresholds
from portraits.collecting.cleaning import PictureRefusedError, clean
from portraits.provenance import ai_metadata, reading


class Command(BaseCommand):
    help = "Measure any picture: quality with advice, likeness to references, every gate, and what the file says of itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("image", type=Path)
        parser.add_argument("--references", type=Path, help="a folder of real photos of the same person")
        parser.add_argument("--source", type=Path, help="the photo it was made from: every gate of a candidate")
        parser.add_argument("--against", type=Path, help="a folder of real photos: every gate that needs no source")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            report = _inspect(options["image"], options["references"])
            report["gates"] = _gates(options["image"], options["source"], options["against"])
        except (PictureRefusedError, faces.FaceError) as problem:
            raise CommandError(str(problem)) from problem
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=1))
            return
        for part in report["quality"]:
            value = "cannot tell" if part["value"] is None else f"{part['value']:.3g} {part['unit']}"
            self.stdout.write(f"{'ok  ' if part['passed'] else 'LOOK'} {part['name']}: {value}. {part['advice']}")
        if report["likeness"]:
            self.stdout.write(report["likeness"]["sentence"])
        for line in _gate_lines(report["gates"]):
            self.stdout.write(line)
        self.stdout.write("\n".join(report["provenance"]["sentences"]))


def _inspect(image: Path, references: Path | None) -> dict[str, Any]:
    data = _read(image)
    measured = faces.measure(_picture(data))
    said = reading.read(data, anchors=()).as_json()
    report: dict[str, Any] = {
        "image": image.name,
        "quality": [each.as_json() for each in (*measured.quality.components, ai_metadata.hint(said))],
        "likeness": None,
        "provenance": said,
    }
    if references and measured.template:
        others = [_template(path) for path in _files(references)]
        distances = [faces.distance(measured.template, other) for other in others if other]
        report["likeness"] = likeness.verify(distances, thresholds.identity()).as_json()
    return report


def _template(path: Path) -> faces.Template | None:
    """Of one reference; a CommandError names the file that cannot be used."""
    try:
        return faces.measure(cleaned_picture(path)).template
    except (PictureRefusedError, faces.FaceError) as problem:
        raise CommandError(f"{path.name}: {problem}") from problem


def _gates(image: Path, source: Path | None, against: Path | None) -> dict[str, Any] | None:
    """Against its photo where that is given, else against real photos alone; None without either."""
    photos = [gates.Subject.of(cleaned_picture(path)) for path in _files(against)] if against else []
    if not photos and not source:
        return None
    picture, limits = gates.Subject.of(cleaned_picture(image)), gates.thresholds(recipe.load("refine").gates)
    if source is None:
        return gates.check_outside(picture, photos, limits).as_json()
    templates = [photo.template for photo in photos]
    return gates.check(gates.Subject.of(cleaned_picture(source)), picture, templates, limits).as_json()


def _files(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    if not found:
        raise CommandError(f"There is no photo in {folder}.")
    return found


def _gate_lines(report: dict[str, Any] | None) -> Iterator[str]:
    """Every measure with its value, its limits, its verdict and its sentence, worst first."""
    if report is None:
        return
    yield f"Gates, limits {report['threshold_set']}: {report['verdict']}"
    if report["changes"]:
        yield f"Changed: {', '.join(report['changes'])}"
    worst_first = sorted(report["results"], key=lambda each: ("refuse", "amber", "pass").index(each["verdict"]))
    for each in worst_first:
        limits = ", ".join(f"{name} {each[name]:g}" for name in ("amber", "refuse") if each[name] is not None)
        yield f"{each['verdict']:6} {each['gate']}.{each['measure']} {each['value']:.3g} ({limits}) {each['sentence']}"


def cleaned_picture(path: Path) -> pictures.Picture:
    """The picture of a file, cleaned as intake would."""
    return _picture(_read(path))


def _picture(data: bytes) -> pictures.Picture:
    limits = {"max_bytes": settings.UPLOAD_MAX_BYTES, "max_pixels": settings.UPLOAD_MAX_PIXELS}
    return pictures.decode(clean(data, **limits, now=timezone.localtime()).data)


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise CommandError(f"There is no file {path}.")
    return path.read_bytes()
