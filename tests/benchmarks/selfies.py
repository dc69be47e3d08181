"""Phone pictures of 12 megapixels: from the file to the verdict, and what worker processes hold and get through."""

import time
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from accounts.models import Person
from generation import jobs
from portraits.intake import Arrival, add_photo
from portraits.measuring import measure
from portraits.models import Photo
from tests.benchmarks.measures import Figure
from tests.benchmarks.shifts import PICTURES, phone_picture, shifts


def rows(unit: Figure, person: Person) -> list[str]:
    taken, verdict = _to_verdict(person, 14)
    return [
        taken.line(unit, ""),
        verdict.line(unit, "95th percentile < 700 ms"),
        _memory("a faces worker", torch=False),
        _memory("a faces worker with torch", torch=True),
        *_throughput(),
    ]


def _to_verdict(person: Person, times: int) -> tuple[Figure, Figure]:
    """Processor seconds of taking a selfie in, and of the job that measures it and holds it against the portrait."""
    yesterday = timezone.localdate() - timedelta(days=1)
    seconds = []
    for number in range(times + 2):
        arrival = Arrival(phone_picture(number), Photo.Kind.SELFIE, declared_on=yesterday, simulated=True)
        began = time.process_time()
        photo, _ = add_photo(person, arrival, actor=person.user)
        taken = time.process_time()
        claimed = jobs.claim(Photo, photo.pk)
        assert claimed is not None
        measure(claimed)
        assert claimed.drift_checks.exists()
        seconds.append((taken - began, time.process_time() - taken))
    intake, verdict = (tuple(column) for column in zip(*seconds[2:], strict=True))
    return (
        Figure("12 MP selfie taken in, processor time", intake),
        Figure("12 MP selfie to verdict, warm, processor time", verdict),
    )


def _memory(who: str, *, torch: bool) -> str:
    (shift,) = shifts(1, torch=torch)
    return f"| peak memory of {who}: {PICTURES} pictures of 12 MP | {shift.megabytes:.0f} MB | | | | < 700 MB |"


def _throughput() -> Iterator[str]:
    """As many pictures a process, however many there are: the ratio is 2.00 where two have a core each."""
    rates = {}
    for count in (1, 2):
        done = shifts(count, torch=False)
        seconds = max(shift.ended for shift in done) - min(shift.began for shift in done)
        rates[count] = 60 * PICTURES * count / seconds
        ratio = f"{rates[count] / rates[1]:.2f}"
        yield f"| 12 MP pictures a minute, {count} worker | {rates[count]:.0f} | | {ratio} | {PICTURES * count} | |"
