import pytest
from hypothesis import given
from hypothesis import strategies as st

from portraits.provenance.source_types import (
    RETIRED,
    RetiredSourceTypeError,
    SourceType,
    SourceTypeError,
    least_generative,
    most_generative,
)

TYPES = st.sampled_from(list(SourceType))


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("source_type", SourceType)
def test_a_uri_is_read_with_either_scheme_and_written_with_http(source_type: SourceType, scheme: str) -> None:
    uri = f"{scheme}://cv.iptc.org/newscodes/digitalsourcetype/{source_type.code}"
    assert SourceType.parse(uri) is source_type
    assert source_type.uri.startswith("http://")


@pytest.mark.parametrize(("code", "successor"), RETIRED.items())
def test_a_retired_code_is_refused_by_name_and_names_its_successor(code: str, successor: str | None) -> None:
    with pytest.raises(RetiredSourceTypeError, match=code) as refused:
        SourceType.parse(f"http://cv.iptc.org/newscodes/digitalsourcetype/{code}")
    assert refused.value.successor == successor


@pytest.mark.parametrize("code", ["", "bogus", "DigitalCapture", "http://example.org/digitalCapture"])
def test_what_is_not_in_the_scheme_is_refused(code: str) -> None:
    with pytest.raises(SourceTypeError):
        SourceType.parse(code)


@given(st.lists(TYPES), TYPES)
def test_a_later_step_never_launders_a_history(history: list[SourceType], later: SourceType) -> None:
    before, after = most_generative(history), most_generative([*history, later])
    assert after is not None
    assert before is None or after.generativeness >= before.generativeness


def test_human_retouching_of_a_generated_picture_leaves_it_generated() -> None:
    history = [SourceType.TRAINED_ALGORITHMIC_MEDIA, SourceType.HUMAN_EDITS, SourceType.DIGITAL_CAPTURE]
    assert most_generative(history) is SourceType.TRAINED_ALGORITHMIC_MEDIA


@given(TYPES, TYPES)
def test_every_generative_type_is_more_generative_than_every_other(first: SourceType, second: SourceType) -> None:
    if first.is_generative and not second.is_generative:
        assert most_generative([first, second]) is first
        assert least_generative(first, second) is second


@given(TYPES)
def test_a_capture_is_never_generative_and_words_never_disagree(source_type: SourceType) -> None:
    assert not (source_type.is_capture and source_type.is_generative)
    assert source_type.sentence.endswith(".")
    if source_type.is_capture or source_type is SourceType.HUMAN_EDITS:
        assert "with generative" not in source_type.sentence.lower()
