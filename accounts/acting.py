"""In which of their organisations somebody acts: one at a time, so that no page ever mixes two."""

from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import permissions
from accounts.models import Organisation, User

CHOSEN = "organisation"
BOUND = "organisation_bound"  # signed in by one organisation's own sign-in: good for that one alone
NOWHERE = 0  # no organisation has this key


def narrow(request: HttpRequest) -> None:
    """Let the user of this request do nothing outside the organisation they act in; the first one until they choose."""
    user = cast("User", request.user)
    places = permissions.places(user)
    request.places = places  # type: ignore[attr-defined]
    chosen = request.session.get(CHOSEN)
    if chosen not in places:
        chosen = NOWHERE if is_bound(request) or not places else places[0]
    permissions.act_in(user, chosen)


def organisations_of(request: HttpRequest) -> QuerySet[Organisation]:
    """Where the user of a narrowed request could act: the one they are bound to, or all of theirs."""
    held: list[int] = [request.session[CHOSEN]] if is_bound(request) else getattr(request, "places", [])
    return Organisation.objects.filter(pk__in=held).order_by("name", "pk")


def has_several(request: HttpRequest) -> bool:
    return not is_bound(request) and len(getattr(request, "places", [])) > 1


def place(request: HttpRequest) -> Organisation | None:
    chosen: int = getattr(request.user, "_acting_in", None) or NOWHERE
    return Organisation.objects.filter(pk=chosen).first()


def choose(request: HttpRequest, organisation: Organisation) -> None:
    request.session[CHOSEN] = organisation.pk
    permissions.act_in(cast("User", request.user), organisation.pk)


def bind(request: HttpRequest, organisation: Organisation) -> None:
    """What one organisation's own sign-in vouches for holds there and nowhere else, for the whole session."""
    request.session[CHOSEN] = organisation.pk
    request.session[BOUND] = True


def is_bound(request: HttpRequest) -> bool:
    return bool(request.session.get(BOUND))
