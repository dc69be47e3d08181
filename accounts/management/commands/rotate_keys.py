import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import track

from accounts import rotation
from accounts.audit import Verb, record
from accounts.models import Organisation


class Command(BaseCommand):
    help = "Wrap the keys of people and the secrets of own sign-ins by the first of LIKENESS_MASTER_KEYS. May be interrupted and run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only count what an older master key still wraps")
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        waiting = rotation.left().count()
        if options["check"]:
            waiting += len(rotation.secrets_left())
            self._tell({"waiting": waiting}, f"{waiting} keys wait for `rotate_keys`.", as_json=options["json"])
            return
        done, shut = self._rotate(waiting)
        locked = [row.key for row in rotation.secrets_left() if not rotation.reseal(row)]
        told = {"wrapped": done, "shut": shut}
        said = f"{done} keys wrapped anew. Older master keys may go once `rotate_keys --check` counts none."
        self._tell(told, said, as_json=options["json"])
        if locked:
            raise CommandError(
                f"The secrets of {', '.join(locked)} do not open: put the old master key back behind the new one, or let "
                "the owner type the secret again."
            )
        if shut:
            raise CommandError(
                f"{len(shut)} keys do not open (people {', '.join(map(str, shut[:10]))}): their master key is not in "
                "LIKENESS_MASTER_KEYS, or their second half is gone. Put the old master key back, behind the new one."
            )

    def _rotate(self, waiting: int) -> tuple[int, list[int]]:
        console = Console(stderr=True, highlight=False)
        done, shut = 0, []
        shown = track(rotation.rotate(), "Wrapping keys", waiting, console=console, disable=not console.is_terminal)
        for person, opened in shown:
            done += opened
            shut += [] if opened else [person]
        if done:
            for each in Organisation.objects.order_by("pk"):
                record(Verb.KEYS_ROTATED, each, organisation=each, data={"keys": done})
        return done, shut

    def _tell(self, told: dict[str, Any], said: str, *, as_json: bool) -> None:
        self.stdout.write(json.dumps(told) if as_json else said)
