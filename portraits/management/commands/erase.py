"""Erase a person, from the command line of the installation."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import Person
from portraits import erasing, handing_over
from portraits.erasing import holds
from portraits.models import Erasure


class Command(BaseCommand):
    help = "Erase everything kept of a person. Refused by name while a legal hold stands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="number of the person, or their public id")
        parser.add_argument("--what", action="store_true", help="only say what is kept; nothing is removed")
        parser.add_argument("--why", choices=Erasure.Why.values, default=Erasure.Why.ORGANISATION.value)
        parser.add_argument("--confirm", default="", help="the person's number again; without it the command asks")
        parser.add_argument(
            "--export", type=Path, help="first write everything that can be handed out to this new file"
        )
        parser.add_argument("--wait", action="store_true", help="do it in this process instead of in a worker")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        person = _person(options["person"])
        if options["what"]:
            self._say_what(person, as_json=options["json"])
            return
        if (options["confirm"] or input(f"Type {person.pk} to erase person {person.pk}: ")) != str(person.pk):
            raise CommandError("Not confirmed: nothing was erased.")
        if options["export"]:
            self._export(person, options["export"])
        try:
            erasure = erasing.ask(person, why=Erasure.Why(options["why"]), actor=None)
        except erasing.ErasureRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["wait"]:
            erasing.work(erasure.pk)
            erasure.refresh_from_db()
        self._say(erasure, as_json=options["json"])

    def _export(self, person: Person, path: Path) -> None:
        """Nothing is erased when the archive could not be written whole."""
        if stopped := holds.sentence(person):
            raise CommandError(stopped)
        try:
            with path.open("xb") as file:
                path.chmod(0o600)
                file.writelines(handing_over.zipped(handing_over.entries(person), at=timezone.now()))
        except OSError as fault:
            raise CommandError(f"{path}: {fault.strerror}. Nothing was erased.") from fault
        self.stderr.write(f"{path}: everything that can be handed out. It is not sealed: give it away, or delete it.")

    def _say_what(self, person: Person, *, as_json: bool) -> None:
        counts = {eraser.kind: sum(1 for _ in eraser.kept(person)) for eraser in erasing.ERASERS}
        lines = (f"{counts[eraser.kind]:>6} {eraser.kind}: {eraser.says}" for eraser in erasing.ERASERS)
        self.stdout.write(json.dumps(counts) if as_json else "\n".join(lines))

    def _say(self, erasure: Erasure, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"erasure": erasure.pk, "state": erasure.job_state, **erasure.certificate}))
        elif erasure.certificate:
            self.stdout.write(f"Person {erasure.person_id} is erased: {erasure.certificate['counts']}")
        else:
            self.stdout.write(
                f"Erasure {erasure.pk} is {erasure.job_state}; a worker does it. {erasure.problem}".strip()
            )


def _person(text: str) -> Person:
    rows = Person.objects.filter(pk=text) if text.isdecimal() else Person.objects.none()
    found = rows.first() or (
        Person.objects.filter(public_id=text).first() if len(text.replace("-", "")) == 32 else None
    )
    if found is None:
        raise CommandError(f"There is no person {text}. Name them by their number or public id.")
    return found
