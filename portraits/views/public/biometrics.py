"""What anybody may read about biometrics here: built from what is in force now, not from a text somebody wrote once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from policies import jurisdictions, noticing
from policies.consent import Purpose
from policies.models import BiometricFree
from policies.retention import Data, Rule
from portraits import thresholds
from portraits.keeping import retaining


@require_safe
def biometrics(request: HttpRequest) -> HttpResponse:
    """Of the one organisation of this installation; with several, what is the same for all, and nobody's name."""
    first = list(Organisation.objects.order_by("pk")[:2])
    return _page(request, first[0] if len(first) == 1 else None)


@require_safe
def biometrics_of(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, get_object_or_404(Organisation, slug=slug))


def _page(request: HttpRequest, organisation: Organisation | None) -> HttpResponse:
    free = (
        BiometricFree.objects.filter(organisation=organisation, ended_at=None)
        if organisation
        else BiometricFree.objects.none()
    )
    language = request.GET.get("language") or (organisation.locale if organisation else noticing.FALLBACK)
    context = {
        "organisation": organisation,
        "nowhere": free.filter(site="").exists(),
        "sites": [row.site for row in free if row.site],
        "limits": thresholds.identity(),
        "notice": noticing.current(Purpose.BIOMETRICS, language, organisation),
        "periods": periods(organisation),
    }
    return render(request, "portraits/public/biometrics.html", context)


def periods(organisation: Organisation | None) -> list[Rule]:
    """The retention rules in force that end templates here: those about biometrics, and those that end everything."""
    rules = [rule for rule in retaining.rules() if rule.data in (Data.BIOMETRICS, Data.EVERYTHING)]
    if organisation is None:
        return rules
    here = jurisdictions.expand(organisation.jurisdictions)
    return [rule for rule in rules if rule.binds(here)]
