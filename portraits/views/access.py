"""Who may open a page: anonymous visitors sign in, strangers find nothing, colleagues without the role are told so.

The rules themselves are `accounts.permissions`; here they become 404 and 403.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control

from accounts import permissions, second_step
from accounts.acting import narrow
from accounts.models import Organisation, Person, User

P = ParamSpec("P")
Thing = TypeVar("Thing", bound=Model)


class SignedInRequest(HttpRequest):
    user: User


def known(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Ask anonymous visitors to sign in; give the view a request whose user is one of ours and acts in one place.

    For the few pages that somebody needs who has still to set up a second step; all others are for the `signed_in`.
    """

    @login_required
    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        ours = cast("SignedInRequest", request)
        narrow(ours)
        response = view(ours, *args, **kwargs)
        if not response.has_header("Cache-Control"):  # no shared machine shows the next one what this one saw
            patch_cache_control(response, private=True, no_store=True)
        return response

    return opened


def signed_in(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The same, once the second step is set up that the organisation asks for."""

    @known
    @wraps(view)
    def opened(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if second_step.missing(request, request.user):
            return redirect("second_step")
        return view(request, *args, **kwargs)

    return opened


def for_person(
    view: Callable[Concatenate[SignedInRequest, Person, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view the person who is signed in; 403 for a user who is nobody's picture."""

    @signed_in
    @wraps(view)
    def opened(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        person = permissions.myself(request.user)
        if person is None:
            raise PermissionDenied("Your sign-in is not connected to a person with a portrait.")
        return view(request, person, *args, **kwargs)

    return opened


def for_console(
    view: Callable[Concatenate[SignedInRequest, Organisation, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view the organisation whose portraits the user looks after; 403 for everybody else."""

    @signed_in
    @wraps(view)
    def opened(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        organisation = console_of(request.user)
        if organisation is None:
            raise PermissionDenied("Only photo admins, owners and auditors can open this page.")
        return view(request, organisation, *args, **kwargs)

    return opened


def console_of(user: User) -> Organisation | None:
    """The organisation the user acts in, if they may open its console."""
    held = Organisation.objects.filter(memberships__user=user).distinct().order_by("pk")
    return next((each for each in held if permissions.can_open_console(user, each)), None)


def find(rows: QuerySet[Thing], pk: int, *, user: User, can: Callable[[User, Thing], bool]) -> Thing:
    """The row, if the user may; 404 when it is of another organisation, 403 when only the role is missing."""
    thing = get_object_or_404(rows, pk=pk)
    if not can(user, thing):
        refuse(user, person_of(thing).organisation)
    return thing


def refuse(user: User, organisation: Organisation) -> None:
    """Raise what somebody gets who may not: nothing there for strangers, a plain no for colleagues."""
    if not belongs(user, organisation):
        raise Http404
    raise PermissionDenied("Your role does not include this.")


def belongs(user: User, organisation: Organisation) -> bool:
    if not permissions.acts_in(user, organisation):
        return False
    return organisation.pk in permissions.places(user)


def person_of(thing: Model) -> Person:
    return thing if isinstance(thing, Person) else thing.person  # type: ignore[attr-defined]


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, or None when the form is only shown. A form sent empty is sent."""
    return request.POST if request.method == "POST" else None
