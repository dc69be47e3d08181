"""The exact file for one placement: its pixels, then XMP, signature last - and read back before it counts."""

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts import sealed_files
from policies import placements
from policies.engine import Verdict
from policies.models import Assessment
from policies.placements import Placement
from portraits.agreements import consenting
from portraits.models import Portrait, Rendition
from portraits.provenance import aigc, credentials, mark_code, reading, xmp, xmp_files
from portraits.provenance.aigc import Aigc
from portraits.provenance.certificates import CertificateError
from portraits.provenance.claims import Claim
from portraits.provenance.credentials import Signed
from portraits.publishing import describing, label_icons, picturing, signing
from portraits.publishing.picturing import Pictured, RenditionRefusedError, Wanted

__all__ = ["RenditionRefusedError", "Words", "make"]

MIME = {"jpeg": "image/jpeg", "webp": "image/webp", "png": "image/png"}


@dataclass(frozen=True, slots=True)
class Words:
    """What the file says of itself, in the organisation's language. Names nobody; `release` is an opaque id, `keys` are
    what rules want in the metadata beside IPTC's own fields, `link` that the caption leads to the file's record."""

    label: Wanted
    caption: str
    alt_text: str
    release: str
    keys: frozenset[str] = frozenset()
    link: bool = False


def make(portrait: Portrait, placement: Placement, assessment: Assessment, verdict: Verdict) -> Rendition:
    """Make, sign, read back and keep the rendition. Raises RenditionRefusedError."""
    words = _words(portrait, verdict)
    row = Rendition(
        portrait=portrait,
        placement=placement.key,
        anchor=placement.is_anchor,
        assessment=assessment,
        mime=MIME[placement.format],
        source_type=portrait.origin,
        alt_text=words.alt_text,
        replaces=Rendition.objects.filter(portrait__person=portrait.person, placement=placement.key).first(),
        public_id=uuid.uuid4(),
    )
    row.caption = f"{words.caption} {_record(row)}" if words.link else words.caption
    made = picturing.picture(portrait, placement, wanted=words.label, mark_id=_unused_mark())
    _note(row, made)
    return _keep(row, _sign(row, made, words, placement))


def _unused_mark() -> str:
    while Rendition.objects.filter(mark=(found := mark_code.new_id())).exists():
        continue
    return found


def _note(row: Rendition, made: Pictured) -> None:
    row.width, row.height, row.label = made.width, made.height, dict(made.label)
    row.mark, row.iscc, row.pdq, row.fingerprint = made.mark, made.iscc, made.pdq, made.fingerprint


def _sign(row: Rendition, made: Pictured, words: Words, placement: Placement) -> Signed:
    """The finished file, its credentials inside or beside it, as the placement takes them."""
    described = xmp_files.embed(made.data, row.mime, xmp.packet(_description(row, words)))
    sign = credentials.sign_beside if placement.credentials == "beside" else credentials.sign
    try:
        return sign(described, row.mime, _claim(row, words), signing.chain(row.person.organisation))
    except CertificateError as problem:
        raise RenditionRefusedError(f"{placement.title}: {problem}") from problem


def _keep(row: Rendition, signed: Signed) -> Rendition:
    beside = signed.manifest if row.credentials_beside else None
    row.credentials = _read_back(signed.data, row.portrait, beside)
    row.sha256, row.size, row.manifest = hashlib.sha256(signed.data).hexdigest(), len(signed.data), signed.manifest
    suffix = next(f".{kind}" for kind, mime in MIME.items() if mime == row.mime)
    name = sealed_files.name_for(row.person, row.sha256, folder="renditions", suffix=suffix)
    row.image = sealed_files.put(row.person, signed.data, name)
    row.save()
    return row


def _words(portrait: Portrait, verdict: Verdict) -> Words:
    locale = portrait.person.organisation.locale
    said = describing.told(portrait, verdict.placement, locale)
    due = [duty for duty in verdict.duties if duty.channel == "visible_badge" and duty.level == "required"]
    return Words(
        label=label_icons.wanted(portrait.person.organisation, portrait.origin, due),
        caption=said.caption,
        alt_text=said.alt_text,
        release=consenting.release_in_files(portrait, placements.get(verdict.placement)),
        keys=frozenset(key for duty in verdict.duties if duty.level == "required" for key in duty.metadata_keys),
        link=any(duty.leads_on for duty in verdict.duties),
    )


def _description(row: Rendition, words: Words) -> xmp.Description:
    organisation, (software, version, recipe) = row.person.organisation, _software(row.portrait)
    return xmp.Description(
        source_type=row.portrait.source_type,
        locale=organisation.locale,
        caption=row.caption,
        alt_text=words.alt_text,
        rights_holder=organisation.name,
        statement=_record(row),
        software=software,
        software_version=version,
        recipe=recipe,
        release=words.release,
        aigc=Aigc(organisation.name, str(row.public_id)) if aigc.KEY in words.keys else None,
    )


def _record(row: Rendition) -> str:
    """The address of what everybody may read of a file."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse('verify_id', args=[row.public_id])}"


def _software(portrait: Portrait) -> tuple[str, str, str]:
    """What made the pixels, its version, and the recipe by name and digest: no prompt, whose words could be personal."""
    if portrait.candidate is None:
        return "", "", ""
    run = portrait.candidate.run
    recipe = f"Recipe {run.recipe_key}, version {run.recipe_version}, SHA-256 {run.recipe_digest}; no free text."
    return f"Likeness {run.recipe_key}", str(run.recipe_version), recipe


def _claim(row: Rendition, words: Words) -> Claim:
    return Claim(
        source_type=row.portrait.source_type,
        software=" ".join(_software(row.portrait)[:2]).strip(),
        policy_set=row.assessment.on.isoformat(),
        release=words.release,
        rendition=str(row.public_id),
        label=row.label.get("text", ""),
        made_at=timezone.now(),
        iscc=row.iscc,
        marked=bool(row.mark),
    )


def _read_back(data: bytes, portrait: Portrait, beside: bytes | None) -> dict[str, Any]:
    said = reading.read(data, anchors=(signing.chain(portrait.person.organisation).root_pem,), beside=beside)
    if said.credentials.state != "trusted" or said.source_type is not portrait.source_type:
        raise RenditionRefusedError("The finished file does not read back as it was written; nothing was published.")
    return said.as_json()
