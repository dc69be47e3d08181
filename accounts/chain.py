"""How events hang together: canonical form, digests, and the walk that names the first event that does not hold.

The standard library alone, and nothing of ours: this file lies in every auditor's pack as it is.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

GENESIS: Final = "0" * 64
REDACTED: Final = "workflow:audit:redacted"  # the verb of the event that names redacted ones by number


@dataclass(frozen=True, slots=True)
class Details:
    """What may be taken away from an event: its reason and figures, and the salt that keeps them from being guessed."""

    salt: str
    reason: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """One event as the chain sees it. `details` is None after a redaction, or in a pack that leaves them out."""

    organisation: int
    number: int
    at: str
    verb: str
    actor: int | None
    subject: str
    request: str
    details_digest: str
    previous: str
    digest: str
    details: Details | None
    redacted: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """The first event where the chain no longer holds."""

    number: int
    why: str


@dataclass(slots=True)
class Walk:
    """Where a walk stands: what it expects next, and which redactions nobody has named yet."""

    expected: int = 1
    previous: str = GENESIS
    unnamed: set[int] = field(default_factory=set)


def details_digest(details: Details) -> str:
    """SHA-256 over salt, reason and figures, as hexadecimal."""
    return _sha256({"salt": details.salt, "reason": details.reason, "data": details.data})


def digest(link: Link) -> str:
    """SHA-256 over everything but the details, which count by their digest, as hexadecimal."""
    return _sha256({
        "organisation": link.organisation, "number": link.number, "at": link.at, "verb": link.verb, "actor": link.actor,
        "subject": link.subject, "request": link.request, "details_digest": link.details_digest,
        "previous": link.previous,
    })  # fmt: skip


def breaks(links: Iterable[Link], walk: Walk | None = None) -> Iterator[Break]:
    """Walk the events of one organisation from the first; at most one break comes out. `walk` is left where it ended."""
    walk = walk or Walk()
    for link in links:
        wrong = _wrong(link, walk)
        if wrong:
            yield wrong
            return
        if link.verb == REDACTED and link.details:
            walk.unnamed.difference_update(link.details.data.get("numbers", ()))
        if link.redacted:
            walk.unnamed.add(link.number)
        walk.expected, walk.previous = link.number + 1, link.digest
    if walk.unnamed:
        number = min(walk.unnamed)
        yield Break(number, f"the details of event {number} are gone, and no redaction names it")


def _wrong(link: Link, walk: Walk) -> Break | None:
    if link.number != walk.expected:
        return Break(walk.expected, f"event {walk.expected} is missing")
    whole = link.previous == walk.previous and link.digest == digest(link)
    told = link.details is None or link.details_digest == details_digest(link.details)
    if not whole or not told:
        return Break(link.number, f"event {link.number} is not what was written")
    return None


def _sha256(content: dict[str, Any]) -> str:
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
