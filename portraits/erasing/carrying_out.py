"""An erasure carried out: the key first, then kind by kind, then a look whether anything is left. Every step twice-safe."""

from collections.abc import Callable

from django.db import connection, transaction
from django.utils import timezone

from accounts import redaction, vault
from accounts.audit import Verb, named, record
from accounts.models import Person
from generation import jobs
from portraits.erasing import certificate, coverage, holds
from portraits.erasing.copies import remove_owned
from portraits.erasing.erasers import ERASERS
from portraits.erasing.kinds import Eraser
from portraits.models import Erasure, Portrait

AGAIN = 3  # looks at what a worker that was slow to stop wrote meanwhile


class SomethingLeftError(RuntimeError):
    """Rows or files of the person were still there after the last look: the job is tried again."""


def work(erasure_id: int) -> None:
    """Claim and carry out, as a worker does; nothing when somebody else has it."""
    with jobs.held(Erasure, erasure_id) as erasure:
        if erasure is not None:
            carry_out(erasure)


def carry_out(erasure: Erasure) -> None:
    """The job of an erasure. What cannot be done now raises, and the job is given back with the steps done so far."""
    if not _close(erasure):
        return
    _step(erasure, "key", lambda: vault.destroy(erasure.person_id))
    for eraser in ERASERS:
        _step(erasure, eraser.kind, lambda eraser=eraser: _erase(erasure, eraser))  # type: ignore[misc]
    _look_again(erasure)
    _redact(erasure)
    _finish(erasure)
    forget_pages()


def _close(erasure: Erasure) -> bool:
    """From here nothing more is kept of the person. False, and the job ends, when a hold was placed meanwhile."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=erasure.person_id)
        if person.erased_at is None:
            if stopped := holds.sentence(person):
                jobs.fail(erasure, stopped)
                return False
            Person.objects.filter(pk=person.pk).update(erased_at=timezone.now())
    erasure.person.refresh_from_db()
    return True


def _step(erasure: Erasure, name: str, work: Callable[[], object]) -> None:
    if name in erasure.done:
        return
    work()
    erasure.done = [*erasure.done, name]
    jobs.renew(erasure, done=erasure.done)


def _erase(erasure: Erasure, eraser: Eraser) -> None:
    """Write down what there is before it goes: a second attempt would not find it any more."""
    person = Person.objects.select_related("organisation", "user").get(pk=erasure.person_id)
    erasure.removed = certificate.joined(erasure.removed, eraser.kind, eraser.kept(person), erasure.salt)
    jobs.renew(erasure, removed=erasure.removed)
    eraser.erase(person)


def _look_again(erasure: Erasure) -> None:
    for _ in range(AGAIN):
        if not (found := something_left(erasure.person)):
            return
        sweep(erasure.person)
    raise SomethingLeftError(f"person {erasure.person_id}: {found}")


def something_left(person: Person) -> dict[str, int]:
    """Rows and files that are still there of an erased person, counted."""
    rows = coverage.left(person)
    files = sum(1 for eraser in ERASERS if eraser.kind == "files" for _ in eraser.kept(person))
    return {**rows, **({"files": files} if files else {})}


def sweep(person: Person) -> None:
    """Remove what was written after its step: by a worker that did not know yet."""
    person = Person.objects.select_related("organisation", "user").get(pk=person.pk)
    vault.destroy(person.pk)
    for eraser in ERASERS:
        eraser.erase(person)
    remove_owned(person)


def _redact(erasure: Erasure) -> None:
    """Take details out of every event about the person and what was theirs; their digests keep the chain whole."""
    person = erasure.person
    rows = {row for _, row, _ in erasure.removed} | {named(person)}
    rows |= {named(each) for each in Portrait.objects.filter(person=person)}
    events = redaction.about(person.organisation, rows)
    redaction.redact(events, organisation=person.organisation, why="Erased.", subject=erasure)


def _finish(erasure: Erasure) -> None:
    now = timezone.now()
    kept = [f"{model._meta.label}: {why}" for model, why in coverage.STAYING.items()]
    said = certificate.of(erasure, finished_at=now.isoformat(timespec="seconds"), kept=kept)
    with transaction.atomic():
        removed = [each for each in erasure.removed if each[0] != "files"]
        jobs.finish(erasure, certificate=said, removed=removed)
        data = {"why": erasure.why, "removed": said["counts"]}
        record(Verb.PERSON_ERASED, erasure, organisation=erasure.person.organisation, data=data)


def forget_pages() -> None:
    """Empty SQLite's write-ahead log, where rows lie as they were; deleted pages are written over (secure_delete)."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
