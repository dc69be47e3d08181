"""Every address, every role, two organisations: nothing of the other one is ever seen or changed."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role
from accounts.permission_table import GRANTS, Who
from portraits.making import artefacts
from tests.walk import ledger
from tests.walk.addresses import addresses
from tests.walk.entries import OPERATOR, OUTSIDE, WALK, Entry
from tests.walk.world import ROLES, Two, World

pytestmark = pytest.mark.django_db
IS = {
    "anonymous": set(),
    "subject": {Who.SELF, Who.EMPLOYEE},
    "colleague": {Who.EMPLOYEE},
    "manager": {Who.MANAGER, Who.EMPLOYEE},
    "photo_admin": {Who.PHOTO_ADMIN},
    "auditor": {Who.AUDITOR},
    "owner": {Who.OWNER},
}
MISSING = 987_654_321
# What every form of the product would take: if the door were open, the change would happen.
SENT = {
    "why": "Because.", "own": "Because.", "note": "Because.", "reasons": ["glasses"], "placements": ["directory"],
    "still": "no", "who": "same", "decision": "fine", "agreed": "on", "answer": "allow", "kind": "studio",
    "reason": "Because.", "email": "", "seen": "", "looked_at": sorted(artefacts.KEYS), "effective_from": "2030-01-01", "until": "2030-01-01",
}  # fmt: skip


def browser(place: World, role: str) -> Client:
    client = Client()
    user = place.users[role]
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def asked(entries: tuple[Entry, ...]) -> Iterator[tuple[Entry, str]]:
    for entry in entries:
        for method in ("get", "post"):
            if getattr(entry, method) is not None:
                yield entry, method


def answer(client: Client, method: str, entry: Entry, args: list[Any], **query: str) -> Any:
    address = reverse(entry.name, args=args)
    data = SENT if method == "post" else query
    response = getattr(client, method)(address, data)
    response.whole = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return response


def body_of(response: Any) -> str:
    text = response.whole.decode(errors="replace")
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text)


def may(rule: str, role: str) -> bool:
    """What the table says, with the words that stand for no row of it."""
    if rule == "signed_in":
        return role != "anonymous"
    if rule == "own_session":
        return role == "subject"
    if rule == "a_person":
        return role in ("subject", "colleague", "manager")
    if rule == "review|self":
        return role == "subject" or _granted(GRANTS["review"], role)
    return all(_granted(GRANTS[name], role) for name in rule.split("&"))


def _granted(grant: Any, role: str) -> bool:
    if Who.SELF in IS[role] and (grant.two or Who.SELF in grant.who):
        return not grant.two
    return bool(IS[role] & grant.who)


def outcome(response: Any) -> str:
    if response.status_code == 302:
        return "sign in" if response.url.startswith(reverse("account_login")) else "open"
    return {403: "no", 404: "nothing"}.get(response.status_code, "open" if response.status_code < 500 else "broken")


def test_every_address_has_an_entry() -> None:
    known = {entry.name for entry in WALK} | OUTSIDE.keys()
    missing = {name for name in addresses() - known if not name.startswith((OPERATOR, "operator/"))}
    assert not missing, f"Say in tests/walk/entries.py who may open: {sorted(missing)}"
    assert known <= addresses(), f"gone: {sorted(known - addresses())}"


@pytest.mark.requirement("R63")
@pytest.mark.parametrize("role", ROLES)
def test_the_table_decides_within_an_organisation(two: Two, role: str) -> None:
    wrong = {}
    for entry, method in asked(WALK):
        with transaction.atomic():
            got = outcome(answer(browser(two.ours, role), method, entry, two.ours.args(entry.thing)))
            transaction.set_rollback(True)
        wanted = "sign in" if role == "anonymous" else "open" if may(getattr(entry, method), role) else "no"
        if got == "nothing" and getattr(entry, method) == "own_session":
            got = "no"  # a session that is not one's own is not there
        if entry.unready and got == "nothing":
            got = wanted if wanted == "open" else got
        if got != wanted:
            wrong[f"{method} {entry.name} {entry.thing}"] = f"{got}, not {wanted}"
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_another_organisation_is_seen_or_changed(two: Two, role: str) -> None:
    wrong = {}
    for entry, method in asked(WALK):
        client = browser(two.theirs, role)
        response = answer(client, method, entry, two.ours.args(entry.thing))
        if two.ours.mark in body_of(response) or two.ours.secret in body_of(response):
            wrong[f"{method} {entry.name}"] = "shows what is theirs"
        if entry.thing and not entry.common and outcome(response) not in ("no", "nothing", "sign in"):
            wrong[f"{method} {entry.name}"] = outcome(response)
    assert not wrong
    assert not two.estate.changes(two.before, ledger.rows())


@pytest.mark.parametrize("role", ["subject", "colleague", "photo_admin", "owner"])
def test_a_row_of_another_organisation_is_answered_like_one_that_is_not_there(two: Two, role: str) -> None:
    wrong = {}
    client = browser(two.theirs, role)
    for entry, method in asked(WALK):
        if not entry.thing or entry.common:
            continue
        args = two.ours.args(entry.thing)
        missing = [MISSING] if len(args) == 1 else [args[0], "no-such-rule"]
        theirs, nowhere = (answer(client, method, entry, which) for which in (args, missing))
        same_place = theirs.status_code == 302 or body_of(theirs) == body_of(nowhere)
        if theirs.status_code != nowhere.status_code or not same_place:
            wrong[f"{method} {entry.name}"] = f"{theirs.status_code} against {nowhere.status_code}"
    assert not wrong


@pytest.mark.parametrize("role", ["subject", "photo_admin", "auditor", "owner"])
def test_no_search_and_no_filter_finds_another_organisation(two: Two, role: str) -> None:
    """Whatever is asked for in the address: names, ids, digests, sides of a comparison."""
    person, photo = two.ours.things["person"], two.ours.things["photo"]
    words = {"q": "Subject", "sha256": photo.sha256, "digest": photo.sha256, "person": str(person.pk),
             "from": str(two.ours.things["version"].pk), "to": str(two.ours.things["version"].pk),
             "organisation": str(two.ours.organisation.pk), "layer": "organisation", "w": "96", "face": "1"}  # fmt: skip
    client = browser(two.theirs, role)
    leaks = []
    for entry in WALK:
        if entry.get is None:
            continue
        response = answer(client, "get", entry, two.theirs.args(entry.thing), **words)
        if two.ours.mark in body_of(response) or two.ours.secret in body_of(response):
            leaks.append(entry.name)
    assert not leaks


@pytest.mark.requirement("R63")
@pytest.mark.parametrize("role", [role for role in ROLES if role != "subject"])
def test_what_was_not_handed_in_shows_on_no_page_of_anybody_else(two: Two, role: str) -> None:
    client = browser(two.ours, role)
    pages = [entry for entry in WALK if entry.get is not None]
    shown = [entry.name for entry in pages
             if two.ours.secret in body_of(answer(client, "get", entry, two.ours.args(entry.thing)))]  # fmt: skip
    assert not shown


@pytest.mark.requirement("R63")
def test_the_person_sees_what_nobody_else_does(two: Two) -> None:
    run = answer(browser(two.ours, "subject"), "get", Entry("portal:run", "run"), two.ours.args("run"))
    assert two.ours.secret in body_of(run)


@pytest.mark.parametrize("role", ["anonymous", "subject", "photo_admin"])
def test_no_other_method_is_served(two: Two, role: str) -> None:
    client = browser(two.ours, role)
    closed = (405, 403, 404, 302)
    served = {}
    for entry in WALK:
        address = reverse(entry.name, args=two.ours.args(entry.thing))
        methods = ["put", "patch", "delete", *(name for name in ("get", "post") if _never(entry, name))]
        served |= {f"{method} {entry.name}": code for method in methods
                   if (code := getattr(client, method)(address).status_code) not in closed}  # fmt: skip
    assert not served
    assert ledger.rows() == two.before


def _never(entry: Entry, method: str) -> bool:
    return all(getattr(other, method) is None for other in WALK if other.name == entry.name)


def test_the_operators_site_is_closed_to_every_role(two: Two) -> None:
    for role in ROLES:
        client = browser(two.ours, role)
        for address in ("/operator/", "/operator/policies/ruleversion/", "/operator/auth/group/"):
            assert client.get(address).status_code == 302, role


def test_somebody_of_two_organisations_acts_in_one_at_a_time(two: Two) -> None:
    owner = two.ours.users["owner"]
    Membership.objects.create(user=owner, organisation=two.theirs.organisation, role=Role.OWNER)
    client = browser(two.ours, "owner")
    pages = [entry for entry in WALK if entry.get and entry.thing and not entry.common and not entry.lone
             and entry.name.startswith(("console:", "pictures:"))]  # fmt: skip
    for place, wanted in ((two.ours, {"open"}), (two.theirs, {"nothing"})):
        assert {outcome(answer(client, "get", entry, place.args(entry.thing))) for entry in pages} == wanted


def test_what_is_public_is_what_was_published(two: Two) -> None:
    person, client = two.ours.things["person"], Client()
    assert client.get(reverse("avatar", args=[person.public_id])).status_code == 404
    live = two.ours.things["publication"]
    live.placement = "avatar"
    live.save()
    assert client.get(reverse("avatar", args=[person.public_id])).status_code == 200
    live.ended_at = timezone.now()
    live.save()
    assert client.get(reverse("avatar", args=[person.public_id])).status_code == 404
