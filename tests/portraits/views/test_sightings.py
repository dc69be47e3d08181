"""Whoever is shown a raw biometric score is in the record; who is shown none is not."""

import pytest

from accounts.audit import Verb
from accounts.models import AuditEvent
from portraits.models import DriftCheck, IdentityAlert
from portraits.states import State
from tests.factories import CandidateFactory, PhotoFactory, PortraitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def checked(cast) -> DriftCheck:
    """A selfie of Eileen was measured against what is shown."""
    portrait = PortraitFactory(person=cast.collins, state=State.PUBLISHED)
    photo = PhotoFactory(person=cast.collins)
    return DriftCheck.objects.create(
        person=cast.collins, portrait=portrait, photo=photo, on="2026-06-02", decision="consistent", distance=0.41
    )


def seen() -> list[tuple[str, int, bool]]:
    rows = AuditEvent.objects.filter(verb=Verb.SCORES_SEEN.value).order_by("number")
    return [(row.subject.split(":")[0], row.actor_id, row.data["own"]) for row in rows]


@pytest.mark.requirement("N13")
def test_a_photo_admin_who_opens_the_scores_is_recorded_each_time(as_robin, cast, checked) -> None:
    for _ in range(2):
        assert as_robin.get(f"/console/portraits/{checked.portrait_id}/likeness/").status_code == 200
    assert seen() == [("portrait", cast.robin.pk, False)] * 2


def test_the_page_of_a_person_is_recorded_only_once_there_is_a_score(as_robin, cast, checked) -> None:
    as_robin.get(f"/console/people/{cast.collins.pk}/")
    DriftCheck.objects.all().delete()
    as_robin.get(f"/console/people/{cast.collins.pk}/")
    assert seen() == [("person", cast.robin.pk, False)]


def test_ones_own_look_is_recorded_as_such(as_eileen, cast, checked) -> None:
    as_eileen.get("/me/")
    assert seen() == [("person", cast.eileen.pk, True)]


def test_an_auditor_is_shown_no_score_and_so_not_recorded(sign_in, cast, checked) -> None:
    sign_in(cast.auditor).get(f"/console/portraits/{checked.portrait_id}/likeness/")
    assert seen() == []


def test_the_scores_of_an_alert_are_recorded(as_robin, cast) -> None:
    alert = IdentityAlert.objects.create(person=cast.collins, photo=PhotoFactory(person=cast.collins), likeness={})
    as_robin.get(f"/console/alerts/{alert.pk}/")
    assert seen() == [("identityalert", cast.robin.pk, False)]


@pytest.fixture
def handed_in(cast):
    """A candidate with the identity gate's distance, waiting for review."""
    result = {
        "gate": "identity", "measure": "distance", "value": 0.3141, "amber": 0.45, "refuse": 0.5,
        "verdict": "pass", "sentence": "This is you.",
    }  # fmt: skip
    candidate = CandidateFactory(run__person=cast.collins, gates={"results": [result]})
    return PortraitFactory(person=cast.collins, candidate=candidate, state=State.IN_REVIEW, origin=candidate.origin)


def test_the_distances_of_a_candidate_are_shown_to_who_decides_and_recorded(as_robin, sign_in, cast, handed_in) -> None:
    address = f"/console/portraits/{handed_in.pk}/"
    assert "0.314" in as_robin.get(address).content.decode()
    page = sign_in(cast.auditor).get(address).content.decode()
    assert "This is you." in page
    assert "0.314" not in page
    assert seen() == [("portrait", cast.robin.pk, False)]


def test_the_person_sees_the_distances_of_their_own_candidates(as_eileen, cast, handed_in) -> None:
    assert "0.314" in as_eileen.get(f"/me/runs/{handed_in.candidate.run_id}/").content.decode()
    assert "0.314" in as_eileen.get(f"/me/candidates/{handed_in.candidate_id}/").content.decode()
    assert seen() == [("run", cast.eileen.pk, True), ("candidate", cast.eileen.pk, True)]
