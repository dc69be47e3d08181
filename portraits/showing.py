"""What the world sees of a person, and taking it away again."""

from django.db import transaction
from django.utils import timezone

from accounts.audit import Verb, record
from accounts.models import Person, User
from portraits import rule_tasks
from portraits.distribution import channel
from portraits.models import Publication


def live(person: Person) -> list[Publication]:
    """What is shown of a person now, one row a placement."""
    rows = Publication.objects.filter(person=person, published_at__isnull=False, ended_at=None)
    return list(rows.select_related("portrait", "rendition", "rendition__assessment").order_by("placement"))


def end(publication: Publication, *, why: str, actor: User | None) -> None:
    """Take one publication away: off the channel, and kept in the record with the reason."""
    if not publication.live:
        return
    with transaction.atomic():
        close(publication, why=why, actor=actor)
        channel(publication.channel).remove(publication.address)


def close(publication: Publication, *, why: str, actor: User | None) -> None:
    """Mark a publication ended; what is on its channel is the caller's business."""
    publication.ended_at, publication.ended_why = timezone.now(), why
    publication.save(update_fields=["ended_at", "ended_why"])
    record(
        Verb.PUBLICATION_ENDED,
        publication,
        organisation=publication.person.organisation,
        actor=actor,
        reason=why,
        data={"placement": publication.placement},
    )
    rule_tasks.ended(publication, why=why, actor=actor)
