"""What asking the rules costs: one verdict, and everything that is shown asked again after a rule changed.

Alone: python -m tests.benchmarks.rules [how many publications]. LIKENESS_DATABASE chooses the database.
"""

import io
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

import psutil

SHOWN = 100_000
HELD = 2000  # rows a statement while the stage is set
ORIGINS = ("digitalCapture", "algorithmicallyEnhanced", "trainedAlgorithmicMedia")
AGES = 400  # days: pictures of that many ages
HEX = "0" * 64


def rows(unit: Any, shown: int = SHOWN) -> list[str]:
    """Lines of the table: one verdict; an impact; tasks for a twelfth and for all of what is shown."""
    from portraits.rulings import rule_tasks
    from portraits.rulings.impact import weigh

    organisation, author = _staged_elsewhere(shown)
    rule_tasks.remember(organisation)
    one = _one_verdict(unit)
    draft = _draft(organisation, author, "one-place", {"auto_enhanced": "deny"}, ["linkedin"])
    weighed, seen = _measured(lambda: weigh(draft))
    assert seen.checked == shown
    _adopt(draft, author)
    some, look = _measured(lambda: rule_tasks.look(organisation))
    assert look.tasks == seen.tasks
    everything = _draft(organisation, author, "everywhere", dict.fromkeys(_kinds(), "deny"), ["any"])
    _adopt(everything, author)
    most, more = _measured(lambda: rule_tasks.look(organisation))
    assert look.tasks + more.tasks == shown, (look.tasks, more.tasks)
    return [
        one,
        _line(f"impact of a draft on {shown:,} publications", weighed, unit),
        _line(f"{shown:,} publications asked again, {look.tasks:,} tasks", some, unit),
        _line(f"{shown:,} publications asked again, {more.tasks:,} more tasks", most, unit),
    ]


def _one_verdict(unit: Any) -> str:
    """The shipped rules about an AI portrait on a website in Germany and Illinois, a thousand times."""
    from policies import pack, placements
    from policies.engine import assess
    from policies.facts import Facts
    from policies.kinds import Kind
    from tests.benchmarks.measures import Figure

    facts = Facts(Kind.AI_GENERATED, frozenset({"DE", "US-IL"}), "public", depicts_age_days=100)
    shipped, place, seconds = pack.rules(), placements.get("website"), []
    for _ in range(1000):
        began = time.perf_counter()
        assess(facts, shipped, place, date(2026, 11, 22))
        seconds.append(time.perf_counter() - began)
    figure = Figure(f"one assessment over {len(shipped)} rule versions", tuple(seconds))
    median, p95 = figure.median * 1000, figure.p95 * 1000
    return f"| {figure.name} | {median:.2f} ms | {p95:.2f} ms | {figure.median / unit.median:.4f} | 1000 | < 1 ms |"


def _measured(work: Callable[[], Any]) -> tuple[tuple[float, float, float], Any]:
    """Seconds, seconds of CPU of this process and of the database that serves it, and how many megabytes this one grew
    meanwhile at most."""
    process, stop, peak = psutil.Process(), threading.Event(), [0]
    before = process.memory_info().rss

    def watch() -> None:
        while not stop.wait(0.02):
            peak[0] = max(peak[0], process.memory_info().rss - before)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    began, spent = time.perf_counter(), _spent()
    result = work()
    seconds, cpu = time.perf_counter() - began, _spent() - spent
    stop.set()
    thread.join()
    return (seconds, cpu, peak[0] / 1e6), result


def _spent() -> float:
    """Seconds of CPU so far: this process, which is SQLite too, and PostgreSQL's process for its connection."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        served = psutil.Process(cursor.fetchone()[0]).cpu_times()
    return time.process_time() + served.user + served.system


def _line(name: str, measured: tuple[float, float, float], unit: Any) -> str:
    seconds, cpu, megabytes = measured
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    grown = f"{cpu:.1f} s CPU, +{megabytes:.0f} MB (at most {most:.0f})"
    return f"| {name} | {seconds:.1f} s | {grown} | {seconds / unit.median:.0f} | 1 | < 60 s |"


def _staged_elsewhere(shown: int) -> tuple[Any, Any]:
    """The stage, set in a process of its own: what it took in memory must not hide what the measured work takes."""
    from django.db import connections

    from accounts.models import Organisation, User

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            _stage(shown)
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0, "the stage could not be set"
    return Organisation.objects.get(slug="rules"), User.objects.get(email="rules@bench.example")


def _stage(shown: int) -> None:
    """An organisation with that many live publications in eight places, a third each real, refined and generated."""
    from accounts.models import Membership, Organisation, Role, User

    organisation = Organisation.objects.create(name="Rules", slug="rules", jurisdictions=["EU", "DE"])
    author = User.objects.create_user("rules@bench.example", "bench")
    Membership.objects.create(user=author, organisation=organisation, role=Role.PHOTO_ADMIN)
    kept = _kept(organisation)
    left = shown
    while left > 0:
        left -= _people(organisation, kept, min(left, HELD))


def _kept(organisation: Any) -> dict[tuple[str, str], Any]:
    """What an assessment of each kind in each place keeps: made once, as publishing would."""
    from policies import kinds
    from policies.facts import Facts
    from portraits.rulings.impact import standings

    today = _today()
    now = standings(organisation, today)
    return {
        (origin, place.key): now.verdict(
            Facts(kinds.of_source_type(origin), frozenset(organisation.jurisdictions), place.audience,
                  depicts_age_days=10, has_current_real_photo=True), place)
        for origin in ORIGINS
        for place in _places()
    }  # fmt: skip


def _people(organisation: Any, kept: dict[tuple[str, str], Any], shown: int) -> int:
    """People with a photo, a portrait, a review and what is shown of them; how many publications that made."""
    from django.utils import timezone

    from accounts.models import Person
    from policies.models import Assessment
    from portraits.models import Photo, Portrait, Publication, Rendition, Review

    places = _places()
    many = -(-shown // len(places))
    people = Person.objects.bulk_create(
        [Person(organisation=organisation, name=f"P{n}", department=f"D{n % 20}") for n in range(many)]
    )
    taken = timezone.now() - timedelta(days=10)
    sizes = {"width": 8, "height": 8}
    Photo.objects.bulk_create(
        [Photo(person=each, kind="studio", image="p.jpg", sha256=HEX, size=1, captured_at=taken, job_state="done", likeness={"band": "same"}, **sizes)
         for each in people]
    )  # fmt: skip
    portraits = Portrait.objects.bulk_create(
        [Portrait(person=each, state="published", origin=origin, image="p.jpg", sha256=HEX,
                  depicts_as_of=_today() - timedelta(days=7 * number % AGES), **sizes)
         for number, (each, origin) in enumerate(zip(people, cycle(ORIGINS), strict=False))]
    )  # fmt: skip
    reviews = Review.objects.bulk_create([Review(portrait=each, approved=True, sha256=HEX) for each in portraits])
    pairs = list(
        islice(
            ((row, review, place) for row, review in zip(portraits, reviews, strict=True) for place in places), shown
        )
    )
    assessments = Assessment.objects.bulk_create(
        [Assessment(organisation=organisation, person_id=row.person_id, image_digest=HEX, facts={},
                    **_columns(kept[row.origin, place.key])) for row, _, place in pairs]
    )  # fmt: skip
    renditions = Rendition.objects.bulk_create(
        [Rendition(portrait=row, placement=place.key, anchor=False, assessment=kept_as, image="r.jpg", sha256=HEX,
                   mime="image/jpeg", size=1, source_type=row.origin, alt_text="-", fingerprint="0", **sizes)
         for (row, _, place), kept_as in zip(pairs, assessments, strict=True)]
    )  # fmt: skip
    Publication.objects.bulk_create(
        [Publication(person_id=row.person_id, portrait=row, placement=place.key, review=review, rendition=made,
                     channel="folder", job_state="done", published_at=timezone.now())
         for (row, review, place), made in zip(pairs, renditions, strict=True)]
    )  # fmt: skip
    return len(pairs)


def _columns(verdict: Any) -> dict[str, Any]:
    return {
        name: value
        for name, value in verdict.as_json().items()
        if name in ("decision", "findings", "duties", "placement", "on", "rule_set")
    }


def _draft(organisation: Any, author: Any, rule_id: str, said: dict[str, str], platform: list[str]) -> Any:
    from policies import changing

    today = _today().isoformat()
    body = {
        "id": rule_id, "layer": "organisation", "title": rule_id, "clause": rule_id, "jurisdiction": ["any"],
        "sector": ["any"], "platform": platform, "audience": ["public", "internal"], "effective_from": today,
        "effective_until": None, "kinds": said, "disclosure": {}, "alterations": {}, "max_age_days": {},
        "identity_similarity_min": None, "image": None, "source": [], "last_verified": today, "confidence": "high",
    }  # fmt: skip
    return changing.begin(organisation, body, why="bench", actor=author)


def _adopt(draft: Any, author: Any) -> None:
    from policies import changing

    changing.adopt(draft, seen=draft.digest, actor=author)


def _kinds() -> Iterator[str]:
    from policies.kinds import Kind

    return (kind.value for kind in Kind)


def _places() -> list[Any]:
    from policies.placements import catalogue

    return [place for place in catalogue().values() if not place.is_anchor]


def _today() -> date:
    from django.utils import timezone

    return timezone.localdate()


def main() -> None:
    """The rows alone, in a home of their own; on another database, its tables are made and left."""
    with tempfile.TemporaryDirectory(prefix="likeness-bench-") as home:
        os.environ.update(LIKENESS_HOME=home, LIKENESS_LOG_LEVEL="ERROR", OMP_NUM_THREADS="1")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portraits.settings")
        import django

        django.setup()
        from django.core.management import call_command

        from tests.benchmarks.measures import reference

        for command in ("migrate", "load_policies"):
            call_command(command, verbosity=0, stdout=io.StringIO())
        unit = reference()
        lines = rows(unit, int(sys.argv[1]) if len(sys.argv) > 1 else SHOWN)
        header = "| what | median | p95 or growth | ratio | n | should be |\n|---|---:|---:|---:|---:|---|"
        print("\n".join([header, *lines]))  # noqa: T201 (the table is what it is run for)


if __name__ == "__main__":
    main()
