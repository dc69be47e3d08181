"""From one encoder to another: templates of both are kept beside each other until the limits of the new one are in use.

Nobody is asked for new pictures, and nothing stops meanwhile: what judges recalls the templates of the encoder that its
limits were measured with, and the new ones only wait. Limits that came into use too early find pictures without a template
of theirs: those are judged by the limits and templates of before (`encoding.verdict`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Person
from accounts.vault import SealBrokenError
from generation import faces, picture_files, templates
from generation.models import Candidate, Template
from portraits import thresholds
from portraits.agreements import consenting
from portraits.models import Photo, Portrait

STEP: Final = 200  # templates looked up at once


class RetirementRefusedError(ValueError):
    """An encoder is still needed; the sentence says by what."""


class Outcome(StrEnum):
    MADE = "made"
    NO_FILE = "no_file"
    NO_FACE = "no_face"
    NOT_AGREED = "not_agreed"


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one template."""

    template: int
    outcome: Outcome


def waiting(name: str) -> QuerySet[Template]:
    """One template of each picture that has some but none by this encoder yet, whichever limits are in use by now."""
    same = Template.objects.filter(person=OuterRef("person"), sha256=OuterRef("sha256"))
    first = ~Exists(same.exclude(encoder=name).filter(pk__lt=OuterRef("pk")))
    return Template.objects.exclude(encoder=name).filter(first, ~Exists(same.filter(encoder=name)))


def migrate(name: str) -> Iterator[Step]:
    """Make what is missing, one picture after the other; each is kept at once, so that a killed run goes on there.

    Raises ValueError for an unknown encoder, and the errors of its weights.
    """
    if name not in faces.ENCODERS:
        raise ValueError(f"There is no encoder {name}. There are: {', '.join(faces.ENCODERS)}.")
    after = 0
    while step := list(waiting(name).filter(pk__gt=after).select_related("person").order_by("pk")[:STEP]):
        for row in step:
            yield Step(row.pk, _made(row, name))
        after = step[-1].pk


def retire(name: str) -> int:
    """Destroy the templates of an encoder that nothing judges by any more; how many there were.

    Raises RetirementRefusedError while limits in use were measured with it, or while pictures have no other template.
    """
    users = [limits for limits, encoder in thresholds.encoders().items() if encoder == name]
    if users:
        raise RetirementRefusedError(f"The limits of {' and '.join(users)} were measured with {name}: it is in use.")
    now = Template.objects.filter(
        person=OuterRef("person"), sha256=OuterRef("sha256"), encoder=thresholds.identity().encoder
    )
    alone = Template.objects.filter(encoder=name).exclude(Exists(now)).count()
    if alone:
        raise RetirementRefusedError(f"{alone} pictures have a template by {name} only: migrate them first.")
    return Template.objects.filter(encoder=name).delete()[0]


def _made(row: Template, name: str) -> Outcome:
    if not consenting.may_compare(row.person):
        return Outcome.NOT_AGREED
    file = _file_of(row.person, row.sha256)
    try:
        picture = picture_files.load(file) if file else None
    except (FileNotFoundError, SealBrokenError):
        picture = None
    if picture is None:
        return Outcome.NO_FILE
    try:
        template = faces.encode_as(name, picture, faces.subject(picture))
    except faces.FaceError as problem:
        if problem.code.startswith("weights"):
            raise
        return Outcome.NO_FACE
    with transaction.atomic():
        consenting.hold(row.person)
        if not consenting.may_compare(row.person):  # taken back while this worker compared
            return Outcome.NOT_AGREED
        templates.keep(row.person, row.sha256, template)
    return Outcome.MADE


def _file_of(person: Person, sha256: str) -> str:
    """The file of a picture by its digest; empty when no row knows it, as after `compute, compare, discard`."""
    owned = (
        Photo.objects.filter(person=person, sha256=sha256),
        Portrait.objects.filter(person=person, sha256=sha256),
        Candidate.objects.filter(run__person=person, sha256=sha256),
    )
    return next((name for rows in owned for name in rows.values_list("image", flat=True) if name), "")
