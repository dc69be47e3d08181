"""Seal files and keys from before files were sealed; interrupted, it goes on where it was."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portraits.keeping import resealing


class Command(BaseCommand):
    help = "Seal the files of people that lie unsealed from before. May be interrupted and run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *, json: bool, **_: Any) -> None:
        counts = {
            "keys": resealing.divide_keys(),
            "files": sum(1 for _ in resealing.seal_all()),
            "removed": resealing.remove_left(),
        }
        self.stdout.write(_as_text(counts, as_json=json))


def _as_text(counts: dict[str, int], *, as_json: bool) -> str:
    if as_json:
        return json.dumps(counts)
    return (
        f"{counts['keys']} keys given their second half, {counts['files']} files sealed, {counts['removed']} old files "
        "removed. Backups from before stay readable: let them end."
    )
