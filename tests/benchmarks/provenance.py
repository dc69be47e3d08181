"""What it takes to make a file that says what it is and survives, and to find it again, in processor time.

Alone: python -m tests.benchmarks.provenance
"""

import io
import os
import tempfile
import time
from collections.abc import Callable
from typing import Any

from PIL import Image

TIMES = 12


def rows(portrait: Any, unit: Any) -> list[str]:
    """Lines of the table. The portrait's file for LinkedIn becomes that of its publication there."""
    made = _measured("1024 px: crop, label, mark, encode, fingerprints, XMP, signature", lambda: _file(portrait))
    return [
        made.line(unit, "< 0.5 s"),
        *(figure.line(unit, "< 50 ms") for figure in _finding(portrait)),
        _sizes(portrait),
    ]


def _file(portrait: Any) -> tuple[Any, bytes]:
    from django.utils import timezone

    from policies import placements
    from portraits.provenance import credentials, mark_code, xmp, xmp_files
    from portraits.provenance.claims import Claim
    from portraits.publishing import picturing, signing

    wanted = picturing.Wanted("AI MODIFIED")
    made = picturing.picture(portrait, placements.get("slack"), wanted=wanted, mark_id=mark_code.new_id())
    said = xmp.Description(
        source_type=portrait.source_type, locale="en", caption="Photograph.", alt_text="Portrait", rights_holder="Bench"
    )
    described = xmp_files.embed(made.data, "image/jpeg", xmp.packet(said))
    claim = Claim(portrait.source_type, label="AI MODIFIED", iscc=made.iscc, marked=True, made_at=timezone.now())
    chain = signing.chain(portrait.person.organisation)
    return made, credentials.sign(described, "image/jpeg", claim, chain).data


def _finding(portrait: Any) -> list[Any]:
    from generation import picture_files
    from portraits.publishing import finding

    original = picture_files.read(_published(portrait).image)
    out = io.BytesIO()
    with Image.open(io.BytesIO(original)) as picture:
        picture.resize((400, 400), Image.Resampling.LANCZOS).save(out, "JPEG", quality=70)
    copy, stranger = out.getvalue(), _stranger()
    found = finding.find(copy)
    assert found.how == "mark"
    assert finding.find(stranger).rendition is None
    return [
        _measured("verify: the very file", lambda: finding.find(original)),
        _measured("verify: a stripped copy of 400 px", lambda: finding.find(copy)),
        _measured("verify: somebody else's picture of 800 px", lambda: finding.find(stranger)),
    ]


def _published(portrait: Any) -> Any:
    """The file for LinkedIn of the portrait's publication there."""
    from django.utils import timezone

    from policies import placements
    from portraits.models import Publication, Review
    from portraits.publishing import renditions
    from portraits.rulings import assessing

    place = placements.get("linkedin")
    assessment, verdict = assessing.keep(portrait, place, timezone.localdate())
    row = renditions.make(portrait, place, assessment, verdict)
    if not Publication.objects.filter(portrait=portrait, placement="linkedin").update(rendition=row):
        review = Review.objects.create(portrait=portrait, approved=True, sha256=portrait.sha256)
        values = {"channel": "folder", "job_state": "done", "published_at": timezone.now()}
        Publication.objects.create(
            person=portrait.person, portrait=portrait, placement="linkedin", review=review, rendition=row, **values
        )
    return row


def _stranger() -> bytes:
    from skimage import data

    out = io.BytesIO()
    Image.fromarray(data.chelsea()).resize((800, 800)).save(out, "JPEG", quality=85)
    return out.getvalue()


def _sizes(portrait: Any) -> str:
    made, signed = _file(portrait)
    return f"| bytes that XMP and credentials add to a file of {len(made.data):,} | {len(signed) - len(made.data):,} | | | | |"


def _measured(name: str, work: Callable[[], object]) -> Any:
    from tests.benchmarks.measures import measured

    return measured(name, TIMES, work, warm=2, clock=time.process_time)


def _portrait() -> Any:
    """NASA's portrait of Eileen Collins, refined by nobody, as a portrait that is labelled."""
    from skimage import data

    from accounts.models import Organisation, Person
    from tests.portraits.ready import ready

    organisation = Organisation.objects.create(name="Bench", slug="bench", jurisdictions=["EU"])
    return ready(Person.objects.create(organisation=organisation, name="Eileen Collins"), data.astronaut())


def main() -> None:
    """The rows alone, in a home of their own."""
    with tempfile.TemporaryDirectory(prefix="likeness-bench-") as home:
        os.environ.update(LIKENESS_HOME=home, LIKENESS_LOG_LEVEL="ERROR", OMP_NUM_THREADS="1")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portraits.settings")
        import django

        django.setup()
        from django.core.management import call_command

        from tests.benchmarks.measures import reference

        for command in ("migrate", "load_policies"):
            call_command(command, verbosity=0, stdout=io.StringIO())
        unit = reference()
        header = "| what | median | p95 | ratio | n | should be |\n|---|---:|---:|---:|---:|---|"
        print("\n".join([header, *rows(_portrait(), unit)]))  # noqa: T201 (the table is what it is run for)


if __name__ == "__main__":
    main()
