"""Faults made on purpose do what they say: mild ones hardly, strong ones clearly, and the right component answers."""

from contextlib import suppress
from functools import cache

import numpy as np
import pytest

from generation import faces
from generation.faces.quality.assessment import COMPONENTS

FAULTS = {fault.name: fault for fault in faces.DEGRADATIONS}
UNSEEN = {"noise"}  # no component is made for it (docs/quality.md)
NOT_STEADY = {"closed eyes, drawn", "hand", "second person"}  # shown in docs/quality.md
NOT_REFUSED = {  # docs/quality.md: on purpose, or taken for another fault on this face
    "restless background",
    "open mouth, drawn",
    "brush strokes",
}
COVERS = ("mouth_occlusion_prevention", "face_occlusion_prevention")
ALSO = {  # true as well
    "too bright": ("drawing",),
    "fringe": ("eyes_open", "face_occlusion_prevention"),
    "mask": COVERS,
    "mask, over the nose": COVERS,
    "microphone": COVERS,
    "hand": COVERS,
    "cut": ("head_position_horizontal",),
    "pencil lines": ("over_exposure_prevention", "face_occlusion_prevention"),
}
STEADY = sorted(FAULTS.keys() - UNSEEN - NOT_STEADY)


def margin(component):
    return abs(component.value - component.threshold) * (1 if component.passed else -1)


@pytest.fixture(scope="session")
def hopper_face(hopper):
    return faces.subject(hopper)


@pytest.fixture(scope="session")
def graded(hopper, hopper_face):
    """What is measured from the second strength on, while there is a face."""

    @cache
    def measure(fault):
        found = []
        for strength in fault.strengths[1:]:
            with suppress(faces.FaceError):
                damaged = fault.apply(hopper, hopper_face, strength)
                found.append(faces.measure(damaged, compare=False).quality)
        return found

    return measure


@pytest.fixture(scope="session")
def margins(hopper, graded):
    """The margin of the component that must answer: intact, at the second strength, at the strongest."""
    intact = faces.measure(hopper, compare=False).quality

    def of(fault):
        return [margin(each[fault.component]) for each in (intact, graded(fault)[0], graded(fault)[-1])]

    return of


@pytest.mark.requirement("R30")
@pytest.mark.parametrize("name", STEADY)
def test_the_right_component_falls_with_the_strength(margins, name):
    intact, milder, stronger = margins(FAULTS[name])
    assert intact >= milder > stronger or intact > milder >= stronger


@pytest.mark.parametrize("name", sorted(NOT_STEADY))
def test_a_fault_that_is_not_seen_by_degrees_is_seen_at_its_strongest(margins, name):
    intact, _, stronger = margins(FAULTS[name])
    assert stronger < intact


@pytest.mark.requirement("R30")
@pytest.mark.parametrize("name", sorted(FAULTS.keys() - UNSEEN - NOT_REFUSED))
def test_the_strongest_of_a_fault_is_refused_for_that_reason_and_for_no_wrong_one(graded, name):
    fault = FAULTS[name]
    quality = graded(fault)[-1]
    reasons = {each.name for each in quality.components if not each.passed}
    assert quality[fault.component].advice in quality.advice
    assert fault.component in reasons
    assert reasons <= {fault.component, *ALSO.get(name, ())}


def test_noise_is_seen_by_no_component_and_flatters_sharpness(hopper, hopper_face):
    noise = FAULTS["noise"]
    loud = faces.measure(noise.apply(hopper, hopper_face, 40), compare=False).quality
    assert noise.component == ""
    assert loud["sharpness"].value > faces.measure(hopper, compare=False).quality["sharpness"].value


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_fault_gives_a_picture_of_its_own_and_leaves_the_given_one_alone(hopper, hopper_face, name):
    kept = hopper.copy()
    fault = FAULTS[name]
    damaged = fault.apply(hopper, hopper_face, fault.strengths[-1])
    assert np.array_equal(hopper, kept)
    assert damaged.dtype == np.uint8
    assert damaged.ndim == 3
    assert damaged.shape[2] == 3
    assert damaged.shape != hopper.shape or not np.array_equal(damaged, hopper)


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_the_same_fault_is_the_same_picture_every_time(hopper, hopper_face, name):
    fault = FAULTS[name]
    first, second = (fault.apply(hopper, hopper_face, fault.strengths[0]) for _ in range(2))
    assert np.array_equal(first, second)


def test_every_component_but_two_poses_has_a_fault_made_for_it():
    """Turning a head left, right, up or down cannot be drawn on a flat picture."""
    measured = {measure.__name__ for measure in COMPONENTS}
    assert {fault.component for fault in FAULTS.values() if fault.component} == measured - {
        "head_pose_yaw",
        "head_pose_pitch",
    }
