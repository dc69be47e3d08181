"""What a portrait was made from is told apart from what it was held against."""

import pytest

from portraits.views.lineage import lineage
from tests.factories import CandidateFactory, PhotoFactory, PortraitFactory, RunFactory


@pytest.mark.requirement("C01")
def test_the_photo_whose_picture_it_is_is_told_from_those_it_was_held_against(cast) -> None:
    source, other = (PhotoFactory(person=cast.collins) for _ in range(2))
    run = RunFactory(person=cast.collins, source_sha256=source.sha256)
    rendered = PortraitFactory(person=cast.collins, candidate=CandidateFactory(run=run))
    rendered.sources.set([source, other])
    assert (lineage(rendered).made_from, lineage(rendered).held_against) == ([source], [other])


def test_a_real_photo_was_made_from_itself(cast) -> None:
    photo = PhotoFactory(person=cast.collins)
    real = PortraitFactory(person=cast.collins, photo=photo)
    real.sources.set([photo])
    assert (lineage(real).made_from, lineage(real).held_against) == ([photo], [])
