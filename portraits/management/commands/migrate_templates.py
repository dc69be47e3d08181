import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import track

from accounts.audit import Verb, record
from accounts.models import Organisation
from generation import faces
from portraits.collecting import template_migration


class Command(BaseCommand):
    help = "Make templates by another encoder beside those in use, or destroy those of one that nothing needs any more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--to", metavar="ENCODER", help="make what is missing; may be interrupted and run again")
        what.add_argument("--check", metavar="ENCODER", help="only count the pictures that have no template by it")
        what.add_argument("--retire", metavar="ENCODER", help="destroy its templates, once no limits in use need them")
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            told = self._done(options)
        except (ValueError, faces.FaceError) as problem:  # an unknown encoder, one still in use, missing weights
            raise CommandError(str(problem)) from problem
        lines = (f"{name.replace('_', ' ')}: {count}" for name, count in told.items())
        self.stdout.write(json.dumps(told) if options["json"] else ", ".join(lines) + ".")

    def _done(self, options: dict[str, Any]) -> dict[str, int]:
        if options["check"]:
            return {"waiting": template_migration.waiting(options["check"]).count()}
        if options["retire"]:
            told = {"destroyed": template_migration.retire(options["retire"])}
        else:
            told = _migrated(options["to"])
        if any(told.values()):
            for each in Organisation.objects.order_by("pk"):
                data = {"encoder": options["to"] or options["retire"], **told}
                record(Verb.TEMPLATES_MIGRATED, each, organisation=each, data=data)
        return told


def _migrated(name: str) -> dict[str, int]:
    console = Console(stderr=True, highlight=False)
    total = template_migration.waiting(name).count()
    steps = track(
        template_migration.migrate(name), "Encoding pictures", total, console=console, disable=not console.is_terminal
    )
    counts = Counter(step.outcome.value for step in steps)
    return {outcome.value: counts[outcome.value] for outcome in template_migration.Outcome}
