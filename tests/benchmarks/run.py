"""The rows of the table."""

import http.client
import io
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Final

import numpy as np
import psutil
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from rich.console import Console
from rich.progress import track
from skimage import data

from accounts.models import Membership, Organisation, Person, Role, User
from generation import jobs, simulation
from generation.models import Run
from generation.rendering import carry_out
from portraits.collecting.intake import Arrival, add_photo
from portraits.collecting.measuring import measure
from portraits.demo import processes
from portraits.making import enrolment, requesting, reviewing
from portraits.models import Photo, Portrait, Publication
from portraits.publishing import carrying_out, renditions
from portraits.rulings import assessing
from portraits.states import State
from tests.benchmarks import faces, gates, provenance, record, renders, sealing, selfies, shifts
from tests.benchmarks import jobs as machinery
from tests.benchmarks import rules as rule_figures
from tests.benchmarks.measures import Figure, measured, reference
from tests.factories import agree

PEOPLE = 1000
HEADER = "| what | median | p95 | ratio | n | should be |\n|---|---:|---:|---:|---:|---|"


@dataclass(frozen=True)
class Bench:
    """What the sections measure with; what is costly to make is made when the first of them needs it."""

    person: Person
    admin: User
    unit: Figure
    console: Console

    @cached_property
    def portrait(self) -> Portrait:
        return _published(self.person, self.admin)


def run(chosen: Sequence[str] = ()) -> None:
    """The table, or the chosen sections of it in its own order. Raises SystemExit for a section that there is none of."""
    if unknown := sorted(set(chosen) - SECTIONS.keys()):
        raise SystemExit(f"There is no section {', '.join(unknown)}; there are: {', '.join(SECTIONS)}.")
    for command, options in (("migrate", {}), ("createcachetable", {}), ("load_policies", {})):
        call_command(command, verbosity=0, stdout=io.StringIO(), **options)
    call_command("collectstatic", verbosity=0, interactive=False)
    bench = Bench(*_people(), reference(), Console(stderr=True))
    lines = [HEADER, bench.unit.line(bench.unit, "")]
    for name, section in SECTIONS.items():
        if not chosen or name in chosen:
            bench.console.print(f"measuring: {name}")
            lines += section(bench)
    print("\n".join(lines))  # noqa: T201 (the table is what the command is for)


def _way(bench: Bench) -> list[str]:
    """The main job, and its pages in an organisation of a thousand."""
    portrait = bench.portrait
    lines = [
        _check_in(bench.person).line(bench.unit, "< 1.5 s"),
        _refine(bench.person).line(bench.unit, "< 15 s"),
        _rendition(portrait).line(bench.unit, "< 0.3 s"),
    ]
    _crowd(bench.person.organisation, portrait, bench.console)
    pages = ((bench.person.user, "portal:portrait"), (bench.admin, "console:home"), (bench.admin, "console:people"))
    return [*lines, *(_page(user, name).line(bench.unit, "< 150 ms") for user, name in pages)]


def _phones(bench: Bench) -> list[str]:
    return [
        *selfies.rows(bench.unit, _cast(bench.person.organisation, bench.admin)),
        *sealing.rows(bench.unit, bench.person),
    ]


SECTIONS: Final[dict[str, Callable[[Bench], list[str]]]] = {
    "way": _way,
    "provenance": lambda bench: provenance.rows(bench.portrait, bench.unit),
    "rules": lambda bench: rule_figures.rows(bench.unit),
    "templates": lambda bench: faces.rows(bench.unit),
    "renders": lambda _: renders.rows(),
    "gates": lambda bench: gates.rows(bench.unit),
    "jobs": lambda bench: machinery.rows(bench.person, bench.unit),
    "phones": _phones,
    "record": lambda bench: record.rows(bench.unit),
    "processes": lambda bench: _through_processes(bench.portrait.person, bench.unit),
}


def _people() -> tuple[Person, User]:
    organisation = Organisation.objects.create(name="Bench", slug="bench", jurisdictions=["EU"])
    user = User.objects.create_user("person@bench.example", "bench")
    admin = User.objects.create_user("admin@bench.example", "bench")
    Membership.objects.create(user=admin, organisation=organisation, role=Role.PHOTO_ADMIN)
    person = Person.objects.create(organisation=organisation, user=user, name="Eileen Collins")
    agree(person)
    return person, admin


def _file(picture: np.ndarray, *, tall: int = 0) -> bytes:
    out = io.BytesIO()
    image = Image.fromarray(picture)
    if tall:
        image = image.resize((round(image.width * tall / image.height), tall), Image.Resampling.LANCZOS)
    image.save(out, "JPEG", quality=92)
    return out.getvalue()


def _selfie(number: int) -> bytes:
    """Another simulated light each time, 3000 pixels tall as from a telephone."""
    lit = simulation.other_light(data.astronaut(), from_left=bool(number % 2), stops=0.3 + 0.01 * number, warmth=0.02)
    return _file(lit, tall=3000)


def _measured(person: Person, data: bytes, *, kind: Photo.Kind, days_ago: int) -> Photo:
    day = timezone.localdate() - timedelta(days=days_ago)
    photo, _ = add_photo(person, Arrival(data, kind, declared_on=day, simulated=True), actor=person.user)
    claimed = jobs.claim(Photo, photo.pk)
    assert claimed is not None
    measure(claimed)
    return claimed


def _cast(organisation: Organisation, admin: User) -> list[selfies.Sitter]:
    """People with a published portrait each, so that a selfie of theirs comes to a verdict."""
    people = []
    for number, sitter in enumerate(shifts.sitters()):
        user = User.objects.create_user(f"sitter-{number}@bench.example", "bench")
        person = Person.objects.create(organisation=organisation, user=user, name=f"Sitter {number}")
        agree(person)
        _published(person, admin, sitter)
        people.append((person, sitter))
    return people


def _published(person: Person, admin: User, sitter: np.ndarray | None = None) -> Portrait:
    shown = data.astronaut() if sitter is None else sitter
    photo = _measured(person, _file(shown), kind=Photo.Kind.STUDIO, days_ago=400)
    portrait = enrolment.enrol(photo, actor=person.user)
    review = reviewing.approve(portrait, ["directory", "linkedin"], actor=admin)
    for row in review.publications.all():
        claimed = jobs.claim(Publication, row.pk)
        assert claimed is not None
        carrying_out.carry_out(claimed)
    portrait.refresh_from_db()
    assert portrait.state == State.PUBLISHED
    return portrait


def _check_in(person: Person) -> Figure:
    """From the bytes of a 9-megapixel selfie to the stored decision, in one warm process."""
    files = iter([_selfie(number) for number in range(14)])

    def once() -> None:
        photo = _measured(person, next(files), kind=Photo.Kind.SELFIE, days_ago=1)
        assert photo.drift_checks.exists()

    return measured("selfie check-in, upload to decision (warm)", 12, once, warm=2)


def _refine(person: Person) -> Figure:
    def once() -> None:
        Run.objects.all().delete()
        asked = requesting.ask(person, actor=None, reason="bench")
        claimed = jobs.claim(Run, asked.pk)
        assert claimed is not None
        carry_out(claimed)
        assert claimed.candidates.count() >= 4

    return measured("refine run, four candidates at 1024 px with gates", 3, once)


def _rendition(portrait: Portrait) -> Figure:
    from policies import placements

    placement = placements.get("linkedin")
    assessment, verdict = assessing.keep(portrait, placement, timezone.localdate())
    work = lambda: renditions.make(portrait, placement, assessment, verdict)  # noqa: E731
    return measured("one rendition: crop, label, XMP, signature, read back", 20, work)


def _crowd(organisation: Organisation, portrait: Portrait, console: Console) -> None:
    """A thousand people, each with a photo and a portrait in some state."""
    states = (State.PUBLISHED, State.PUBLISHED, State.PUBLISHED, State.IN_REVIEW)
    today = timezone.localdate()
    with transaction.atomic():
        for number in track(range(PEOPLE - 1), description="a thousand people", console=console, transient=True):
            person = Person.objects.create(
                organisation=organisation, name=f"Person {number}", department=f"D{number % 20}"
            )
            Portrait.objects.create(
                person=person,
                state=states[number % len(states)],
                origin=("digitalCapture", "algorithmicallyEnhanced")[number % 2],
                image=portrait.image,
                sha256=portrait.sha256,
                width=portrait.width,
                height=portrait.height,
                face=portrait.face,
                depicts_as_of=today - timedelta(days=number),
            )


def _page(user: User | None, name: str) -> Figure:
    assert user is not None
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def once() -> None:
        assert client.get(reverse(name)).status_code == 200

    return measured(f"page {name} at {PEOPLE:,} people", 30, once, warm=3)


def _through_processes(person: Person, unit: Figure) -> list[str]:
    """The same check-in through the queue and the worker, and what both processes hold in memory at most."""
    address, seconds = f"127.0.0.1:{_free_port()}", []
    with processes.worker() as worker, processes.site(address) as site:
        peaks = {"worker": 0.0, "site": 0.0}
        for number in range(20, 29):
            began = time.perf_counter()
            day = timezone.localdate() - timedelta(days=1)
            photo, _ = add_photo(
                person, Arrival(_selfie(number), Photo.Kind.SELFIE, declared_on=day, simulated=True), actor=person.user
            )
            while not photo.drift_checks.exists():
                time.sleep(0.01)
            seconds.append(time.perf_counter() - began)
            peaks["worker"] = max(peaks["worker"], _memory(worker.pid))
        _visit(address, person)
        peaks["site"] = _memory(site.pid)
    figure = Figure("the same check-in through queue and worker", tuple(seconds[2:]))
    return [
        figure.line(unit, ""),
        f"| peak memory, worker (two processes and clock) | {peaks['worker']:.0f} MB | | | | |",
        f"| peak memory, site (one process) | {peaks['site']:.0f} MB | | | | < 300 MB |",
    ]


def _memory(pid: int) -> float:
    """Resident megabytes of a process and its children, shared pages counted once (proportional set size)."""
    parent = psutil.Process(pid)
    return sum(process.memory_full_info().pss for process in [parent, *parent.children(recursive=True)]) / 1e6


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _visit(address: str, person: Person) -> None:
    """Open pages and pictures as a signed-in person would, so that everything the site ever loads is loaded."""
    client = Client()
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}
    photo = person.photos.first()
    pages = [
        reverse("portal:portrait"),
        reverse("portal:photos"),
        reverse("pictures:photo", args=[photo.pk]) + "?w=480",
    ]
    _answers(address)
    for page in pages * 5:
        connection = http.client.HTTPConnection(address, timeout=10)
        connection.request("GET", page, headers=cookie)
        status = connection.getresponse().status
        assert status == 200, f"{page}: {status}"


def _answers(address: str) -> None:
    host, _, port = address.partition(":")
    for _ in range(100):
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise RuntimeError(f"the site does not answer at {address}")
