"""In which of their organisations somebody acts: one at a time, so that no page ever mixes two."""

from django.http import HttpRequest

from accounts import permissions
from accounts.models import Organisation, User

CHOSEN = "organisation"
BOUND = "organisation_bound"  # signed in by one organisation's own sign-in: good for that one alone
NOWHERE = 0  # no organisation has this key


def narrow(request: HttpRequest, user: User) -> None:
    """Let the user of this request do nothing outside the organisation they act in; the first one until they choose."""
    places = permissions.places(user)
    chosen = request.session.get(CHOSEN)
    if chosen not in places:
        chosen = NOWHERE if is_bound(request) or not places else places[0]
    permissions.act_in(user, chosen)


def choose(request: HttpRequest, user: User, organisation: Organisation) -> None:
    request.session[CHOSEN] = organisation.pk
    permissions.act_in(user, organisation.pk)


def bind(request: HttpRequest, organisation: Organisation) -> None:
    """What one organisation's own sign-in vouches for holds there and nowhere else, for the whole session."""
    request.session[CHOSEN] = organisation.pk
    request.session[BOUND] = True


def is_bound(request: HttpRequest) -> bool:
    return bool(request.session.get(BOUND))
