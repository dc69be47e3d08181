"""What the public page says of a published picture: plain values, and a name only where its owner agreed."""

from dataclasses import dataclass
from datetime import datetime

from policies import disclosure
from policies.disclosure import PictureClass
from portraits.models import Publication, Rendition
from portraits.provenance.source_types import SourceType


@dataclass(frozen=True, slots=True)
class Record:
    """`current`: it is shown now. `ended_at`: it was, until then. `newer`: another picture stands in its place."""

    organisation: str
    title: str
    sentence: str
    generated: bool
    since: datetime
    current: bool
    ended_at: datetime | None
    newer: bool
    name: str
    public_id: str
    has_credentials: bool


def record(row: Rendition) -> Record:
    """Of a rendition that was published at some time."""
    places = list(row.publications.filter(published_at__isnull=False).order_by("published_at"))
    ended = [each.ended_at for each in places if each.ended_at]
    current = len(ended) < len(places)
    person, kind = row.person, SourceType.parse(row.source_type)
    return Record(
        organisation=person.organisation.name,
        title=kind.title,
        sentence=kind.sentence,
        generated=disclosure.class_of(kind.code) in (PictureClass.GENERATED, PictureClass.MODIFIED),
        since=min(each.published_at for each in places if each.published_at),
        current=current,
        ended_at=None if current else max(ended),
        newer=not current and _another_is_shown(row),
        name=person.name if person.named_publicly and person.erased_at is None else "",
        public_id=str(row.public_id),
        has_credentials=bool(row.manifest),
    )


def _another_is_shown(row: Rendition) -> bool:
    shown = Publication.objects.filter(person=row.person, placement=row.placement)
    return shown.filter(published_at__isnull=False, ended_at=None).exists()
