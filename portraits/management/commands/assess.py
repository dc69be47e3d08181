import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from policies import placements
from portraits.models import Portrait
from portraits.rulings import assessing


class Command(BaseCommand):
    help = "Ask the rules in force on a day where a portrait may be shown, and with which labels."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("portrait", type=int, help="the portrait's number")
        parser.add_argument("--placement", choices=sorted(placements.catalogue()), help="one placement; all without")
        parser.add_argument("--on", type=date.fromisoformat, help="the day, YYYY-MM-DD; today without")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        portrait = Portrait.objects.filter(pk=options["portrait"]).first()
        if portrait is None:
            raise CommandError(f"There is no portrait {options['portrait']}.")
        on = options["on"] or timezone.localdate()
        rows = [
            {"placement": place.key, **verdict.as_json()}
            for place, verdict in assessing.assess_everywhere(portrait, on)
            if options["placement"] in (None, place.key)
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, indent=1))
            return
        for row in rows:
            self.stdout.write(f"{row['placement']}: {row['decision']}")
            for finding in row["findings"]:
                self.stdout.write(f"  {finding['rule_id']} v{finding['version']}: {finding['sentence']}")
