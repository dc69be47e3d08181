import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from accounts import audit
from accounts.models import Organisation


class Command(BaseCommand):
    help = "Walk the audit chain of every organisation and name the first event that no longer holds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify"])
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        rows = []
        for organisation in Organisation.objects.order_by("slug"):
            broken = audit.verify(organisation)
            last = organisation.audit_events.order_by("-number").first()
            rows.append(
                {
                    "organisation": organisation.slug,
                    "events": last.number if last else 0,
                    "head": last.digest if last else "",
                    "broken": broken.why if broken else None,
                }
            )
        if options["json"]:
            self.stdout.write(json.dumps(rows, indent=1))
        else:
            for row in rows:
                self.stdout.write(
                    f"{row['organisation']}: {row['events']} events, {row['broken'] or 'whole'}, head {row['head']}"
                )
        if any(row["broken"] for row in rows):
            raise CommandError("The audit chain is broken.")
