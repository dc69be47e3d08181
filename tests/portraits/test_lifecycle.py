"""The one door."""

import pytest

from accounts import verification
from portraits import lifecycle
from portraits.lifecycle import MoveRefusedError
from portraits.models import Portrait, Transition
from portraits.states import State
from tests.factories import PortraitFactory


@pytest.fixture
def waiting(cast) -> Portrait:
    """Ines added a real photo of Eileen and handed it in."""
    portrait = PortraitFactory(person=cast.collins, uploaded_by=cast.ines)
    lifecycle.move(portrait, State.IN_REVIEW, actor=cast.ines)
    return portrait


@pytest.mark.requirement("C06")
def test_a_second_admin_approves(cast, waiting):
    lifecycle.move(waiting, State.APPROVED, actor=cast.robin)
    assert Portrait.objects.get(pk=waiting.pk).state == State.APPROVED


@pytest.mark.parametrize("who", ["ines", "eileen", "auditor", "otto"])
def test_nobody_else_approves(cast, waiting, who):
    with pytest.raises(MoveRefusedError):
        lifecycle.move(waiting, State.APPROVED, actor=getattr(cast, who))
    assert Portrait.objects.get(pk=waiting.pk).state == State.IN_REVIEW


def test_a_refused_move_writes_nothing(cast, waiting):
    events = cast.observatory.audit_events.count()
    with pytest.raises(MoveRefusedError):
        lifecycle.move(waiting, State.PUBLISHED, actor=cast.robin)
    assert cast.observatory.audit_events.count() == events
    assert Transition.objects.filter(portrait=waiting).count() == 1


def test_every_move_leaves_a_transition_with_its_audit_event(cast, waiting):
    moved = lifecycle.move(waiting, State.REJECTED, actor=cast.robin, reason="The left half is in shadow.")
    assert moved.event.reason == "The left half is in shadow."
    assert moved.event.data["to"] == "rejected"
    assert verification.verify(cast.observatory) is None


def test_the_button_gives_the_reasons_of_the_door(cast, waiting):
    why = lifecycle.why_not(waiting, State.APPROVED, actor=cast.ines)
    with pytest.raises(MoveRefusedError) as refused:
        lifecycle.move(waiting, State.APPROVED, actor=cast.ines)
    assert refused.value.reasons == why
    assert why == ("You added this picture: somebody else has to approve it.",)


def test_rejecting_needs_a_reason(cast, waiting):
    with pytest.raises(MoveRefusedError, match="Say why"):
        lifecycle.move(waiting, State.REJECTED, actor=cast.robin, reason=" ")


@pytest.mark.requirement("R19")
def test_an_attestation_of_other_bytes_does_not_count(cast):
    portrait = PortraitFactory(person=cast.collins, uploaded_by=cast.eileen, origin="algorithmicallyEnhanced")
    portrait.attestations.create(actor=cast.eileen, text="me", sha256="0" * 64)
    with pytest.raises(MoveRefusedError, match="look today"):
        lifecycle.move(portrait, State.IN_REVIEW, actor=cast.eileen)
