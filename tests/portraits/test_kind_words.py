"""What people read when a picture comes back: what to do next, never what is wrong with them."""

import re

import pytest

from generation.ranking import Entry, rank
from portraits.forms import RejectForm

UNKIND = re.compile(
    r"\b(ugly|bad|wrong|fat|old|tired|unattractive|unprofessional|poor|flaw\w*|blemish\w*|imperfect\w*)\b",
    re.IGNORECASE,
)
TO_DO = re.compile(r"would|look straight|take another|is enough|rest the camera", re.IGNORECASE)


@pytest.mark.requirement("R63")
@pytest.mark.parametrize("reason", RejectForm.KIND_REASONS)
def test_a_ready_reason_says_what_to_do_and_blames_nobody(reason):
    assert TO_DO.search(reason)
    assert not UNKIND.search(reason)


@pytest.mark.requirement("R63")
def test_a_refused_candidate_is_set_aside_for_what_software_did():
    (place,) = rank([Entry(key=1, verdict="refuse", distances=(), detail=0.3, tone=0.0)])
    assert place.rank is None
    assert place.reasons == ("Set aside because it changed too much; see what was measured.",)
    assert not UNKIND.search(" ".join(place.reasons))


@pytest.mark.parametrize("said", ["You look tired.", "The skin has flaws.", "A bad picture."])
def test_the_words_are_heard(said):
    assert UNKIND.search(said)
