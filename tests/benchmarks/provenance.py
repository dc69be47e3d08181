"""What it takes to make a file that says what it is and survives, and to find it again."""

import io

from django.utils import timezone
from PIL import Image

from generation import pictures
from policies import placements
from portraits.models import Portrait, Publication
from portraits.provenance import credentials, mark_code, xmp, xmp_files
from portraits.provenance.claims import Claim
from portraits.publishing import finding, picturing, renditions, signing
from portraits.rulings import assessing
from tests.benchmarks.measures import Figure, measured

TIMES = 12


def rows(portrait: Portrait, unit: Figure) -> list[str]:
    made, verify_original, verify_copy = _making(portrait), *_finding(portrait)
    return [
        made.line(unit, "< 0.5 s"),
        verify_original.line(unit, "< 50 ms"),
        verify_copy.line(unit, "< 50 ms"),
        _sizes(portrait),
    ]


def _file(portrait: Portrait) -> tuple[picturing.Pictured, bytes]:
    slack = placements.get("slack")
    made = picturing.picture(portrait, slack, text="AI MODIFIED", mark_id=mark_code.new_id())
    said = xmp.Description(
        source_type=portrait.source_type, locale="en", caption="Photograph.", alt_text="Portrait", rights_holder="Bench"
    )
    described = xmp_files.embed(made.data, "image/jpeg", xmp.packet(said))
    claim = Claim(portrait.source_type, label="AI MODIFIED", iscc=made.iscc, marked=True, made_at=timezone.now())
    chain = signing.chain(portrait.person.organisation)
    return made, credentials.sign(described, "image/jpeg", claim, chain).data


def _making(portrait: Portrait) -> Figure:
    name = "1024 px: crop, label, mark, encode, fingerprints, XMP, signature"
    return measured(name, TIMES, lambda: _file(portrait))


def _finding(portrait: Portrait) -> tuple[Figure, Figure]:
    place = placements.get("linkedin")
    assessment, verdict = assessing.keep(portrait, place, timezone.localdate())
    row = renditions.make(portrait, place, assessment, verdict)
    Publication.objects.filter(portrait=portrait, placement="linkedin").update(rendition=row)
    original = pictures.read(row.image)
    out = io.BytesIO()
    with Image.open(io.BytesIO(original)) as picture:
        picture.resize((400, 400), Image.Resampling.LANCZOS).save(out, "JPEG", quality=70)
    found = finding.find(out.getvalue())
    assert found.how == "mark"
    return (
        measured("verify: the very file", TIMES, lambda: finding.find(original)),
        measured("verify: a stripped copy of 400 px", TIMES, lambda: finding.find(out.getvalue())),
    )


def _sizes(portrait: Portrait) -> str:
    made, signed = _file(portrait)
    return f"| bytes that XMP and credentials add to a file of {len(made.data):,} | {len(signed) - len(made.data):,} | | | | |"
