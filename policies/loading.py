"""From packs to rows: new versions are added, ends and readings are written down, and nothing else ever changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation
from policies import rules
from policies.models import RuleVersion
from policies.pack import Entry, Pack, PackError, Problem


@dataclass(slots=True)
class Loaded:
    """What one load did, by rule version; `unlisted` are kept rows that no pack mentions any more."""

    added: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    verified: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return bool(self.added or self.closed or self.verified)

    def as_json(self) -> dict[str, list[str]]:
        return {name: sorted(getattr(self, name)) for name in ("added", "closed", "verified", "unchanged", "unlisted")}


def load(packs: Iterable[Pack], organisation: Organisation | None = None) -> Loaded:
    """Write the packs down, all or nothing; doing it twice changes nothing.

    Raises PackError that names every version whose words changed, whose end was moved, or that is no rule of an
    organisation's own although it is loaded for one.
    """
    packs = tuple(packs)
    loaded = Loaded()
    with transaction.atomic():
        rows = {(row.rule_id, row.version): row for row in RuleVersion.objects.filter(organisation=organisation)}
        problems = [
            problem for pack in packs for entry in pack.entries for problem in _refusals(entry, rows, organisation)
        ]
        if problems:
            raise PackError(problems)
        for pack in packs:
            for entry in pack.entries:
                _write(entry, pack, rows.pop(_key(entry), None), organisation, loaded)
    loaded.unlisted.extend(str(row) for row in rows.values())
    return loaded


Rows = dict[tuple[str, int], RuleVersion]


def _refusals(entry: Entry, rows: Rows, organisation: Organisation | None) -> Iterable[Problem]:
    name = f"{entry.body['id']} version {entry.body['version']}"
    if organisation is not None and entry.body["layer"] != "organisation":
        yield _refusal(entry, "layer", f"{name} is no rule of an organisation's own")
    row = rows.get(_key(entry))
    if row is None:
        return
    if row.digest != rules.digest(entry.body):
        yield _refusal(entry, "version", f"{name} is kept with other words: give the changed rule a new version")
    if row.effective_until not in (None, _day(entry.body["effective_until"])):
        yield _refusal(entry, "effective_until", f"{name} ended on {row.effective_until}: an end is not moved")


def _refusal(entry: Entry, name: str, message: str) -> Problem:
    return Problem(entry.file, entry.line, name, message)


def _write(
    entry: Entry, pack: Pack, row: RuleVersion | None, organisation: Organisation | None, loaded: Loaded
) -> None:
    if row is None:
        row = RuleVersion.objects.create(organisation=organisation, pack=pack.name, owner=pack.owner, **_columns(entry))
        loaded.added.append(str(row))
        return
    until, verified = _day(entry.body["effective_until"]), _day(entry.body["last_verified"])
    closes, reads = until != row.effective_until, verified != row.last_verified
    if closes:
        row.effective_until, row.closed_at = until, timezone.now()
        loaded.closed.append(str(row))
    if reads and verified is not None:
        row.last_verified = verified
        loaded.verified.append(str(row))
    if not (closes or reads):
        loaded.unchanged.append(str(row))
        return
    row.save()


def _columns(entry: Entry) -> dict[str, Any]:
    body = entry.body
    until = _day(body["effective_until"])
    return {
        "rule_id": body["id"],
        "version": body["version"],
        "layer": body["layer"],
        "title": body["title"],
        "body": {name: value for name, value in body.items() if name not in rules.UNVERSIONED},
        "digest": rules.digest(body),
        "effective_from": _day(body["effective_from"]),
        "effective_until": until,
        "closed_at": timezone.now() if until else None,
        "status": body["status"],
        "source": body["source"],
        "confidence": body["confidence"],
        "last_verified": _day(body["last_verified"]),
    }


def _key(entry: Entry) -> tuple[str, int]:
    return entry.body["id"], entry.body["version"]


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
