import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.audit import Verb, record
from accounts.models import Organisation
from policies import notice_pack
from policies.noticing import Loaded, load
from policies.pack import PackError


class Command(BaseCommand):
    help = "Load the notices that people are asked to agree to. Doing it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("packs", nargs="*", type=Path, help="files of notices; without any, those of the product")
        parser.add_argument("--organisation", metavar="SLUG", help="load them as the own words of this organisation")
        parser.add_argument("--check", action="store_true", help="only check the files; write nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.as_json = options["json"]
        try:
            words = notice_pack.read_all(options["packs"] or notice_pack.shipped())
            if options["check"]:
                self._say({"checked": [str(each) for each in words]})
                return
            organisation = self._organisation(options["organisation"])
            done = load(words, organisation)
        except (PackError, OSError, Organisation.DoesNotExist) as fault:
            self._fail(fault)
        self._record(done, organisation)
        self._say(done.as_json())

    def _organisation(self, slug: str | None) -> Organisation | None:
        return Organisation.objects.get(slug=slug) if slug else None

    def _record(self, done: Loaded, organisation: Organisation | None) -> None:
        for each in [organisation] if organisation else Organisation.objects.all():
            if done.added:
                record(Verb.NOTICES_LOADED, each, organisation=each, data={"added": done.added})

    def _say(self, said: dict[str, list[str]]) -> None:
        words = [f"{name}: {len(rows)}" for name, rows in said.items()]
        self.stdout.write(json.dumps(said, indent=2) if self.as_json else "\n".join(words))

    def _fail(self, fault: Exception) -> None:
        problems = fault.problems if isinstance(fault, PackError) else ()
        if self.as_json:
            self.stdout.write(json.dumps({"problems": [each.as_json() for each in problems], "error": str(fault)}))
        else:
            self.stderr.write(str(fault))
        raise SystemExit(1)
