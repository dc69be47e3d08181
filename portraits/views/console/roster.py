"""Everybody with what stands about them, in one query: what is shown, how old, what the last selfie said, what is open."""

from datetime import date, timedelta

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.models import Organisation, Person
from policies.spans import add_months
from portraits import clocks
from portraits.drift import Decision
from portraits.models import DriftCheck, IdentityAlert, Portrait
from portraits.provenance.source_types import SourceType
from portraits.states import State

SOON = timedelta(days=30)
CAPTURES = [kind.code for kind in SourceType if kind.is_capture]
OF_PERSON = {"person": OuterRef("pk")}


def roster(organisation: Organisation, on: date) -> QuerySet[Person]:
    """The people of an organisation who have not left, annotated for a day; `portraits.views.console.rows` reads one.

    `standing` splits them without overlap: none, overdue, due (within 30 days), current. `changed_beside`: an older portrait
    that is still shown somewhere no longer looks like them.
    """
    shown = Portrait.objects.filter(**OF_PERSON, state=State.PUBLISHED).order_by("-pk")
    check = DriftCheck.objects.filter(portrait=OuterRef("shown_id")).order_by("-pk")
    older = Portrait.objects.filter(**OF_PERSON, state=State.PUBLISHED, pk__lt=OuterRef("shown_id"))
    waiting = Portrait.objects.filter(**OF_PERSON, state=State.IN_REVIEW).order_by("pk")
    alert = IdentityAlert.objects.filter(**OF_PERSON, resolved_at=None).order_by("pk")
    people = Person.objects.here(on).filter(organisation=organisation, erased_at=None)
    return people.annotate(
        shown_id=Subquery(shown.values("pk")[:1]),
        shown_origin=Subquery(shown.values("origin")[:1]),
        shown_depicts=Subquery(shown.values("depicts_as_of")[:1]),
        shown_sooner=Subquery(shown.values("due_sooner")[:1]),
        shown_simulated=Subquery(shown.values("simulated")[:1]),
        waiting_id=Subquery(waiting.values("pk")[:1]),
        alert_id=Subquery(alert.values("pk")[:1]),
    ).annotate(
        standing=_standing(on),
        decision=Coalesce(Subquery(check.values("decision")[:1]), Value("")),
        checked_on=Subquery(check.values("on")[:1]),
        kinds=Subquery(check.values("kinds")[:1]),
        changed_beside=Exists(older.annotate(said=Subquery(_newest_decision())).filter(said=Decision.DRIFT)),
    )


def _newest_decision() -> QuerySet[DriftCheck, str]:
    return DriftCheck.objects.filter(portrait=OuterRef("pk")).order_by("-pk").values_list("decision", flat=True)[:1]


DRIFTED = Q(decision=Decision.DRIFT) | Q(changed_beside=True)
WAITING = Q(waiting_id__isnull=False)
ALERTED = Q(alert_id__isnull=False)


def _standing(on: date) -> Case:
    """The same answer as `portraits.clocks.read`, asked of the database."""
    soon = on + SOON
    due = _older_than("due_months", soon) | Q(shown_sooner__lte=soon) | Q(shown_depicts=None)
    return Case(
        When(shown_id=None, then=Value("none")),
        When(_older_than("overdue_months", on), then=Value("overdue")),
        When(due, then=Value("due")),
        default=Value("current"),
    )


def _older_than(limit: str, on: date) -> Q:
    real = Q(shown_origin__in=CAPTURES, shown_depicts__lte=latest_start(getattr(clocks.REAL_CLOCK, limit), on))
    made = ~Q(shown_origin__in=CAPTURES) & Q(shown_depicts__lte=latest_start(getattr(clocks.AI_CLOCK, limit), on))
    return real | made


def latest_start(months: int, on: date) -> date:
    """The latest day from which `months` have passed on `on`: short months let several days end together."""
    day = add_months(on, -months)
    while add_months(day + timedelta(days=1), months) <= on:
        day += timedelta(days=1)
    return day
