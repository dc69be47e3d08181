"""The archive of a person as a job: one at a time, sealed with their key, fetched by nobody else, gone after some days."""

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import permissions, sealed_files
from accounts.audit import Verb, record
from accounts.models import Person, User
from generation import jobs
from portraits.erasing import ERASERS, Entry
from portraits.handing_over import telling
from portraits.handing_over.archive import zipped
from portraits.models import Export

READ_ME = """Everything that is kept of you, made on {day}.

decisions.txt    what was decided about your pictures, with the reasons
agreements.txt   what you agreed to, with the words you read
who-looked.txt   who looked at you or did something about you
pictures/        your photos and every picture made of you, chosen or not, as they are kept
rows/            the same as data, for a program; dates are in UTC
Numbers that say how your face measures are never handed out. This archive can be fetched until {until}.
"""


class ExportRefusedError(ValueError):
    """No archive is made or handed out; the sentence says why."""


def ask(person: Person, *, actor: User) -> Export:
    """Queue an archive, or answer the one that is on its way or still there. Raises ExportRefusedError."""
    from portraits.tasks import hand_over

    if not permissions.can_take_out(actor, person):
        raise ExportRefusedError("Only the person themselves can ask for what is kept of them.")
    with transaction.atomic():
        person = Person.objects.select_for_update().select_related("organisation").get(pk=person.pk)
        if person.erased_at is not None:
            raise ExportRefusedError("Nothing is kept of this person any more.")
        before = current(person)
        if before is not None:
            return before
        row = Export.objects.create(person=person, asked_by=actor)
        record(Verb.EXPORT_ASKED, person, organisation=person.organisation, actor=actor, data={"export": row.pk})
        jobs.announce(hand_over, row.pk)
    return row


def current(person: Person) -> Export | None:
    """The archive that is being made, or can be fetched."""
    newest = Export.objects.filter(person=person).first()
    if newest is None:
        return None
    return newest if newest.job_state in jobs.OPEN or newest.ready(timezone.now()) else None


def make(export: Export) -> None:
    """The job: every eraser's data and the texts, zipped and sealed as they come."""
    now = timezone.now()
    until = now + timedelta(days=settings.EXPORT_DAYS)
    person = Person.objects.select_related("organisation", "user").get(pk=export.person_id)
    name = sealed_files.name_for(person, f"export {export.pk} {export.attempts}", folder="exports", suffix=".zip")
    with tempfile.TemporaryFile() as draft:  # it is sealed before it touches the disk
        size = sealed_files.put_stream(person, zipped(entries(person, until=until), at=now), name, draft=draft)
    jobs.finish(export, file=name, size=size, expires_at=until)


def entries(person: Person, *, until: datetime | None = None) -> Iterator[Entry]:
    """Every file of the archive, one after the other."""
    day, end = timezone.localdate(), until or timezone.now()
    yield _text("READ-ME.txt", READ_ME.format(day=f"{day:%-d %B %Y}", until=f"{end:%-d %B %Y}"))
    yield _text("decisions.txt", telling.decisions(person))
    yield _text("agreements.txt", telling.agreements(person))
    yield _text("who-looked.txt", telling.lookers(person))
    for eraser in ERASERS:
        yield from eraser.export(person)


def fetch(export: Export, *, actor: User) -> Iterator[bytes]:
    """The archive, piece by piece, its seal opened in memory. Raises ExportRefusedError."""
    if not permissions.can_take_out(actor, export.person):
        raise ExportRefusedError("Only the person themselves can fetch it.")
    if not export.ready(timezone.now()):
        raise ExportRefusedError("This archive is not there any more. Ask for a new one.")
    with transaction.atomic():
        Export.objects.filter(pk=export.pk).update(fetched=F("fetched") + 1)
        person = export.person
        record(Verb.EXPORT_FETCHED, person, organisation=person.organisation, actor=actor, data={"export": export.pk})
    return sealed_files.stream(export.file)


def _text(path: str, text: str) -> Entry:
    return Entry(path, [text.encode()])
