"""The first page: everybody is sent to where their work is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import permissions
from portraits.views.access import SignedInRequest, console_of, signed_in


@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """The console for those who look after portraits, their own portrait for everybody else."""
    if console_of(request.user):
        return redirect("console:home")
    if permissions.myself(request.user):
        return redirect("portal:portrait")
    return render(request, "portraits/nobody.html")
