"""Print who may do what, as docs/reference.md shows it."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.permission_table import TABLE, as_markdown


class Command(BaseCommand):
    help = "Print the one permission table: role x object x verb."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, **options: Any) -> None:
        if not options["json"]:
            self.stdout.write(as_markdown())
            return
        rows = [{"verb": row.verb, "about": row.about, "who": sorted(row.who), "says": row.says} for row in TABLE]
        self.stdout.write(json.dumps(rows))
