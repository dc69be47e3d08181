"""What may be kept no longer, now instead of at night."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import Person
from policies.retention import Data, RetentionError
from portraits.keeping import retaining


class Command(BaseCommand):
    help = "Remove whatever the retention rules let nobody keep any longer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="the day to look at; today without it")
        parser.add_argument("--what", action="store_true", help="only say what goes when, by which rule")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        try:
            retaining.rules()
        except (RetentionError, OSError) as fault:
            raise CommandError(str(fault)) from fault
        if options["what"]:
            rows = [row for person in _people() for row in _said(person)]
            lines = (f"person {row['person']}: {row['data']} on {row['on']} ({row['rule']})" for row in rows)
            self.stdout.write(json.dumps(rows) if options["json"] else "\n".join(lines))
            return
        counts = retaining.look(on)
        said = ", ".join(f"{count} {name}" for name, count in counts.items())
        self.stdout.write(json.dumps(counts) if options["json"] else said)


def _people() -> list[Person]:
    return list(Person.objects.filter(erased_at=None).select_related("organisation", "user").order_by("pk"))


def _said(person: Person) -> list[dict[str, Any]]:
    found = {data: retaining.due(person, data) for data in Data}
    return [
        {"person": person.pk, "data": data.value, "on": due.on.isoformat(), "rule": due.rule.id}
        for data, due in found.items()
        if due is not None
    ]
