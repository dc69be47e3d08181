"""Finding people: by words, department, freshness, what the last selfie said, what waits."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from accounts.models import Person
from portraits.views.console import roster

FRESHNESS = [
    ("current", "In time"),
    ("due", "Due now or soon"),
    ("overdue", "Too old"),
    ("none", "No portrait"),
]
SEEN = [
    ("drift", "Change confirmed"),
    ("watch", "Something changed"),
    ("consistent", "Looks like the portrait"),
    ("unchecked", "Not compared yet"),
]
MOST_WORDS = 8  # a longer search is a mistake, and a database reads only so many conditions
OPEN = [("review", "Waiting for review"), ("alert", "Identity alert")]


class PeopleFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(label="Name, title or department", method="by_words")
    freshness = django_filters.ChoiceFilter(
        label="Portrait", choices=FRESHNESS, method="by_freshness", empty_label="Any age"
    )
    seen = django_filters.ChoiceFilter(label="Last selfie", choices=SEEN, method="by_check", empty_label="Any")
    open = django_filters.ChoiceFilter(label="Open", choices=OPEN, method="by_open", empty_label="Anything")

    class Meta:
        model = Person
        fields: list[str] = []

    def by_words(self, people: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        for word in text.split()[:MOST_WORDS]:
            people = people.filter(Q(name__icontains=word) | Q(title__icontains=word) | Q(department__icontains=word))
        return people

    def by_freshness(self, people: QuerySet[Any], _name: str, wanted: str) -> QuerySet[Any]:
        return people.filter(standing=wanted)

    def by_check(self, people: QuerySet[Any], _name: str, wanted: str) -> QuerySet[Any]:
        if wanted == "unchecked":
            return people.filter(decision="").exclude(standing="none")
        return people.filter(roster.DRIFTED if wanted == "drift" else Q(decision=wanted))

    def by_open(self, people: QuerySet[Any], _name: str, wanted: str) -> QuerySet[Any]:
        return people.filter(roster.WAITING if wanted == "review" else roster.ALERTED)
