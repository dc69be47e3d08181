import json
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict, fields, replace
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import track

from portraits import thresholds
from portraits.drift import Limits
from portraits.drift_simulation import tables
from portraits.drift_simulation.rules import Rule, farther_than, found_twice, kinds_apart
from portraits.drift_simulation.trial import TARGET, Outcome, held_against, plain_distance_at
from portraits.drift_simulation.world import World

WHOLE = ("check_ins", "pictures", "other_kinds")
FIXED = 0.6  # the limit that the encoder's package suggests


class Command(BaseCommand):
    help = "Simulate years of check-ins: false alarms and delays of the drift rule, of variants and of plain distances."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=_positive, default=2000)
        parser.add_argument("--years", type=_positive, default=5)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--assume", type=_assumption, nargs="+", default=[], metavar="NAME=VALUE", help="another world: slips=0.02"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        world = replace(World(people=options["people"], years=options["years"]), **dict(options["assume"]))
        outcomes = _compared(world, thresholds.drift(), seed=options["seed"])
        if options["json"]:
            report = {"world": asdict(world), "target": TARGET, "rules": [each.as_json() for each in outcomes]}
            self.stdout.write(json.dumps(report, indent=1))
            return
        self.stdout.write(tables.markdown(world, outcomes))


def _compared(world: World, limits: Limits, *, seed: int) -> list[Outcome]:
    plain = plain_distance_at(TARGET, world, limits, seed=seed)
    rules: list[tuple[str, Rule, Limits]] = [
        ("in use", kinds_apart, limits),
        ("before: found on two days", found_twice, limits),
        (f"plain distance, fixed {FIXED}", farther_than(FIXED), limits),
        (f"plain distance at the target, {plain:.3f}", farther_than(plain), limits),
    ]
    console = Console(stderr=True)
    shown = track(rules, "Simulating", console=console, disable=not console.is_terminal)
    return [held_against(name, rule, world, limit, seed=seed) for name, rule, limit in shown]


def _assumption(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    known = {each.name for each in fields(World)} - {"people", "years"}
    if name not in known:
        raise ArgumentTypeError(f"'{name}' is none of {', '.join(sorted(known))}")
    return name, int(value) if name in WHOLE else float(value)


def _positive(text: str) -> int:
    if int(text) < 1:
        raise ArgumentTypeError("at least 1")
    return int(text)
