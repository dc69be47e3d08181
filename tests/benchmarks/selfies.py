"""Phone pictures of 12 megapixels: from the file to the verdict, and what worker processes hold and get through."""

import time
from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.utils import timezone

from accounts.models import Person
from generation import jobs, pictures
from portraits.collecting.intake import Arrival, add_photo
from portraits.collecting.measuring import measure
from portraits.models import Photo
from tests.benchmarks.measures import Figure
from tests.benchmarks.shifts import PICTURES, phone_picture, shifts

EACH = 5  # selfies of each sitter, and one that warms up

Sitter = tuple[Person, pictures.Picture]


def rows(unit: Figure, cast: Sequence[Sitter]) -> list[str]:
    taken, verdict, whole = _to_verdict(cast)
    return [
        taken.line(unit, ""),
        verdict.line(unit, "95th percentile < 700 ms"),
        whole.line(unit, f"the two together, {len(cast)} people"),
        _memory("a faces worker", torch=False),
        _memory("a faces worker with torch", torch=True),
        *_throughput(),
    ]


def _to_verdict(cast: Sequence[Sitter]) -> tuple[Figure, Figure, Figure]:
    """Processor seconds of taking a selfie in, of the job that measures it and holds it against the portrait, and of both."""
    seconds = [taken for sitter in cast for taken in [_taken(*sitter, number) for number in range(EACH + 1)][1:]]
    intake, verdict = (tuple(column) for column in zip(*seconds, strict=True))
    return (
        Figure("12 MP selfie taken in, processor time", intake),
        Figure("12 MP selfie to verdict, warm, processor time", verdict),
        Figure("12 MP selfie from file to verdict, warm, processor time", tuple(map(sum, seconds))),
    )


def _taken(person: Person, sitter: pictures.Picture, number: int) -> tuple[float, float]:
    yesterday = timezone.localdate() - timedelta(days=1)
    arrival = Arrival(phone_picture(number, sitter), Photo.Kind.SELFIE, declared_on=yesterday, simulated=True)
    began = time.process_time()
    photo, _ = add_photo(person, arrival, actor=person.user)
    taken = time.process_time()
    claimed = jobs.claim(Photo, photo.pk)
    assert claimed is not None
    measure(claimed)
    assert claimed.drift_checks.exists()
    return taken - began, time.process_time() - taken


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
