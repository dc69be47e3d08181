import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from accounts.audit import Verb, record
from accounts.models import Organisation
from portraits.auditing import pack


class Command(BaseCommand):
    help = (
        "Write the auditor's pack of an organisation: the record and what it speaks of, checked without this program."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organisation", help="the organisation's short name, as in `audit verify`")
        parser.add_argument("--out", type=Path, required=True, help="the archive to write")
        parser.add_argument("--without-details", action="store_true", help="leave reasons and figures of events out")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            known = ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no organisation {options['organisation']}. There are: {known}.")
        try:
            packed = pack(organisation, options["out"], details=not options["without_details"])
        except OSError as problem:
            raise CommandError(f"{options['out']} cannot be written: {problem.strerror or problem}.") from problem
        record(Verb.PACK_MADE, organisation, organisation=organisation, data={"manifest": packed.manifest})
        told = {"file": str(packed.path), "manifest": packed.manifest, **packed.rows}
        rows = ", ".join(f"{count} {name.removesuffix('.jsonl')}" for name, count in packed.rows.items())
        self.stdout.write(
            json.dumps(told) if options["json"] else f"{packed.path}: {rows}. Manifest {packed.manifest}."
        )
