"""Does the record still say what was written? The walk over rows, their seals and their anchors."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from accounts import anchoring, chain, sealing
from accounts.anchoring import Anchor
from accounts.models import AuditEvent, Organisation
from accounts.models.audit import instant

COLUMNS: Final = (
    "seal", "salt", "reason", "data", "redacted", "at", "number", "digest", "verb", "actor", "subject", "request",
    "details_digest", "previous",
)  # fmt: skip
CHUNK: Final = 5000  # events read at once: a chain of a million is walked in bounded memory


@dataclass(frozen=True, slots=True)
class Broken:
    """The first event where the chain no longer holds."""

    organisation: str
    number: int
    why: str


def verify(organisation: Organisation) -> Broken | None:
    """The first event that was edited, removed or put in, or what the anchors show; None when everything holds."""
    anchors = anchoring.of(organisation)
    sight = Sight({anchor.number for anchor in anchors})
    found = next(chain.breaks(sight.walk(organisation)), None)
    if sight.unsealed and (found is None or sight.unsealed < found.number):
        found = chain.Break(sight.unsealed, f"event {sight.unsealed} is not what was written")
    broken = found or _unanchored(anchors, sight.heads)
    return Broken(organisation.slug, broken.number, broken.why) if broken else None


@dataclass(slots=True)
class Sight:
    """What one walk over the rows sees beside the chain: heads that anchors ask for, and the first seal that fails."""

    asked: set[int]
    heads: dict[int, str] = field(default_factory=dict)
    unsealed: int = 0

    def walk(self, organisation: Organisation) -> Iterator[chain.Link]:
        """Plain values, not rows: of a million events a third of the time would go into making models of them."""
        rows = AuditEvent.objects.filter(organisation=organisation).order_by("number").values_list(*COLUMNS)
        for seal, salt, reason, data, redacted, at, number, digest, *rest in rows.iterator(chunk_size=CHUNK):
            if number in self.asked:
                self.heads[number] = digest
            if not self.unsealed and not sealing.holds(seal, digest):
                self.unsealed = number
            details = None if redacted else chain.Details(salt, reason, data)
            verb, actor, subject, request, told, previous = rest
            yield chain.Link(
                organisation.pk,
                number,
                instant(at),
                verb,
                actor,
                subject,
                request,
                told,
                previous,
                digest,
                details,
                redacted,
            )


def _unanchored(anchors: Iterable[Anchor], heads: dict[int, str]) -> chain.Break | None:
    for anchor in anchors:
        if not anchoring.signed(anchor):
            return chain.Break(
                anchor.number, f"the anchor of {anchor.on} is not signed with the key of this installation"
            )
        if anchor.number not in heads:
            return chain.Break(anchor.number, f"event {anchor.number} was there on {anchor.on} and is missing")
        if heads[anchor.number] != anchor.head:
            return chain.Break(anchor.number, f"event {anchor.number} was another one on {anchor.on}")
    return None
