import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import anchoring, verification
from accounts.models import Organisation


class Command(BaseCommand):
    help = "Walk the audit chains, sign where they stand, or print the key that checks the signatures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "what",
            choices=["verify", "anchor", "key"],
            help="verify: name the first event of each organisation that does not hold; "
            "anchor: sign today's heads, as the clock does once a day; key: print the public key as PEM",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        match options["what"]:
            case "verify":
                self._verify(as_json=options["json"])
            case "anchor":
                self._anchor()
            case _:
                self.stdout.write(anchoring.public_key().decode(), ending="")

    def _verify(self, *, as_json: bool) -> None:
        rows = [_row(organisation) for organisation in Organisation.objects.order_by("slug")]
        lines = (
            f"{row['organisation']}: {row['events']} events, {row['broken'] or 'whole'}, "
            f"{row['anchors']} anchors, head {row['head']}"
            for row in rows
        )
        self.stdout.write(json.dumps(rows, indent=1) if as_json else "\n".join(lines))
        if any(row["broken"] for row in rows):
            raise CommandError("The audit chain is broken.")

    def _anchor(self) -> None:
        for organisation in Organisation.objects.order_by("slug"):
            made = anchoring.anchor(organisation, timezone.localdate())
            said = f"event {made.number}, head {made.head}" if made else "nothing new to anchor today"
            self.stdout.write(f"{organisation.slug}: {said}")


def _row(organisation: Organisation) -> dict[str, Any]:
    broken = verification.verify(organisation)
    last = organisation.audit_events.order_by("-number").first()
    return {
        "organisation": organisation.slug,
        "events": last.number if last else 0,
        "head": last.digest if last else "",
        "anchors": len(anchoring.of(organisation)),
        "broken": broken.why if broken else None,
    }
