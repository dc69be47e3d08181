"""What the record costs: a million events written and walked, one more behind them, and everybody's key under another one."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts import anchoring, rotation, vault
from accounts.audit import Entry, Verb, record, record_all
from accounts.models import Organisation, Person, PersonKey
from accounts.verification import verify
from tests.benchmarks.measures import Figure, measured

EVENTS = 1_000_000
PART = 10_000
KEYS = 100_000


def rows(unit: Figure, *, events: int = EVENTS, keys: int = KEYS) -> list[str]:
    organisation = Organisation.objects.create(name="Record", slug="record")
    written = _written(organisation, events)
    more = measured(
        f"one event behind {events:,}", 100, lambda: record(Verb.RULES_LOADED, organisation, organisation=organisation)
    )
    anchoring.anchor(organisation, timezone.localdate())
    with peak_memory() as memory:
        began = time.process_time()
        assert verify(organisation) is None
        walked = time.process_time() - began
    return [
        f"| {events:,} events written, {PART:,} a step, {connection.vendor}, processor time | {written:.0f} s | | | | |",
        more.line(unit, ""),
        f"| {events:,} events verified with seals and anchors, {connection.vendor}, processor time | {walked:.0f} s | | | | |",
        f"| memory that verifying {events:,} events adds | {memory.grown:.0f} MB | | | | |",
        f"| {keys:,} keys of people under another master key, processor time | {_rotated(organisation, keys):.1f} s | | | | |",
    ]


def _written(organisation: Organisation, events: int) -> float:
    began = time.process_time()
    for start in range(0, events, PART):
        record_all(
            [
                Entry(Verb.DRIFT_CHECKED, organisation, data={"decision": "consistent", "kinds": [], "n": number})
                for number in range(start, min(start + PART, events))
            ],
            organisation=organisation,
        )
    return time.process_time() - began


class Peak(threading.Thread):
    """The most resident megabytes of this process, looked at ten times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.process, self.over = psutil.Process(), threading.Event()
        self.before = self.most = self.process.memory_info().rss

    def run(self) -> None:
        while not self.over.wait(0.1):
            self.most = max(self.most, self.process.memory_info().rss)

    @property
    def grown(self) -> float:
        return (self.most - self.before) / 1e6


@contextmanager
def peak_memory() -> Iterator[Peak]:
    peak = Peak()
    peak.start()
    yield peak
    peak.over.set()
    peak.join()


def _rotated(organisation: Organisation, keys: int) -> float:
    people = [Person(organisation=organisation, name=f"Person {number}") for number in range(keys)]
    for person in Person.objects.bulk_create(people, batch_size=PART):
        vault.data_key(person.pk, create=True)
    before = settings.MASTER_KEYS
    settings.MASTER_KEYS = ["bench:another", *before]
    began = time.process_time()
    for _ in rotation.rotate():
        pass
    spent = time.process_time() - began
    settings.MASTER_KEYS = ["bench:another"]
    assert not PersonKey.objects.exclude(master_key_id="bench").exists()
    settings.MASTER_KEYS = ["bench:another", *before]
    return spent
