"""The navigation of whoever is signed in: their own portrait, the console, or both."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from accounts import acting, permissions
from accounts.models import Organisation, User
from portraits.models import Comparison, IdentityAlert, Incident, Portrait, RuleTask
from portraits.states import State
from portraits.views.access import console_of

register = template.Library()


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    address: str
    current: bool
    count: int = 0
    counted: str = ""


@register.inclusion_tag("portraits/parts/navigation.html", takes_context=True)
def navigation(context: template.Context) -> dict[str, Any]:
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return {"entries": [], "user": None}
    organisation = console_of(request.user)
    entries = [
        *_portal(request, request.user),
        *(_console(request, request.user, organisation) if organisation else []),
    ]
    return {
        "entries": entries,
        "user": request.user,
        "several": acting.has_several(request),
        "is_person": permissions.myself(request.user),
    }


def _portal(request: HttpRequest, user: User) -> list[Entry]:
    entries = []
    if permissions.myself(user):
        entries = [_entry(request, "My portrait", "portal:portrait"), _entry(request, "My photos", "portal:photos")]
        entries.append(_entry(request, "My agreements", "portal:agreements"))
    if permissions.led_by(user).exists():
        entries.append(_entry(request, "My team", "portal:team"))
    return entries


def _console(request: HttpRequest, user: User, organisation: Organisation) -> list[Entry]:
    waiting = Portrait.objects.filter(person__organisation=organisation, state=State.IN_REVIEW).count()
    alerts = IdentityAlert.objects.filter(person__organisation=organisation, resolved_at=None).count()
    reports = Incident.objects.filter(person__organisation=organisation, decided_at=None).count()
    by_eye = Comparison.objects.filter(person__organisation=organisation, decided_at=None).count()
    work = RuleTask.objects.filter(publication__person__organisation=organisation, settled_at=None).count()
    entries = [
        _entry(request, "Overview", "console:home"),
        _entry(request, "People", "console:people"),
        _entry(request, "Review", "console:reviews", count=waiting, counted="waiting"),
        _entry(request, "Alerts", "console:alerts", count=alerts, counted="open"),
        _entry(request, "Reports", "console:incidents", count=reports, counted="waiting"),
        *([_entry(request, "By eye", "console:comparisons", count=by_eye, counted="waiting")] if by_eye else []),
        _entry(request, "Work", "console:work", count=work, counted="open"),
        _entry(request, "Rules", "console:rules"),
        _entry(request, "Agreements", "console:agreements"),
    ]
    if permissions.can_read_audit(user, organisation):
        entries.append(_entry(request, "Record", "console:record"))
    if permissions.can_change_organisation(user, organisation):
        entries.append(_entry(request, "Organisation", "console:organisation"))
    return entries


def _entry(request: HttpRequest, title: str, name: str, *, count: int = 0, counted: str = "") -> Entry:
    address = reverse(name)
    return Entry(title, address, request.path == address, count, counted)
