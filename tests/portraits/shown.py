"""Things that are shown, without files, and rules that can be changed under them."""

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from policies import placements
from policies.kinds import Kind
from policies.models import Assessment
from portraits.models import Publication, Rendition, Review
from portraits.rulings import assessing, rule_tasks
from portraits.states import State
from tests.factories import CandidateFactory, PersonFactory, PhotoFactory, PortraitFactory, RunFactory, digest
from tests.policies.conftest import GOOD
from tests.rule_packs import load_shipped

NUMBERS = count(1)
CODES = {
    Kind.CAMERA: "digitalCapture",
    Kind.AUTO_ENHANCED: "algorithmicallyEnhanced",
    Kind.AI_GENERATED: "trainedAlgorithmicMedia",
}


@pytest.fixture
def rules(cast):
    """The shipped rules are in force, and the observatory has looked at them once."""
    load_shipped()
    rule_tasks.remember(cast.observatory)


@pytest.fixture
def show(cast, rules):
    """Show a new portrait of somebody: rows as publishing leaves them, with the verdict of the day kept."""

    def shown(placement="linkedin", kind=Kind.AUTO_ENHANCED, person=None, department="Flight", days=10) -> Publication:
        person = person or PersonFactory(organisation=cast.observatory, department=department)
        depicts = timezone.localdate() - timedelta(days=days)
        made = {} if kind is Kind.CAMERA else {"candidate": CandidateFactory(run=RunFactory(person=person))}
        portrait = PortraitFactory(
            person=person, origin=CODES[kind], depicts_as_of=depicts, state=State.PUBLISHED, **made
        )
        PhotoFactory(person=person, captured_at=timezone.now() - timedelta(days=days))
        review = Review.objects.create(portrait=portrait, approved=True, placements=[placement], sha256=portrait.sha256)
        publication = Publication.objects.create(
            person=person, portrait=portrait, placement=placement, review=review, channel="folder",
            job_state="done", published_at=timezone.now(), address=f"{portrait.pk}.jpg",
        )  # fmt: skip
        return made_again(publication)

    return shown


def made_again(publication: Publication) -> Publication:
    """What publishing does, without a file: assess by the rules of the day and keep the rendition."""
    place = placements.get(publication.placement)
    assessment, _ = assessing.keep(publication.portrait, place, timezone.localdate())
    publication.rendition = rendition(publication, assessment)
    publication.job_state = "done"
    publication.save()
    return publication


def rendition(publication: Publication, assessment: Assessment) -> Rendition:
    return Rendition.objects.create(
        portrait=publication.portrait, placement=publication.placement, assessment=assessment,
        anchor=placements.get(publication.placement).is_anchor,
        image="r.jpg", sha256=digest(next(NUMBERS) + 50_000), mime="image/jpeg", width=1, height=1, size=1,
        source_type=publication.portrait.origin, alt_text="A portrait.", fingerprint="0" * 16,
    )  # fmt: skip


def body(rule_id="observatory-own", layer="organisation", **said):
    """A rule as it is written in the console, in force from today."""
    plain = {
        **GOOD,
        "id": rule_id,
        "layer": layer,
        "audience": ["public", "internal"],
        "effective_from": timezone.localdate().isoformat(),
        "last_verified": timezone.localdate().isoformat(),
        "kinds": {},
    }
    source = (
        [] if layer == "organisation" else [{"url": "https://example.org/law", "kind": "primary", "seen": "primary"}]
    )
    return {**plain, "source": source, **said}
