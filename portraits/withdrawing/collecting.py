"""Everything of a person that is there because of an agreement, as the cascade's table names it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from accounts.models import Person
from generation import jobs
from generation.adjusting import as_asked
from generation.models import Candidate, Run, Template
from policies import kinds, placements
from policies.cascade import Kind, Thing
from policies.consent import GROUPS, Purpose, Use
from portraits.agreements import consenting
from portraits.models import Baseline, DriftCheck, Export, IdentityAlert, Photo, Portrait, Publication
from portraits.states import OPEN
from portraits.withdrawing import figures


@dataclass(frozen=True, slots=True)
class Found:
    """A thing and its row. `origin` is the digital source type of the picture it is about, where it is about one."""

    thing: Thing
    row: Model
    origin: str = ""

    def use(self, purpose: Purpose) -> Use:
        """What it needs of an agreement to this purpose."""
        if purpose is Purpose.PUBLICATION and isinstance(self.row, Publication):
            return consenting.placement_use(self.row.portrait, placements.get(self.row.placement))
        if purpose is Purpose.AI and isinstance(self.row, Run):
            return consenting.render_uses(as_asked(self.row))[1]
        group = GROUPS[kinds.of_source_type(self.origin)] if purpose is Purpose.AI and self.origin else None
        return Use(purpose, group=group)


def collect(person: Person) -> list[Found]:
    return [
        *_work(person),
        *_shown(person),
        *_measured(person),
        *_compared(person),
        *_handed_over(person),
        *_made(person),
    ]


def _work(person: Person) -> Iterator[Found]:
    for run in Run.objects.filter(person=person, job_state__in=jobs.OPEN):
        yield Found(Thing(Kind.RUN, run.pk, compared=run.compare), run)


def _shown(person: Person) -> Iterator[Found]:
    live = Q(published_at__isnull=False, ended_at=None)
    rows = Publication.objects.filter(live | Q(job_state__in=jobs.OPEN), person=person)
    for row in rows.select_related("portrait__person__organisation", "rendition", "person__organisation"):
        software = _software(row.portrait.origin)
        yield Found(Thing(Kind.PUBLICATION, row.pk, row.placement, software=software), row, row.portrait.origin)
    for portrait in Portrait.objects.filter(person=person, state__in=OPEN):
        yield Found(Thing(Kind.PORTRAIT, portrait.pk, software=_software(portrait.origin)), portrait, portrait.origin)


def _measured(person: Person) -> Iterator[Found]:
    for check in DriftCheck.objects.filter(person=person).exclude(difference=""):
        yield Found(Thing(Kind.MAP, check.pk), check)
    for baseline in Baseline.objects.filter(portrait__person=person):
        yield Found(Thing(Kind.BASELINE, baseline.pk), baseline)
    for photo in Photo.objects.filter(person=person):
        without: tuple[Any, ...] = ({}, figures.likeness(photo.likeness), figures.gates(photo.gates))
        if (photo.appearance, photo.likeness, photo.gates) != without:
            yield Found(Thing(Kind.MEASUREMENT, photo.pk), photo)


def _compared(person: Person) -> Iterator[Found]:
    """Rows that stay, with distances in them that do not."""
    for check in DriftCheck.objects.filter(person=person):
        if (check.distance, check.statistics, check.signals) != (None, {}, figures.signals(check.signals)):
            yield Found(Thing(Kind.CHECK, check.pk), check)
    for alert in IdentityAlert.objects.filter(person=person):
        if alert.likeness != figures.likeness(alert.likeness):
            yield Found(Thing(Kind.ALERT, alert.pk), alert)
    for candidate in Candidate.objects.filter(run__person=person):
        if candidate.gates != figures.gates(candidate.gates):
            yield Found(Thing(Kind.CLOSENESS, candidate.pk, software=True), candidate, candidate.origin)


def _handed_over(person: Person) -> Iterator[Found]:
    for export in Export.objects.filter(Q(job_state__in=jobs.OPEN) | ~Q(file=""), person=person):
        yield Found(Thing(Kind.ARCHIVE, export.pk), export)


def _made(person: Person) -> Iterator[Found]:
    candidates = {row.sha256: row for row in Candidate.objects.filter(run__person=person)}
    for template in Template.objects.filter(person=person):
        made = candidates.get(template.sha256)
        yield Found(Thing(Kind.TEMPLATE, template.pk, software=made is not None), template, made.origin if made else "")
    for candidate in Candidate.objects.filter(run__person=person, portraits=None):
        yield Found(Thing(Kind.CANDIDATE, candidate.pk, software=True), candidate, candidate.origin)


def _software(origin: str) -> bool:
    return kinds.of_source_type(origin) in kinds.SOFTWARE_MADE
