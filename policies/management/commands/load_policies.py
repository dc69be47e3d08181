import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from accounts.audit import Verb, record
from accounts.models import Organisation
from policies import doubts, pack
from policies.loading import Loaded, load
from policies.pack import Pack, Problem


class Command(BaseCommand):
    help = "Load the rules that say where a portrait may be shown. Doing it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("packs", nargs="*", type=Path, help="rule files; without any, those of the product")
        parser.add_argument("--organisation", metavar="SLUG", help="load them as the own rules of this organisation")
        parser.add_argument("--check", action="store_true", help="only check the files; write nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.as_json = options["json"]
        try:
            packs = pack.read_all(options["packs"] or pack.shipped(), timezone.localdate())
            found = _doubts(packs)
            if options["check"]:
                self._say({"checked": sum(len(each.entries) for each in packs)}, found)
                return
            organisation = self._organisation(options["organisation"])
            done = load(packs, organisation)
        except (pack.PackError, OSError, Organisation.DoesNotExist) as fault:
            self._fail(fault)
        self._record(done, organisation)
        self._say(done.as_json(), found)

    def _organisation(self, slug: str | None) -> Organisation | None:
        return Organisation.objects.get(slug=slug) if slug else None

    def _record(self, done: Loaded, organisation: Organisation | None) -> None:
        """Rules bind everybody they are loaded for, so each organisation's own record says so."""
        if not done.changed:
            return
        for each in [organisation] if organisation else Organisation.objects.all():
            data = {"added": done.added, "closed": done.closed, "verified": done.verified}
            record(Verb.RULES_LOADED, each, organisation=each, data=data)

    def _say(self, said: dict[str, Any], found: Sequence[Problem]) -> None:
        """What was done; doubts beside it, which refuse nothing."""
        if self.as_json:
            told = {"doubts": [each.as_json() for each in found]} if found else {}
            self.stdout.write(json.dumps({**said, **told}, indent=2))
            return
        self.stdout.write("\n".join(_lines(said)))
        for each in found:
            self.stderr.write(f"doubt: {each}")

    def _fail(self, fault: Exception) -> None:
        problems = fault.problems if isinstance(fault, pack.PackError) else ()
        if self.as_json:
            self.stdout.write(json.dumps({"problems": [each.as_json() for each in problems], "error": str(fault)}))
        else:
            self.stderr.write(str(fault))
        raise SystemExit(1)


def _doubts(packs: Iterable[Pack]) -> tuple[Problem, ...]:
    """About rules of one's own; those that come along stand beside them and are doubted by nobody."""
    if not {each.name for each in packs}.isdisjoint(pack.NAMES):
        return ()
    beside = pack.rules()
    known = doubts.Known.of(beside, Organisation.objects.values_list("sector", flat=True))
    entries = [entry for each in packs for entry in each.entries]
    return doubts.of(entries, known, beside)


def _lines(said: dict[str, Any]) -> list[str]:
    counted = [f"{name}: {len(value) if isinstance(value, list) else value}" for name, value in said.items()]
    named = [f"  {name} {each}" for name in ("added", "closed", "unlisted") for each in said.get(name, ())]
    return [*counted, *named]
