"""Asking for an erasure: refused by name while a legal hold stands, once a person otherwise."""

import secrets

from django.db import transaction

from accounts.audit import Verb, record
from accounts.models import Person, User
from generation import jobs
from portraits.erasing import holds
from portraits.models import Erasure


class ErasureRefusedError(ValueError):
    """Nothing is erased; the sentence says why."""


def ask(person: Person, *, why: Erasure.Why, actor: User | None) -> Erasure:
    """Queue the erasure of a person, or answer the one that is on its way. Raises ErasureRefusedError."""
    from portraits.tasks import erase

    with transaction.atomic():
        person = Person.objects.select_for_update().select_related("organisation").get(pk=person.pk)
        if stopped := holds.sentence(person):
            raise ErasureRefusedError(stopped)
        before = Erasure.objects.filter(person=person).exclude(job_state=jobs.JobState.FAILED).first()
        if before is not None:
            return before
        row = Erasure.objects.create(person=person, why=why, asked_by=actor, salt=secrets.token_hex(32))
        record(Verb.ERASURE_ASKED, row, organisation=person.organisation, actor=actor, data={"why": why.value})
        jobs.announce(erase, row.pk)
    return row
