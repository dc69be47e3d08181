"""Writing what is said under a picture and instead of it; the person shown and the photo team do."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import permissions
from accounts.models import User
from policies import disclosure
from portraits.forms.describing import WhereForm, WordsForm
from portraits.models import Portrait
from portraits.publishing import describing
from portraits.states import State
from portraits.views.access import SignedInRequest, find, sent, signed_in
from portraits.views.words import placement as title_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def words(request: SignedInRequest, pk: int) -> HttpResponse:
    """One place and language at a time, as the address says; what is told now stands beside the form."""
    rows = Portrait.objects.filter(state__in=[State.APPROVED, State.PUBLISHED]).select_related("person__organisation")
    portrait = find(rows, pk, user=request.user, can=_may_describe)
    where_form = WhereForm(
        request.GET if "locale" in request.GET else None,
        places=_places(portrait),
        locale=disclosure.language_of(portrait.person.organisation.locale),
    )
    if not where_form.is_valid():
        raise Http404
    where = describing.Place(where_form.cleaned_data["placement"], where_form.cleaned_data["locale"])
    own = describing.written(portrait, where)
    first = {"caption": own.caption, "alt_text": own.alt_text} if own else {}
    form = WordsForm(sent(request), initial=first)
    if request.method == "POST" and form.is_valid():
        again = describing.describe(portrait, where, **form.cleaned_data, actor=request.user)
        messages.success(
            request, "Kept." + (f" {again} file{'s are' if again > 1 else ' is'} made again." if again else "")
        )
        return redirect(f"{reverse('words', args=[pk])}?placement={where.placement}&locale={where.locale}")
    context = {
        "portrait": portrait,
        "own": permissions.is_self(request.user, portrait),
        "where_form": where_form,
        "where": where,
        "form": form,
        "told": describing.told(portrait, where.placement, where.locale),
        "disclosed": disclosure.caption(portrait.origin, where.locale),
    }
    return render(request, "portraits/words.html", context, status=422 if form.errors else 200)


def _places(portrait: Portrait) -> list[tuple[str, str]]:
    live = portrait.publications.filter(published_at__isnull=False, ended_at=None)
    return [(key, title_of(key)) for key in live.order_by("placement").values_list("placement", flat=True)]


def _may_describe(user: User, portrait: Portrait) -> bool:
    return permissions.is_self(user, portrait) or permissions.can_review(user, portrait)
