"""Which of a person's things somebody sees: drafts and what was never handed in are the person's alone (R63)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import permissions
from accounts.models import Person, User
from portraits.models import Portrait, Transition
from portraits.states import State


def open_to(user: User, thing: permissions.OfAPerson) -> bool:
    return permissions.can_see_person(user, thing.person)


def portrait_open_to(user: User, portrait: Portrait) -> bool:
    if permissions.can_see_drafts(user, portrait):
        return True
    if portrait.state == State.PUBLISHED and permissions.can_see_shown(user, portrait):
        return True
    return open_to(user, portrait) and handed_in(Portrait.objects.filter(pk=portrait.pk)).exists()


def portraits_of(person: Person, user: User) -> QuerySet[Portrait]:
    """The person's portraits that this user may see, newest first."""
    rows = Portrait.objects.filter(person=person)
    return rows if person.user_id == user.pk else handed_in(rows)


def handed_in(rows: QuerySet[Portrait]) -> QuerySet[Portrait]:
    """Those that somebody else was ever asked to look at."""
    asked = Transition.objects.filter(portrait=OuterRef("pk"), target=State.IN_REVIEW)
    private = Q(state=State.DRAFT) | (Q(state__in=[State.WITHDRAWN, State.ERASED]) & ~Exists(asked))
    return rows.exclude(private)
