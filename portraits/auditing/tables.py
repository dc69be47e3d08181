"""The files of a pack, one generator each: ids, digests, verbs and dates; no name, no e-mail address, no picture."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from django.db.models import Q, QuerySet

from accounts import anchoring
from accounts.chain import REDACTED
from accounts.models import AuditEvent, Organisation
from policies.models import Assessment, Release, RuleVersion
from portraits.agreements import consenting
from portraits.models import Publication, Rendition

Row = dict[str, Any]
CHUNK: Final = 2000
# Evidence of the visible label; its words are the organisation's, not a person's.
RENDITION: Final = (
    "id", "portrait", "placement", "anchor", "assessment", "sha256", "mime", "width", "height", "size", "source_type",
    "label", "credentials", "created_at",
)  # fmt: skip
RULE: Final = (
    "id", "organisation", "rule_id", "version", "layer", "title", "body", "digest", "effective_from",
    "effective_until", "closed_at", "status", "source", "confidence", "last_verified", "loaded_at",
    "written_by", "confirmed_by",
)  # fmt: skip
ASSESSMENT: Final = ("id", "person", "placement", "image_digest", "on", "decision", "rule_set", "created_at")
PUBLICATION: Final = (
    "id", "portrait", "person", "placement", "rendition", "channel", "published_at", "read_back_at", "ended_at",
)  # fmt: skip
RELEASE: Final = (
    "id", "person", "notice", "purpose", "placement", "groups", "alterations", "territory", "starts_on", "ends_on",
    "given_at", "text_digest", "withdrawn_at", "withdrawn_why",
)  # fmt: skip


def events(organisation: Organisation, *, details: bool) -> Iterator[Row]:
    """Every event as the chain sees it. Redactions keep their details: they name numbers only."""
    for event in AuditEvent.objects.filter(organisation=organisation).order_by("number").iterator(chunk_size=CHUNK):
        row = asdict(event.as_link())
        yield row if details or event.verb == REDACTED else {**row, "details": None}


def anchors(organisation: Organisation) -> Iterator[Row]:
    return (asdict(each) for each in anchoring.of(organisation))


def rules(organisation: Organisation) -> Iterator[Row]:
    """Every version of every rule that binds or ever bound the organisation, word for word."""
    rows = RuleVersion.objects.filter(Q(organisation=None) | Q(organisation=organisation))
    return _columns(rows.order_by("pk"), RULE)


def assessments(organisation: Organisation) -> Iterator[Row]:
    return _columns(Assessment.objects.filter(organisation=organisation).order_by("pk"), ASSESSMENT)


def renditions(organisation: Organisation) -> Iterator[Row]:
    rows = Rendition.objects.filter(portrait__person__organisation=organisation)
    return _columns(rows.order_by("pk"), RENDITION)


def publications(organisation: Organisation) -> Iterator[Row]:
    return _columns(Publication.objects.filter(person__organisation=organisation).order_by("pk"), PUBLICATION)


def releases(organisation: Organisation) -> Iterator[Row]:
    """Agreements by id, without the name that was typed: the digest of the words, what was allowed, from when to when.

    `in_files` is the id by which published files name the release.
    """
    rows = _columns(Release.objects.filter(person__organisation=organisation).order_by("pk"), RELEASE)
    return ({**row, "in_files": consenting.opaque_id(row["id"])} for row in rows)


def _columns(rows: QuerySet[Any], names: tuple[str, ...]) -> Iterator[Row]:
    return (dict(row) for row in rows.values(*names).iterator(chunk_size=CHUNK))
