"""Where a portrait comes from: the photo whose picture it is, and the photos its likeness was held against."""

from collections.abc import Sequence
from dataclasses import dataclass

from portraits.models import Photo, Portrait


@dataclass(frozen=True, slots=True)
class Lineage:
    made_from: Sequence[Photo]
    held_against: Sequence[Photo]


def lineage(portrait: Portrait) -> Lineage:
    """Without a rendering run there is nothing to hold it against: then all its sources are what it was made from."""
    photos = list(portrait.sources.all())
    source = portrait.candidate.run.source_sha256 if portrait.candidate else None
    own = [photo for photo in photos if source in (None, photo.sha256)]
    return Lineage(own, [photo for photo in photos if photo not in own])
