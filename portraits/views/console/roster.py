"""Everybody with what stands about them, in one query: what is shown, how old, what the last selfie said, what is open."""

from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Subquery
from django.db.models.expressions import OuterRef

from accounts.models import Organisation, Person
from portraits import clocks
from portraits.drift import Decision
from portraits.models import DriftCheck, IdentityAlert, Portrait
from portraits.provenance.source_types import SourceType
from portraits.states import State

SOON = timedelta(days=30)
CAPTURES = [kind.code for kind in SourceType if kind.is_capture]
OF_PERSON = {"person": OuterRef("pk")}


def roster(organisation: Organisation) -> QuerySet[Person]:
    """The people of an organisation who have not left, annotated; see `portraits.views.console.rows` for reading one."""
    shown = Portrait.objects.filter(**OF_PERSON, state=State.PUBLISHED).order_by("-pk")
    check = DriftCheck.objects.filter(portrait=OuterRef("shown_id")).order_by("-on", "-pk")
    waiting = Portrait.objects.filter(**OF_PERSON, state=State.IN_REVIEW).order_by("pk")
    alert = IdentityAlert.objects.filter(**OF_PERSON, resolved_at=None).order_by("pk")
    people = Person.objects.filter(organisation=organisation, left_on=None)
    return people.annotate(
        shown_id=Subquery(shown.values("pk")[:1]),
        shown_origin=Subquery(shown.values("origin")[:1]),
        shown_depicts=Subquery(shown.values("depicts_as_of")[:1]),
        shown_sooner=Subquery(shown.values("due_sooner")[:1]),
        shown_simulated=Subquery(shown.values("simulated")[:1]),
        waiting_id=Subquery(waiting.values("pk")[:1]),
        alert_id=Subquery(alert.values("pk")[:1]),
    ).annotate(
        decision=Subquery(check.values("decision")[:1]),
        checked_on=Subquery(check.values("on")[:1]),
        kinds=Subquery(check.values("kinds")[:1]),
    )


SHOWN = Q(shown_id__isnull=False)
DRIFTED = Q(decision=Decision.DRIFT)
WAITING = Q(waiting_id__isnull=False)
ALERTED = Q(alert_id__isnull=False)


def due(on: date) -> Q:
    """Due by that day, overdue included; the same answer as `portraits.clocks.read`, asked of the database."""
    return SHOWN & (_older_than("due_months", on) | Q(shown_sooner__lte=on) | Q(shown_depicts=None))


def overdue(on: date) -> Q:
    return SHOWN & _older_than("overdue_months", on)


def counts(organisation: Organisation, on: date) -> dict[str, int]:
    """The figures of the overview, in one query."""
    late, soon = overdue(on), due(on + SOON)
    fresh = SHOWN & ~soon
    return roster(organisation).aggregate(
        people=Count("pk"),
        shown=Count("pk", filter=SHOWN),
        alike=Count("pk", filter=SHOWN & ~late & ~(SHOWN & DRIFTED) & ~ALERTED),
        current=Count("pk", filter=fresh),
        due=Count("pk", filter=soon & ~late),
        overdue=Count("pk", filter=late),
        drifted=Count("pk", filter=DRIFTED),
        waiting=Count("pk", filter=WAITING),
        alerts=Count("pk", filter=ALERTED),
    )


def _older_than(limit: str, on: date) -> Q:
    real = Q(shown_origin__in=CAPTURES, shown_depicts__lte=latest_start(getattr(clocks.REAL_CLOCK, limit), on))
    made = ~Q(shown_origin__in=CAPTURES) & Q(shown_depicts__lte=latest_start(getattr(clocks.AI_CLOCK, limit), on))
    return real | made


def latest_start(months: int, on: date) -> date:
    """The latest day from which `months` have passed on `on`: short months let several days end together."""
    day = clocks.add_months(on, -months)
    while clocks.add_months(day + timedelta(days=1), months) <= on:
        day += timedelta(days=1)
    return day
