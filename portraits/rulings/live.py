"""What is shown now, as the rules look at it: streamed, with everything a verdict needs in two queries a thousand rows."""

import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Max, QuerySet, TextField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import Organisation
from generation.jobs import JobState
from policies import kinds, placements, standing
from policies.facts import Facts
from policies.placements import Placement
from policies.standing import Standing
from policies.vocabulary import Companion as Beside
from portraits import clocks
from portraits.models import Companion, Photo, Publication
from portraits.provenance.source_types import SourceType

BATCH = 1000
NOTHING: frozenset[str] = frozenset()
CAPTURES = [kind.code for kind in SourceType if kind.is_capture]
FIELDS = (
    "pk",
    "person_id",
    "person__department",
    "person__region",
    "placement",
    "portrait__origin",
    "portrait__depicts_as_of",
    "portrait__candidate__polish",
    "rendition__assessment__decision",
    "duties",
    "texture",
    "portrait__candidate__backdrop",
)


@dataclass(frozen=True, slots=True)
class Live:
    """One live publication. `published` is what its kept assessment asked of it when its file was made."""

    publication_id: int
    person_id: int
    department: str
    placement: Placement
    facts: Facts
    published: Standing


def live(
    organisation: Organisation, on: date, *, only: QuerySet[Any, Any] | Iterable[int] | None = None
) -> Iterator[Live]:
    """Everything an organisation shows, in the order of ids, a batch in memory; or `only` some, by ids or a query of ids."""
    rows = Publication.objects.filter(person__organisation=organisation, published_at__isnull=False, ended_at=None)
    rows = rows if only is None else rows.filter(pk__in=only)
    # Ids first, eight bytes each, then batches by id alone: with any other condition SQLite walks all people for a batch.
    ids = array("q", rows.order_by("pk").values_list("pk", flat=True).iterator())
    # As text: what assessments demand repeats, so each text is read once.
    read = Publication.objects.annotate(
        duties=Cast("rendition__assessment__duties", TextField()),
        texture=KeyTransform("texture", "rendition__assessment__facts"),
    )
    read = read.order_by("pk")
    for start in range(0, len(ids), BATCH):
        batch = list(read.filter(pk__in=ids[start : start + BATCH]).values_list(*FIELDS))
        people = {row[1] for row in batch}
        real, written = with_current_real_photo(people, on), beside(people)
        yield from (_live(row, organisation, on, real=real, written=written) for row in batch)


def with_current_real_photo(person_ids: Iterable[int], on: date) -> set[int]:
    """Those people of whom a real photo is on file that the real clock does not call overdue."""
    newest = _real_photos().filter(person_id__in=person_ids).values_list("person_id").annotate(Max("captured_at"))
    return {
        person_id
        for person_id, at in newest.order_by()
        if clocks.read(clocks.REAL_CLOCK, timezone.localdate(at), on).freshness is not clocks.Freshness.OVERDUE
    }


def beside(person_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """What each of these people wrote beside their picture, as the rules name it; nothing for those who wrote nothing."""
    rows = Companion.objects.filter(person_id__in=person_ids).values_list("person_id", "bio", "links")
    return {
        person_id: frozenset(
            item.value for item, said in ((Beside.BIO, bio.strip()), (Beside.WORK_LINK, links)) if said
        )
        for person_id, bio, links in rows
    }


def _real_photos() -> QuerySet[Photo]:
    """Measured photos of the person they were added for: those a render may be held against."""
    rows = Photo.objects.filter(job_state=JobState.DONE, same_as=None, origin__in=CAPTURES)
    return rows.exclude(likeness__band__in=["ask", "other"])


def _live(
    row: tuple[Any, ...], organisation: Organisation, on: date, *, real: set[int], written: dict[int, frozenset[str]]
) -> Live:
    pk, person_id, department, region, key, origin, depicts, polish, decision, duties, texture, backdrop = row
    placement = placements.get(key)
    facts = Facts(
        kind=kinds.of_source_type(origin),
        jurisdictions=frozenset([*organisation.jurisdictions, *([region] if region else [])]),
        audience=placement.audience,
        sector=placement.sector or organisation.sector,
        depicts_age_days=(on - depicts).days if depicts else None,
        has_current_real_photo=person_id in real,
        polish=polish,
        companions=written.get(person_id, NOTHING),
        texture=texture,
        backdrop=backdrop or None,
    )
    return Live(pk, person_id, department, placement, facts, _published(decision or "allow", duties or "[]"))


@lru_cache(maxsize=4096)
def _published(decision: str, duties: str) -> Standing:
    return standing.of_json(decision, json.loads(duties))
