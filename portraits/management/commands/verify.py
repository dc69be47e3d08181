import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from portraits.provenance import reading
from portraits.publishing import signing

BESIDE = ".c2pa"  # credentials that lie beside the file they belong to


class Command(BaseCommand):
    help = "Say what a picture file says of itself: signature, source type, labels, alt text, hints of AI."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="+")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--trust", type=Path, action="append", default=[], help="a root certificate to trust (PEM)")

    def handle(self, *_args: Any, **options: Any) -> None:
        anchors = (*(path.read_bytes() for path in options["trust"]), *signing.anchors())
        rows = [_row(path, anchors) for path in options["file"] if path.suffix != BESIDE]
        if options["json"]:
            self.stdout.write(json.dumps(rows, indent=1))
        else:
            for row in rows:
                self.stdout.write("\n".join([row["file"], *(f"  {sentence}" for sentence in row["sentences"])]))
        if any(row["credentials"]["state"] == "changed" for row in rows):
            raise CommandError("At least one file was changed after it was signed.")


def _row(path: Path, anchors: tuple[bytes, ...]) -> dict[str, Any]:
    if not path.is_file():
        raise CommandError(f"There is no file {path}.")
    beside = path.with_name(path.name + BESIDE)
    said = reading.read(path.read_bytes(), anchors=anchors, beside=beside.read_bytes() if beside.is_file() else None)
    return {"file": str(path), **said.as_json()}
