"""Finding events: by what was done, to what, from and until which day."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from accounts.audit import Verb
from accounts.models import AuditEvent
from portraits.forms.days import DayInput
from portraits.views import words


class RecordFilter(django_filters.FilterSet):  # type: ignore[misc]
    verb = django_filters.ChoiceFilter(
        label="What", choices=sorted((verb.value, words.verb(verb.value)) for verb in Verb), empty_label="Anything"
    )
    subject = django_filters.CharFilter(label="To what, as in portrait:12", method="by_subject")
    since = django_filters.DateFilter(label="From", field_name="at", lookup_expr="date__gte", widget=DayInput())
    until = django_filters.DateFilter(label="Until", field_name="at", lookup_expr="date__lte", widget=DayInput())

    class Meta:
        model = AuditEvent
        fields: list[str] = []

    def by_subject(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Exactly that row, or every row of a kind: person:1 is not person:12."""
        text = text.strip().lower()
        return rows.filter(subject=text) if ":" in text else rows.filter(subject__startswith=f"{text}:")
