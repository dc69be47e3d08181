"""The exact file for one placement: crop, visible label, encode, XMP, signature last - and read back before it counts."""

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from PIL import Image

from accounts import sealed_files
from generation import pictures
from generation.head import Head
from policies import disclosure
from policies.engine import Verdict
from policies.models import Assessment
from policies.placements import Placement
from portraits import framing
from portraits.models import Portrait, Rendition
from portraits.provenance import certificates, credentials, fingerprint, label, reading, xmp, xmp_files
from portraits.provenance.certificates import Chain
from portraits.provenance.claims import Claim

MIME = {"jpeg": "image/jpeg", "webp": "image/webp", "png": "image/png"}
QUALITIES = (90, 84, 78, 70, 60, 50)


class RenditionRefusedError(ValueError):
    """No file can be made for this placement; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the file says of itself, in the organisation's language. Names nobody."""

    label: str
    caption: str
    alt_text: str


def make(portrait: Portrait, placement: Placement, assessment: Assessment, verdict: Verdict) -> Rendition:
    """Make, sign, read back and keep the rendition; the same file is kept once."""
    words = _words(portrait, verdict)
    mime = MIME[placement.format]
    image, evidence = _picture(portrait, placement, words.label)
    described = xmp_files.embed(_encode(image, placement), mime, xmp.packet(_description(portrait, words)))
    signed = credentials.sign(described, mime, _claim(portrait, assessment, words), chain(portrait))
    said = _read_back(signed, portrait)
    digest = hashlib.sha256(signed).hexdigest()
    name = _seal(signed, digest, portrait, placement)
    row, _ = Rendition.objects.get_or_create(
        portrait=portrait,
        placement=placement.key,
        sha256=digest,
        defaults={
            "anchor": placement.is_anchor,
            "assessment": assessment,
            "image": name,
            "mime": mime,
            "width": image.width,
            "height": image.height,
            "size": len(signed),
            "source_type": portrait.origin,
            "label": evidence,
            "caption": words.caption,
            "alt_text": words.alt_text,
            "credentials": said,
            "fingerprint": fingerprint.of(signed),
        },
    )
    return row


def _seal(signed: bytes, digest: str, portrait: Portrait, placement: Placement) -> str:
    person = portrait.person
    name = sealed_files.name_for(person, digest, folder="renditions", suffix=f".{placement.format}")
    return sealed_files.put(person, signed, name)


def chain(portrait: Portrait) -> Chain:
    """The certificates the organisation signs with."""
    organisation = portrait.person.organisation
    return certificates.ensure(settings.CREDENTIALS_DIR / organisation.slug, organisation.name, timezone.now())


def _picture(portrait: Portrait, placement: Placement, text: str) -> tuple[Image.Image, dict[str, Any]]:
    """The crop, with the label in it where one is due, and the label's evidence."""
    with Image.open(io.BytesIO(pictures.read(portrait.image))) as source:
        whole = source.convert("RGB")
    head, target = Head.from_json(portrait.face), (placement.width, placement.height)
    cut = framing.frame(head, picture=whole.size, target=target, shape=placement.shape)
    image = whole.resize(target, Image.Resampling.LANCZOS, box=cut.box, reducing_gap=3)
    if not text:
        return image, {}
    labelled = _label(image, text, placement, avoid=framing.features(head, cut))
    return labelled.picture, labelled.evidence.as_json()


def _label(image: Image.Image, text: str, placement: Placement, *, avoid: tuple[int, int, int, int]) -> label.Labelled:
    """Draw the words; where they do not fit, their first one, which says the main thing."""
    try:
        return label.draw(image, text, placement.shape, avoid=[avoid])
    except label.LabelError as problem:
        if " " in text:
            return _label(image, text.split()[0], placement, avoid=avoid)
        raise RenditionRefusedError(f"{placement.title}: {problem}") from problem


def _encode(image: Image.Image, placement: Placement) -> bytes:
    room = placement.max_bytes - 16_384 if placement.max_bytes else None  # what XMP and signature add, measured 7.2 kB
    for quality in QUALITIES:
        out = io.BytesIO()
        image.save(out, placement.format.upper(), quality=quality)
        if room is None or out.tell() <= room:
            return out.getvalue()
    raise RenditionRefusedError(f"{placement.title} takes {placement.max_bytes} bytes: the picture does not fit.")


def _words(portrait: Portrait, verdict: Verdict) -> Words:
    locale = portrait.person.organisation.locale
    due = [duty for duty in verdict.duties if duty.channel == "visible_badge" and duty.level == "required"]
    badges = [text for duty in due for text in duty.badge_texts]
    return Words(
        label=disclosure.label(portrait.origin, locale, badges) if due else "",
        caption=disclosure.caption(portrait.origin, locale),
        alt_text=disclosure.alt_text(portrait.origin, locale),
    )


def _description(portrait: Portrait, words: Words) -> xmp.Description:
    organisation = portrait.person.organisation
    return xmp.Description(
        source_type=portrait.source_type,
        locale=organisation.locale,
        caption=words.caption,
        alt_text=words.alt_text,
        rights_holder=organisation.name,
        software=_software(portrait),
    )


def _software(portrait: Portrait) -> str:
    if portrait.candidate is None:
        return ""
    run = portrait.candidate.run
    return f"Likeness {run.recipe_key} {run.recipe_version}"


def _claim(portrait: Portrait, assessment: Assessment, words: Words) -> Claim:
    key = hashlib.sha256(b"likeness parent " + settings.AUDIT_KEY.encode()).digest()
    return Claim(
        source_type=portrait.source_type,
        software=_software(portrait),
        policy_set=assessment.on.isoformat(),
        parent_hmac=credentials.parent_hmac(pictures.read(portrait.image), key=key),
        label=words.label,
        made_at=timezone.now(),
    )


def _read_back(signed: bytes, portrait: Portrait) -> dict[str, Any]:
    said = reading.read(signed, anchors=(chain(portrait).root_pem,))
    if said.credentials.state != "trusted" or said.source_type is not portrait.source_type:
        raise RenditionRefusedError("The finished file does not read back as it was written; nothing was published.")
    return said.as_json()
