import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from portraits import monitoring
from portraits.models import Portrait


class Command(BaseCommand):
    help = "Decide every stored drift check again from its numbers; fails when one comes out differently."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        counts = {"same": 0, "other_limits": 0}
        different = []
        for portrait in Portrait.objects.exclude(drift_checks=None).iterator():
            for each in monitoring.replay(portrait):
                counts["same"] += each.same
                counts["other_limits"] += each.verdict is None
                if each.verdict and not each.same:
                    different.append({"check": each.check.pk, "was": each.check.decision, "is": each.verdict.decision})
        if options["json"]:
            self.stdout.write(json.dumps({**counts, "different": different}, indent=1))
        else:
            self.stdout.write(f"{counts['same']} checks decide the same, {counts['other_limits']} had other limits.")
        if different:
            named = ", ".join(f"{row['check']} was {row['was']}, is {row['is']}" for row in different)
            raise CommandError(f"{len(different)} checks come out differently: {named}.")
