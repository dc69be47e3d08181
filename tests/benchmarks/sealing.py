"""What sealing costs: a phone picture kept and read, and a small copy of it handed out."""

import hashlib
import time
from collections.abc import Callable

from accounts import sealed_files
from accounts.models import Person
from tests.benchmarks.measures import Figure
from tests.benchmarks.shifts import phone_picture

TIMES = 20


def rows(unit: Figure, person: Person) -> list[str]:
    picture = phone_picture(3)
    figures = [*_costs(person, "12 MP selfie", picture), *_costs(person, "20 kB thumbnail", picture[:20_000])]
    return [figure.line(unit, "") for figure in figures]


def _costs(person: Person, what: str, data: bytes) -> tuple[Figure, Figure]:
    """Each time other bytes, so that each is sealed and kept, and then opened."""
    variants = [data + bytes([number]) for number in range(TIMES)]
    names: list[str] = []
    kept = _spent(f"{what} sealed and kept, processor time", variants, lambda each: names.append(_keep(person, each)))
    opened = _spent(f"{what} read and opened, processor time", names, sealed_files.get)
    return kept, opened


def _spent(name: str, things: list[bytes] | list[str], work: Callable[..., object]) -> Figure:
    seconds = []
    for each in list(things):
        began = time.process_time()
        work(each)
        seconds.append(time.process_time() - began)
    return Figure(name, tuple(seconds))


def _keep(person: Person, data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    return sealed_files.put(person, data, sealed_files.name_for(person, digest, folder="photos", suffix=".jpg"))
