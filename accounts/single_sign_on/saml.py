"""The last step of coming in by SAML: what is no answer at all is one that does not hold, not a fault of ours."""

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.providers.saml import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from lxml.etree import LxmlError

NO_ANSWER = (AttributeError, KeyError, LxmlError, TypeError, ValueError)


@login_not_required  # type: ignore[untyped-decorator]
def finish_acs(request: HttpRequest, organization_slug: str) -> HttpResponse:
    try:
        answer: HttpResponse = views.finish_acs(request, organization_slug=organization_slug)
    except NO_ANSWER:
        return render(request, "socialaccount/authentication_error.html", status=401)
    return answer
