"""A portrait made elsewhere is held against the person's real photos; refused, asked about, or handed in with their word."""

import cv2
import pytest

from generation import jobs, simulation
from portraits.collecting.intake import Arrival, add_photo
from portraits.collecting.measuring import measure
from portraits.making import brought, enrolment, requesting
from portraits.models import Photo, Portrait
from portraits.provenance.source_types import SourceType
from portraits.states import State
from tests.portraits.pictures import jpeg

AI = SourceType.TRAINED_ALGORITHMIC_MEDIA


def added(person, data, kind=Photo.Kind.ELSEWHERE, made_by=AI, *, simulated=False) -> Photo:
    """Measured as a worker would; a simulated one is never taken for a copy of what it was made from."""
    photo, _ = add_photo(person, Arrival(data, kind, made_by=made_by, simulated=simulated), actor=person.user)
    claimed = jobs.claim(Photo, photo.pk)
    assert claimed is not None
    measure(claimed)
    claimed.refresh_from_db()
    return claimed


@pytest.fixture
def real(cast, collins_jpeg):
    return added(cast.collins, collins_jpeg, Photo.Kind.STUDIO, SourceType.DIGITAL_CAPTURE)


@pytest.fixture
def relit(astronaut):
    """The same person, taken by another lens in other light: no copy of the real photo."""
    return jpeg(
        simulation.other_lens(
            simulation.other_light(astronaut, from_left=True, stops=0.6, warmth=0.1), strength=0.09, turn=5
        )
    )


def refusing(photo) -> set[str]:
    return {each["gate"] for each in photo.gates["results"] if each["verdict"] == "refuse"}


@pytest.mark.requirement("R14", "R15")
def test_somebody_else_is_refused_with_a_sentence_and_cannot_be_handed_in(cast, real, hopper_jpeg):
    photo = added(cast.collins, hopper_jpeg)
    assert "identity" in refusing(photo)
    assert brought.refusal(photo) == "It did not pass the checks against your real photos and cannot be used."
    with pytest.raises(brought.BroughtRefusedError):
        brought.hand_in(photo, actor=cast.eileen)
    assert not Portrait.objects.exists()


@pytest.mark.requirement("R11")
def test_without_a_real_photo_there_is_no_portrait(cast, collins_jpeg):
    photo = added(cast.collins, collins_jpeg)
    assert photo.gates["verdict"] == "refuse"
    assert photo.gates["results"][0]["sentence"].endswith("Add one first.")


def test_what_passes_becomes_a_portrait_with_the_persons_word_and_waits_for_a_second_person(cast, real, relit):
    photo = added(cast.collins, relit, simulated=True)
    assert "belongings" not in {each["gate"] for each in photo.gates["results"]}
    assert photo.gates["verdict"] in ("pass", "amber"), refusing(photo)
    portrait = brought.hand_in(photo, actor=cast.eileen)
    assert (portrait.state, portrait.origin) == (State.IN_REVIEW, AI.code)
    assert portrait.attestations.get().sha256 == photo.sha256
    assert portrait.depicts_as_of == real.captured_on
    assert set(portrait.sources.all()) == {photo, real}
    assert brought.refusal(photo) == "It is handed in already."


@pytest.mark.requirement("R20")
def test_a_retouched_copy_of_a_real_photo_is_held_against_that_photo_itself(cast, real, astronaut):
    smooth = cv2.bilateralFilter(astronaut, 0, 60, 6)
    photo = added(cast.collins, jpeg(smooth), made_by=SourceType.HUMAN_EDITS)
    assert photo.same_as is None
    assert {"geometry", "belongings", "texture"} <= {each["gate"] for each in photo.gates["results"]}
    assert "texture" in refusing(photo)


def test_it_never_counts_as_a_photo_of_the_person(cast, real, relit):
    photo = added(cast.collins, relit)
    assert not photo.usable
    assert requesting.references(cast.collins) == [real]
    with pytest.raises(enrolment.EnrolmentRefusedError, match="no real photo"):
        enrolment.enrol(photo, actor=cast.eileen)


@pytest.mark.parametrize(
    ("kind", "made_by", "origin"),
    [
        (Photo.Kind.ELSEWHERE, SourceType.DIGITAL_CAPTURE, SourceType.HUMAN_EDITS),
        (Photo.Kind.ELSEWHERE, AI, AI),
        (Photo.Kind.STUDIO, SourceType.DIGITAL_CAPTURE, SourceType.DIGITAL_CAPTURE),
    ],
)
def test_what_made_it_is_the_more_generative_of_what_file_and_sender_say(cast, collins_jpeg, kind, made_by, origin):
    photo, _ = add_photo(cast.collins, Arrival(collins_jpeg, kind, made_by=made_by), actor=None)
    assert photo.origin == origin.code


def test_a_person_whom_no_software_compares_is_judged_without_a_template(cast, real, relit):
    type(cast.collins).objects.filter(pk=cast.collins.pk).update(biometrics=False)
    cast.collins.refresh_from_db()
    photo = added(cast.collins, relit, simulated=True)
    assert "identity" not in {each["gate"] for each in photo.gates["results"]}
