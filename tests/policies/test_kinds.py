import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import kinds
from policies.kinds import Kind, SourceTypeError


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("digitalCapture", Kind.CAMERA),
        ("computationalCapture", Kind.COMPUTATIONAL_CAPTURE),
        ("negativeFilm", Kind.PRINT_SCAN),
        ("humanEdits", Kind.HUMAN_RETOUCHED),
        ("algorithmicallyEnhanced", Kind.AUTO_ENHANCED),
        ("compositeWithTrainedAlgorithmicMedia", Kind.AI_COMPOSITE),
        ("compositeSynthetic", Kind.AI_COMPOSITE),
        ("trainedAlgorithmicMedia", Kind.AI_GENERATED),
        ("digitalCreation", Kind.ILLUSTRATION),
    ],
)
def test_a_source_type_says_what_the_picture_is_to_the_rules(code, kind):
    assert kinds.of_source_type(code) is kind
    assert kinds.of_source_type(kinds.SCHEME + code) is kind


@pytest.mark.requirement("R50")
def test_every_active_code_of_the_scheme_is_classed_or_refused_with_a_reason():
    active_codes = 17  # of 20 in the release of 2024-10-23, three retired
    assert len(kinds.SOURCE_TYPES) + len({"screenCapture"}) == active_codes


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("minorHumanEdits", "write humanEdits"),
        ("digitalArt", "write digitalCreation"),
        ("softwareImage", "is retired"),
        ("screenCapture", "what was on the screen"),
        ("selfie", "no digital source type 'selfie'"),
        ("", "no digital source type"),
    ],
)
def test_a_code_that_says_nothing_is_refused_with_what_to_write_instead(code, words):
    with pytest.raises(SourceTypeError, match=words):
        kinds.of_source_type(code)


@given(st.lists(st.sampled_from(list(Kind))))
def test_no_later_edit_launders_a_generated_picture(later):
    assert kinds.most_generative([Kind.AI_GENERATED, *later]) is Kind.AI_GENERATED


def test_the_most_generative_step_of_a_history_counts_in_any_order():
    assert kinds.most_generative([Kind.HUMAN_RETOUCHED, Kind.AUTO_ENHANCED, Kind.CAMERA]) is Kind.AUTO_ENHANCED


def test_real_captures_and_software_made_pictures_do_not_overlap():
    assert not kinds.REAL_CAPTURES & kinds.SOFTWARE_MADE
