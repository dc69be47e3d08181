"""In which organisation somebody of several works now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import acting
from portraits.forms import OrganisationForm
from portraits.views.access import SignedInRequest, known, sent


@require_http_methods(["GET", "HEAD", "POST"])
@known
def organisations(request: SignedInRequest) -> HttpResponse:
    places = acting.organisations_of(request)
    form = OrganisationForm(sent(request), places=places)
    if request.method == "POST" and form.is_valid():
        acting.choose(request, form.cleaned_data["organisation"])
        messages.success(request, f"You work in {form.cleaned_data['organisation']} now.")
        return redirect("home")
    context = {"form": form, "places": places, "now": acting.place(request), "bound": acting.is_bound(request)}
    return render(request, "portraits/sign/organisations.html", context, status=422 if form.errors else 200)
