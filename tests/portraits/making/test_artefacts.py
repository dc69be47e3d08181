"""Nothing that software made is approved before somebody looked at every place where software goes wrong."""

import pytest
from django.urls import reverse

from generation.gates.changes import CODES
from portraits.lifecycle import MoveRefusedError
from portraits.making import artefacts, reviewing
from portraits.models import Photo
from portraits.states import State
from tests.factories import CandidateFactory, PhotoFactory, PortraitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast):
    """Eileen's candidate, attested by her; the measures saw something at its outline."""
    candidate = CandidateFactory(run__person=cast.collins, gates={"verdict": "amber", "changes": ["halo_left"]})
    portrait = PortraitFactory(
        person=cast.collins, candidate=candidate, origin="algorithmicallyEnhanced", state=State.IN_REVIEW
    )
    portrait.attestations.create(actor=cast.eileen, text="It is me.", sha256=portrait.sha256)
    return portrait


def test_every_code_that_points_somewhere_is_one_the_gates_have():
    assert {code for place in artefacts.PLACES for code in place.codes} <= set(CODES.values())
    assert len(artefacts.KEYS) == len(artefacts.PLACES)


@pytest.mark.requirement("R27")
@pytest.mark.parametrize("left_out", sorted(artefacts.KEYS))
def test_one_place_that_nobody_looked_at_stops_the_approval(made, cast, left_out):
    with pytest.raises(MoveRefusedError, match="Look at this first") as refused:
        reviewing.approve(made, ["directory"], actor=cast.robin, looked_at=artefacts.KEYS - {left_out})
    assert len(refused.value.reasons) == 1
    made.refresh_from_db()
    assert made.state == State.IN_REVIEW


@pytest.mark.requirement("R27")
def test_with_all_looked_at_it_is_approved_and_the_record_says_where(made, cast):
    reviewing.approve(made, ["directory"], actor=cast.robin, looked_at=artefacts.KEYS)
    assert made.transitions.last().reason == (
        "Approved for: Staff directory. Looked at: eyes, mouth, skin, ears, hair, hands, clothes, room."
    )


@pytest.mark.requirement("R27")
def test_a_real_photo_needs_no_such_list_and_a_picture_made_elsewhere_does(cast):
    real = PortraitFactory(person=cast.collins, state=State.IN_REVIEW)
    brought = PhotoFactory(person=cast.collins, kind=Photo.Kind.ELSEWHERE)
    assert not reviewing.made_by_software(real)
    assert reviewing.made_by_software(PortraitFactory(person=cast.collins, photo=brought))


@pytest.mark.requirement("R27")
def test_the_page_shows_where_the_measures_point_and_asks_for_the_rest(made, cast, client):
    client.force_login(cast.robin, backend="allauth.account.auth_backends.AuthenticationBackend")
    said = client.get(reverse("console:review", args=[made.pk])).content.decode()
    assert said.count('name="looked_at"') == len(artefacts.PLACES)
    assert said.count("Measured: look twice") == 1
    answer = client.post(
        reverse("console:approve", args=[made.pk]), {"placements": ["directory"], "looked_at": ["hair"]}
    )
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Look at each of these places and tick it" in said
    assert 'value="hair" checked' in said
