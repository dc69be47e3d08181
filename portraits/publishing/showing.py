"""What the world sees of a person, and taking it away again until every channel is proven clean."""

import hashlib
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.audit import Verb, record
from accounts.models import Person, User
from generation.jobs import JobState
from portraits import lifecycle
from portraits.distribution import ChannelError, channel
from portraits.models import Portrait, Publication
from portraits.rulings import rule_tasks

STILL_THERE = "It is still shown there: it is taken away again."
SOONEST, LATEST = timedelta(seconds=10), timedelta(hours=1)


def live(person: Person) -> list[Publication]:
    """What is shown of a person now, one row a placement."""
    rows = Publication.objects.filter(person=person, published_at__isnull=False, ended_at=None)
    return list(rows.select_related("portrait", "rendition", "rendition__assessment").order_by("placement"))


def end(publication: Publication, *, why: str, actor: User | None) -> None:
    """Take one publication away: off the channel, kept in the record with the reason; its portrait's state follows."""
    if not publication.live:
        return
    with transaction.atomic():
        close(publication, why=why, actor=actor)
        lifecycle.follow(publication.portrait, why=why, actor=actor)


def take_down(portrait: Portrait, *, why: str, actor: User | None) -> int:
    """End everything that is shown of a portrait; how much it was. Its state is the caller's business."""
    rows = portrait.publications.filter(published_at__isnull=False, ended_at=None)
    shown = list(rows.select_related("person__organisation"))
    for publication in shown:
        close(publication, why=why, actor=actor)
    return len(shown)


def close(publication: Publication, *, why: str, actor: User | None) -> None:
    """Mark a publication ended; once that is committed, its channel is cleared."""
    publication.ended_at = publication.clear_after = timezone.now()
    publication.ended_why = why
    publication.save(update_fields=["ended_at", "ended_why", "clear_after"])
    record(
        Verb.PUBLICATION_ENDED,
        publication,
        organisation=publication.person.organisation,
        actor=actor,
        reason=why,
        data={"placement": publication.placement},
    )
    rule_tasks.ended(publication, why=why, actor=actor)
    transaction.on_commit(partial(clear, publication.pk), robust=True)


def clear(publication_id: int) -> bool:
    """Take the file of an ended publication off its channel and read back that it is gone; whether it is.

    What cannot be cleared now is tried again by the sweep, ever less often, until it is.
    """
    row = Publication.objects.select_related("rendition", "person__organisation").get(pk=publication_id)
    if row.ended_at is None or row.cleared_at is not None:
        return row.cleared_at is not None
    problem = _problem(row)
    now = timezone.now()
    row.problem = row.problem if row.job_state == JobState.FAILED else problem
    row.cleared_at = None if problem else now
    row.clear_after = now + min(max(now - row.ended_at, SOONEST), LATEST) if problem else None
    row.save(update_fields=["problem", "cleared_at", "clear_after"])
    if not problem:
        seconds = round((now - row.ended_at).total_seconds())
        data = {"placement": row.placement, "seconds": seconds}
        record(Verb.PUBLICATION_CLEARED, row, organisation=row.person.organisation, data=data)
    return not problem


def uncleared() -> list[int]:
    """Ended publications whose channel has to be cleared now."""
    rows = Publication.objects.filter(cleared_at=None, clear_after__lte=timezone.now())
    return list(rows.order_by("clear_after").values_list("pk", flat=True)[:100])


def _problem(row: Publication) -> str:
    """Remove the file unless another one took its address, and look; empty when nothing of it is there."""
    way, taken = channel(row.channel), _digest_at(row)
    try:
        if taken is None:
            way.remove(row.address)
        shown = way.read_back(row.address)
    except ChannelError as fault:
        return str(fault)
    own = row.rendition.sha256 if row.rendition else ""
    if shown is None or own == taken or hashlib.sha256(shown).hexdigest() != own:
        return ""
    return STILL_THERE


def _digest_at(row: Publication) -> str | None:
    """The digest of the live file that took over the address, or None."""
    others = Publication.objects.filter(channel=row.channel, address=row.address, ended_at=None)
    other = others.exclude(published_at=None).exclude(pk=row.pk).select_related("rendition").first()
    return other.rendition.sha256 if other and other.rendition else None
