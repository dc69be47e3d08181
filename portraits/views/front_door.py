"""The first page: everybody is sent to where their work is."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import Person, User
from portraits.views.access import console_of


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The console for those who look after portraits, their own portrait for everybody else."""
    assert isinstance(request.user, User)  # noqa: S101 (login_required let them in)
    if console_of(request.user):
        return redirect("console:home")
    if Person.objects.filter(user=request.user).exists():
        return redirect("portal:portrait")
    return render(request, "portraits/nobody.html")
