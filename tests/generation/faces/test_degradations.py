"""Faults made on purpose do what they say: mild ones hardly, strong ones clearly, and the right component answers."""

from contextlib import suppress

import numpy as np
import pytest

from generation import faces
from generation.faces.quality.assessment import COMPONENTS

FAULTS = {fault.name: fault for fault in faces.DEGRADATIONS}
UNSEEN = {"noise"}  # no component is made for it (docs/quality.md)
NOT_STEADY = {"closed eyes, drawn", "hand", "second person"}  # shown in docs/quality.md
STEADY = sorted(FAULTS.keys() - UNSEEN - NOT_STEADY)


def margin(component):
    return abs(component.value - component.threshold) * (1 if component.passed else -1)


@pytest.fixture(scope="session")
def hopper_face(hopper):
    return faces.subject(hopper)


@pytest.fixture(scope="session")
def graded(hopper, hopper_face):
    """The margin of the component that must answer, intact and from the second strength on while there is a face."""

    def measure(fault):
        margins = [margin(faces.measure(hopper, compare=False).quality[fault.component])]
        for strength in fault.strengths[1:]:
            with suppress(faces.FaceError):
                damaged = fault.apply(hopper, hopper_face, strength)
                margins.append(margin(faces.measure(damaged, compare=False).quality[fault.component]))
        return margins[0], margins[1], margins[-1]

    return measure


@pytest.mark.requirement("R30")
@pytest.mark.parametrize("name", STEADY)
def test_the_right_component_falls_with_the_strength(graded, name):
    intact, milder, stronger = graded(FAULTS[name])
    assert intact >= milder > stronger or intact > milder >= stronger


@pytest.mark.parametrize("name", sorted(NOT_STEADY))
def test_a_fault_that_is_not_seen_by_degrees_is_seen_at_its_strongest(graded, name):
    intact, _, stronger = graded(FAULTS[name])
    assert stronger < intact


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
