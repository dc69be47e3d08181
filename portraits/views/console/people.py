"""Everybody, found by words and by what stands about them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import permissions
from accounts.models import Organisation
from portraits.views.access import SignedInRequest, for_console
from portraits.views.console.filters import PeopleFilter
from portraits.views.console.roster import roster
from portraits.views.console.rows import row

A_PAGE = 50


@require_safe
@for_console
def people(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    found = PeopleFilter(request.GET, queryset=roster(organisation, timezone.localdate()))
    page = Paginator(found.qs, A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": found.form,
        "may_invite": permissions.can_invite(request.user, organisation),
        "page": page,
        "rows": [row(person, timezone.localdate()) for person in page],
        "query": query.urlencode(),
        "narrowed": any(request.GET.get(name) for name in found.form.fields),
    }
    return render(request, "portraits/console/people.html", context)
