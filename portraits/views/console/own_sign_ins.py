"""An owner sets up where the organisation's people sign in: written down and checked, tried, opened, closed."""

from collections.abc import Callable

from allauth.socialaccount.adapter import get_adapter
from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Organisation, OwnSignIn, User
from accounts.single_sign_on import providers, setting_up
from portraits.forms.own_sign_in import FORMS, OwnSignInForm
from portraits.views.access import SignedInRequest, for_console
from portraits.views.console.organisation import owners_only

HERE = "console:own_sign_in"


@require_safe
@for_console
def own_sign_ins(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    owners_only(request, organisation)
    context = {"rows": organisation.own_sign_ins.order_by("key"), "kinds": _kinds(), "domains": organisation.domains}
    return render(request, "portraits/console/sign_in/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_console
def new(request: SignedInRequest, organisation: Organisation, kind: str) -> HttpResponse:
    owners_only(request, organisation)
    if kind not in dict(_kinds()):
        raise Http404
    return _form(request, organisation, kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_console
def own_sign_in(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    row = _found(request, organisation, pk)
    return _form(request, organisation, row.kind, row)


@require_POST
@for_console
def try_it(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    row = _found(request, organisation, pk)
    setting_up.begin_trial(request, row)
    return redirect(f"{reverse(HERE, args=[row.pk])}#try")


@require_POST
@for_console
def change(request: SignedInRequest, organisation: Organisation, pk: int, verb: str) -> HttpResponse:
    """Open it to everybody, close it, or delete it."""
    row = _found(request, organisation, pk)
    if verb not in VERBS:
        raise Http404
    try:
        VERBS[verb](row, actor=request.user)
    except setting_up.SetUpRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(HERE, row.pk)
    messages.success(request, SAID[verb].format(row=row))
    return redirect("console:own_sign_ins") if verb == "delete" else redirect(HERE, row.pk)


VERBS: dict[str, Callable[..., None]] = {
    "open": setting_up.bind,
    "close": setting_up.close,
    "delete": setting_up.forget,
}
SAID = {
    "open": "Open: people of its domains can go on at {row.title}.",
    "close": "Closed: nobody comes in by {row.title} any more.",
    "delete": "Deleted, with its secret.",
}


def _form(request: SignedInRequest, organisation: Organisation, kind: str, row: OwnSignIn | None) -> HttpResponse:
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FORMS[kind](*data, session=get_adapter().get_requests_session, row=row)
    if request.method == "POST" and form.is_valid():
        kept = _kept(organisation, form, kind, row, request.user)
        if kept is not None:
            messages.success(request, "Kept." if kept.active else "Kept. Now try it: only then can it be opened.")
            return redirect(HERE, kept.pk)
    context = {"form": form, "row": row, "kind": dict(_kinds())[kind], "domains": organisation.domains}
    context["addresses"] = _addresses(request, kind, row.key if row else setting_up.next_key(organisation))
    context["start"] = _start(request, row)
    status = 422 if form.errors else 200
    return render(request, "portraits/console/sign_in/one.html", context, status=status)


def _kept(
    organisation: Organisation, form: OwnSignInForm, kind: str, row: OwnSignIn | None, actor: User
) -> OwnSignIn | None:
    try:
        return setting_up.keep(organisation, form.wanted(kind), actor=actor, row=row)
    except setting_up.SetUpRefusedError as refusal:
        form.add_error("domains", str(refusal))
        return None


def _addresses(request: SignedInRequest, kind: str, key: str) -> dict[str, str]:
    """What the provider has to be told of us: before there is anything to keep, for it hands out a client id for that."""
    saml = kind == OwnSignIn.Kind.SAML
    back = reverse("saml_acs", args=[key]) if saml else reverse("openid_connect_callback", args=[key])
    said = {
        "Where it sends its answer": back,
        **({"Our metadata": reverse("saml_metadata", args=[key])} if saml else {}),
    }
    return {name: request.build_absolute_uri(path) for name, path in said.items()}


def _start(request: SignedInRequest, row: OwnSignIn | None) -> str:
    """Where the trial begins, once it was asked for."""
    if row is None or setting_up.trial_of(request) != row.key:
        return ""
    return str(providers.app_of(row).get_provider(request).get_login_url(request))


def _kinds() -> list[tuple[str, str]]:
    """SAML only where its package is installed."""
    known = apps.is_installed("allauth.socialaccount.providers.saml")
    return [(kind.value, str(kind.label)) for kind in OwnSignIn.Kind if known or kind is not OwnSignIn.Kind.SAML]


def _found(request: SignedInRequest, organisation: Organisation, pk: int) -> OwnSignIn:
    """The row, if it is of the organisation one acts in; anybody else's is not there."""
    row = get_object_or_404(OwnSignIn.objects.select_related("organisation"), pk=pk, organisation=organisation)
    owners_only(request, organisation)
    return row
