import io
import json
import os
import signal
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from rich.console import Console

from portraits.demo import album, cast, processes, stations
from portraits.demo.journey import Journey, Traveller
from portraits.demo.waiting import StuckError


class Command(BaseCommand):
    help = "Seed a sample organisation, run the main job on real pictures station by station, then serve the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--photos", type=Path, help="your own pictures: DIR/<person>/<YYYY-MM-DD>*.jpg or people.csv"
        )
        parser.add_argument("--people", type=int, default=4, help="how many people of DIR go the whole way")
        parser.add_argument("--no-serve", action="store_true", help="end after the job")
        parser.add_argument("--json", action="store_true", help="end with a machine-readable report on standard output")
        parser.add_argument("--address", default="127.0.0.1:8000", help="where to serve, host:port")

    def handle(self, *_args: Any, **options: Any) -> None:
        console = Console(stderr=options["json"], highlight=False)
        if "LIKENESS_SITE_URL" not in os.environ:
            settings.SITE_URL = f"http://{options['address']}"  # what is published names the address that is served
        _prepare()
        try:
            sitters = _own(options["photos"], options["people"], console) if options["photos"] else None
            with processes.worker() as worker:
                report = _run(sitters, worker, console)
                if options["json"]:
                    sys.stdout.write(json.dumps(report, indent=1, default=str) + "\n")
                if not options["no_serve"]:
                    _serve(options["address"], report, console)
        except (album.AlbumError, StuckError) as problem:
            raise CommandError(str(problem)) from problem


def _prepare() -> None:
    for command, choices in (
        ("migrate", {}),
        ("createcachetable", {}),
        ("load_policies", {}),
        ("load_notices", {}),
        ("collectstatic", {"interactive": False}),
    ):
        call_command(command, verbosity=0, stdout=io.StringIO(), **choices)


def _own(photos: Path, people: int, console: Console) -> tuple[album.Sitter, ...]:
    sitters = album.folder(photos)
    if len(sitters) > people:
        console.print(f"{len(sitters)} people found; the first {people} go the whole way (--people N for more).")
    return sitters[:people]


def _run(sitters: tuple[album.Sitter, ...] | None, worker: Any, console: Console) -> dict[str, Any]:
    """The job, unless this installation has been through it already: then only new passwords."""
    people = cast.assemble(cast.OWN if sitters else cast.SAMPLE)
    report: dict[str, Any] = {"organisation": people.organisation.slug, "home": str(settings.HOME), "stations": []}
    report["sign_in"] = {"admin": people.reviewer.email, "password": people.password}
    if people.organisation.people.exists():
        console.print("The job has run here before. Remove the home folder to run it again.")
        first = people.organisation.people.order_by("pk").first()
        report["sign_in"]["employee"] = cast.renew(first, people.password) if first else ""
        return report
    chosen = sitters or album.sample(timezone.localdate())
    travellers = [
        Traveller(each, cast.person(people, each.name, number)) for number, each in enumerate(chosen, start=1)
    ]
    report["sign_in"]["employee"] = travellers[0].person.user.email if travellers[0].person.user else ""
    journey = Journey(people, travellers, worker, console)
    for station in stations.ALL:
        station(journey)
    report["stations"] = journey.stations
    return report


def _serve(address: str, report: dict[str, Any], console: Console) -> None:
    signs = report["sign_in"]
    with processes.site(address) as site:
        console.print(f"\nServing [bold]http://{address}/[/bold] with one worker, until Ctrl-C.")
        console.print(f"  admin     {signs['admin']}")
        console.print(f"  employee  {signs['employee']}")
        console.print(f"  password  {signs['password']}  (both)")
        console.print(f"  files     {settings.OUTBOX_DIR}")
        console.print(f"  letters   {processes.LETTERS}")
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            site.wait()
        except KeyboardInterrupt:
            console.print("Stopping.")
        else:
            raise CommandError(f"The site ended with status {site.returncode}: is {address} in use?")
