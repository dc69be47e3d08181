"""Does the record still say what was written? The walk over rows, their seals and their anchors."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from accounts import anchoring, chain, sealing
from accounts.anchoring import Anchor
from accounts.models import AuditEvent, Organisation

CHUNK: Final = 5000  # events read at once: a chain of a million is walked in bounded memory


@dataclass(frozen=True, slots=True)
class Broken:
    """The first event where the chain no longer holds."""

    organisation: str
    number: int
    why: str


def verify(organisation: Organisation) -> Broken | None:
    """The first event that was edited, removed or put in, or what the anchors show; None when everything holds."""
    heads: dict[int, str] = {}
    anchors = anchoring.of(organisation)
    asked = {anchor.number for anchor in anchors}
    links = _remembering(_links(organisation), asked, heads)
    broken = next(chain.breaks(links), None) or _unsealed(organisation) or _unanchored(anchors, heads)
    return Broken(organisation.slug, broken.number, broken.why) if broken else None


def _links(organisation: Organisation) -> Iterator[chain.Link]:
    rows = AuditEvent.objects.filter(organisation=organisation).order_by("number")
    return (row.as_link() for row in rows.iterator(chunk_size=CHUNK))


def _remembering(links: Iterable[chain.Link], asked: set[int], heads: dict[int, str]) -> Iterator[chain.Link]:
    for link in links:
        if link.number in asked:
            heads[link.number] = link.digest
        yield link


def _unsealed(organisation: Organisation) -> chain.Break | None:
    """The first event whose digests are right and whose seal is not: the chain was written anew without the key."""
    rows = AuditEvent.objects.filter(organisation=organisation).order_by("number")
    for number, digest, seal in rows.values_list("number", "digest", "seal").iterator(chunk_size=CHUNK):
        if not sealing.holds(seal, digest):
            return chain.Break(number, f"event {number} is not what was written")
    return None


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
