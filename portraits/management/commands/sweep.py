import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from portraits import tasks
from portraits.monitoring import daily_watch
from portraits.views import words


class Command(BaseCommand):
    help = "Queue again what waits or was lost, and run the age and drift checks of a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", default="", help="the day of the checks, YYYY-MM-DD; today without")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            day = date.fromisoformat(options["on"]) if options["on"] else timezone.localdate()
        except ValueError:
            raise CommandError(f"--on: {options['on']!r} is not a day like 2027-03-31.") from None
        queued = tasks.sweep_jobs()
        done = daily_watch.watch(day)
        report = {"queued": queued, "day": day.isoformat(), "checks": done.counts if done else "done before"}
        checks = words.tally(done.counts) if done else "done before"
        said = f"Queued again: {words.tally(queued)}. Checks of {day}: {checks}."
        self.stdout.write(json.dumps(report) if options["json"] else said)
