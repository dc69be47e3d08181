import json
from argparse import ArgumentParser
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from PIL import Image
from rich.console import Console
from rich.progress import track

from portraits.provenance import survival
from portraits.provenance.matching import Shelf

PICTURES = (".jpg", ".jpeg", ".png", ".webp")


class Command(BaseCommand):
    help = "Measure how often a stripped copy leads back to its picture, and how often another picture is taken for it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "pictures", type=Path, nargs="+", help="folders of portraits, one picture a person and sitting"
        )
        parser.add_argument("--fingerprints", type=int, default=100_000, help="different pictures to be told apart")
        parser.add_argument("--copies", type=int, default=60, help="pictures that are marked and copied")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        pictures = _pictures(options["pictures"])
        rows, change, imagined = survival.recover(pictures[: options["copies"]])
        asked = [survival.prints(survival.square(picture)) for picture in pictures]
        shelf, console = Shelf(), Console(stderr=True)
        made = survival.others(pictures, options["fingerprints"])
        for _ in track(range(0, options["fingerprints"], survival.BATCH), description="fingerprints", console=console):
            shelf.add([(0, each) for each in islice(made, survival.BATCH)])
        wrong = survival.false_matches(asked, shelf)
        if options["json"]:
            said = {row.name: [row.mark, row.prints, row.either, row.of] for row in rows}
            self.stdout.write(json.dumps({"recovered": said, "pairs": wrong.pairs, "both": wrong.by_both}, indent=1))
            return
        self._tell(rows, change, imagined, wrong)

    def _tell(
        self, rows: list[survival.Recovery], change: survival.Change, imagined: int, wrong: survival.FalseMatches
    ) -> None:
        self.stdout.write("| copy | mark | fingerprints | either | of |\n|---|---:|---:|---:|---:|")
        for row in rows:
            self.stdout.write(f"| {row.name} | {row.mark} | {row.prints} | {row.either} | {row.of} |")
        self.stdout.write(
            f"\nMark: PSNR {min(change.psnr):.1f} to {max(change.psnr):.1f} dB, median {median(change.psnr):.1f}; no pixel "
            f"by more than {change.largest} of 255. Read where none was written: {imagined} of {len(change.psnr)}."
        )
        self.stdout.write(
            f"Different pictures, {wrong.pairs:,} pairs: called the same by PDQ {wrong.by_pdq}, by ISCC {wrong.by_iscc}, "
            f"by both {wrong.by_both}; a rate of at most {wrong.most:.1e} (95 %)."
        )


def _pictures(folders: list[Path]) -> list[Image.Image]:
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in PICTURES)
    if len(files) < 2:
        raise CommandError("Name folders with at least two portraits (JPEG, PNG or WebP).")
    pictures = []
    for path in files:
        with Image.open(path) as picture:
            pictures.append(picture.convert("RGB"))
    return pictures
