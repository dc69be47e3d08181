"""From an address to the own sign-in of its organisation: by a link, because a form may send its answer here alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.single_sign_on import starting
from portraits.forms import AddressForm


@require_safe
def own_sign_in(request: HttpRequest) -> HttpResponse:
    form = AddressForm(request.GET or None)
    asked = form.is_bound and form.is_valid()
    ways = starting.ways(request, form.cleaned_data["email"]) if asked else []
    context = {"form": form, "ways": ways, "asked": asked}
    return render(request, "portraits/sign/own.html", context, status=422 if form.errors else 200)
