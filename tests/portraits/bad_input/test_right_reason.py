"""A degraded picture that somebody sends: what the person reads names that fault and no other.

Every fault at its strongest: tests/generation/faces/test_degradations.py; by degrees, on twelve portraits: docs/quality.md.
"""

import pytest

from generation import faces

FAULTS = {fault.name: fault for fault in faces.DEGRADATIONS}
SENTENCES = {
    "camera shake": "Your face is not sharp",
    "compression": "The file was compressed too strongly",
    "veil": "The picture looks grey and flat",
    "too dark": "Your face is too dark",
    "sepia": "The picture has no colours",
    "tilt": "Your head is tilted",
    "sunglasses": "Your eyes can hardly be seen",
}


@pytest.mark.requirement("R30")
@pytest.mark.parametrize("name", SENTENCES)
def test_the_person_is_told_the_fault_and_nothing_that_is_not_wrong(sent, hopper, name) -> None:
    fault = FAULTS[name]
    told = sent(fault.apply(hopper, faces.subject(hopper), fault.strengths[-1])).advice
    assert [sentence.startswith(SENTENCES[name]) for sentence in told] == [True]
