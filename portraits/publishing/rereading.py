"""Reading back what a channel shows: byte for byte what was published, or a sentence that says what is wrong."""

import hashlib
import io

from django.conf import settings
from django.utils import timezone
from PIL import Image

from accounts.audit import Verb, record
from generation import picture_files
from portraits.distribution import channel
from portraits.models import Publication, Rendition
from portraits.provenance import label
from portraits.provenance.label import LabelEvidence

GONE = "Nothing is shown there any more."
CHANGED = "The file there is not the one that was published."
UNLABELLED = "The file there is not the one that was published, and its label is gone."


def reread(publication: Publication) -> bool:
    """Read a live publication back and keep what was found; whether it is as published."""
    rendition = publication.rendition
    if rendition is None:
        return False
    problem = _problem(channel(publication.channel).read_back(publication.address), rendition)
    if problem and problem != publication.problem:
        record(
            Verb.PUBLICATION_CHANGED,
            publication,
            organisation=publication.person.organisation,
            reason=problem,
            data={"placement": publication.placement, "sha256": rendition.sha256},
        )
    publication.problem = problem
    if not problem:
        publication.read_back_at = timezone.now()
    publication.save(update_fields=["problem", "read_back_at"])
    return not problem


def _problem(shown: bytes | None, rendition: Rendition) -> str:
    if shown is None:
        return GONE
    if hashlib.sha256(shown).hexdigest() == rendition.sha256:
        return ""
    return CHANGED if not rendition.label or _labelled(shown, rendition) else UNLABELLED


def _labelled(shown: bytes, rendition: Rendition) -> bool:
    try:
        with Image.open(io.BytesIO(shown)) as picture:
            return _present(picture.convert("RGB"), LabelEvidence.from_json(rendition.label), rendition)
    except (OSError, ValueError):
        return False


def _present(picture: Image.Image, evidence: LabelEvidence, rendition: Rendition) -> bool:
    if not evidence.icon:
        return label.is_present(picture, evidence, font=settings.LABEL_FONT)
    with Image.open(io.BytesIO(picture_files.read(rendition.image))) as published:
        return label.is_as_published(picture, evidence, published)
