"""Coming in by an invitation: a new sign-in with a password, or one more organisation for who signs in already."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import acting, invitations
from accounts.models import Invitation, User
from portraits.forms import NewPasswordForm
from portraits.views.access import sent

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    try:
        row = invitations.of(token)
        known = invitations.knows(row)
        answer = _join(request, token, row) if known else _come_in(request, token, row)
    except invitations.InvitationRefusedError as refusal:
        answer = render(request, "portraits/sign/invitation_refused.html", {"reason": str(refusal)}, status=410)
    # The address is the key and travels nowhere. With "no-referrer" a browser would not say either where the form comes from,
    # and the form would be refused.
    answer["Referrer-Policy"] = "strict-origin"
    return answer


def _come_in(request: HttpRequest, token: str, row: Invitation) -> HttpResponse:
    form = NewPasswordForm(sent(request), user=User(email=row.email, full_name=row.name))
    if request.method == "POST" and form.is_valid():
        user = invitations.accept(token, password=form.cleaned_data["password"])
        request.session.flush()
        login(request, user, backend=BACKEND)
        messages.success(request, "Welcome. From now on you sign in with your address and this password.")
        return redirect("home")
    context = {"form": form, "invitation": row}
    return render(request, "portraits/sign/invitation.html", context, status=422 if form.errors else 200)


def _join(request: HttpRequest, token: str, row: Invitation) -> HttpResponse:
    if not request.user.is_authenticated or not isinstance(request.user, User):
        return render(request, "portraits/sign/invitation_join.html", {"invitation": row, "token": token})
    if request.method == "POST":
        organisation = invitations.accept_as(token, request.user)
        if not acting.is_bound(request):
            acting.choose(request, organisation)
        messages.success(request, f"You belong to {organisation} now.")
        return redirect("home")
    return render(request, "portraits/sign/invitation_join.html", {"invitation": row, "token": token})
