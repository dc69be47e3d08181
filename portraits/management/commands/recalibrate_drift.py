import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from portraits import thresholds
from portraits.calibration import spreads
from portraits.calibration.spreads import Estimate
from portraits.drift import Limits
from portraits.monitoring import confirmations


class Command(BaseCommand):
    help = "Estimate the spreads and limits of drift again from what people confirmed and denied."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, default=Path("drift-thresholds.yaml"), help="the set, ready to load")
        parser.add_argument("--key", default="", help="name of the set; with today's date unless given")
        parser.add_argument("--seed", type=int, default=1, help="of the bootstrap")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        limits, judged = thresholds.drift(), list(confirmations.judged())
        found = [
            spreads.estimate(kind, judged, numbers, seed=options["seed"]) for kind, numbers in limits.kinds.items()
        ]
        self.stdout.write(
            json.dumps([each.as_json() for each in found], indent=1) if options["json"] else _table(found)
        )
        again = spreads.limits_with(found, limits, key=_key(options), source=_source(found))
        if again is None:
            raise CommandError("Too few words of people to go by: nothing was written. " + _all_missing(found))
        _write(options["out"], again)


def _table(found: list[Estimate]) -> str:
    head = [
        "| kind | unchanged, people | confirmed | spread x | 95 % | limit | 95 % | found |",
        "|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *map(_row, found)])


def _row(each: Estimate) -> str:
    counts = f"| {each.kind.value.replace('_', ' ')} | {each.unchanged}, {each.people} | {each.changed} |"
    if each.spread is None or each.spread_interval is None or each.limit is None or each.limit_interval is None:
        return f"{counts} {each.missing} | | | | |"
    found = "-" if each.found is None else f"{each.found:.0%}"
    (low, high), (near, far) = each.spread_interval, each.limit_interval
    return (
        f"{counts} {each.spread:.2f} | {low:.2f} to {high:.2f} | {each.limit:.2f} | {near:.2f} to {far:.2f} | {found} |"
    )


def _all_missing(found: list[Estimate]) -> str:
    return " ".join(f"{each.kind.value.replace('_', ' ').capitalize()}: {each.missing}." for each in found)


def _key(options: dict[str, Any]) -> str:
    return str(options["key"] or f"drift-{timezone.localdate():%Y-%m-%d}")


def _source(found: list[Estimate]) -> str:
    known = [f"{each.kind.value} {each.unchanged} of {each.people} people" for each in found if each.spread is not None]
    return f"selfies that people called unchanged until {timezone.localdate():%Y-%m-%d}: {', '.join(known)}"


def _write(out: Path, limits: Limits) -> None:
    try:
        out.write_text(yaml.safe_dump({"drift": limits.as_json()}, sort_keys=False, allow_unicode=True), "utf-8")
    except OSError as problem:
        raise CommandError(f"{out} cannot be written: {problem}.") from problem
