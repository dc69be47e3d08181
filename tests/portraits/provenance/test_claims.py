from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portraits.provenance.claims import SHAPES, Claim, ClaimError, Shape, actions, manifest
from portraits.provenance.source_types import SourceType, most_generative

SIGNABLE = st.sampled_from(list(SHAPES))
# Additional Conformance Requirements v0.2: these carry no digital source type.
WITHOUT_SOURCE_TYPE = ("c2pa.opened", "c2pa.resized.proportional", "c2pa.watermarked.unbound")


def names(source_type: SourceType) -> list[str]:
    return [step["action"] for step in actions(Claim(source_type))]


def test_a_photo_was_opened_and_fitted_and_nothing_else() -> None:
    assert names(SourceType.DIGITAL_CAPTURE) == ["c2pa.opened", "c2pa.cropped", "c2pa.resized.proportional"]


def test_an_enhanced_photo_names_the_software_that_enhanced_it() -> None:
    steps = actions(Claim(SourceType.ALGORITHMICALLY_ENHANCED, software="Likeness studio 1"))
    assert steps[1]["action"] == "c2pa.adjustedColor"
    assert steps[1]["softwareAgent"] == {"name": "Likeness studio 1"}
    assert steps[1]["digitalSourceType"] == SourceType.ALGORITHMICALLY_ENHANCED.uri


def test_an_ai_edit_is_named_as_one_and_the_crop_is_not() -> None:
    steps = {step["action"]: step for step in actions(Claim(SourceType.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA))}
    assert steps["c2pa.edited"]["digitalSourceType"].endswith("compositeWithTrainedAlgorithmicMedia")
    assert steps["c2pa.cropped"]["digitalSourceType"].endswith("algorithmicallyEnhanced")


def test_a_generated_portrait_was_created_from_a_photo_that_is_not_its_parent() -> None:
    made = manifest(Claim(SourceType.TRAINED_ALGORITHMIC_MEDIA))
    assert made["ingredients"][0]["relationship"] == "inputTo"
    assert made["assertions"][0]["data"]["actions"][0]["action"] == "c2pa.created"


@given(SIGNABLE)
def test_every_manifest_holds_the_conformance_rules(source_type: SourceType) -> None:
    made = manifest(Claim(source_type, label="AI", marked=True))
    said = made["assertions"][0]["data"]
    assert said["allActionsIncluded"] is True
    assert said["actions"][0]["action"] in ("c2pa.opened", "c2pa.created")
    for step in said["actions"]:
        assert ("digitalSourceType" in step) is (step["action"] not in WITHOUT_SOURCE_TYPE)


@given(SIGNABLE)
def test_the_most_generative_step_is_the_claims_source_type(source_type: SourceType) -> None:
    steps = [step["digitalSourceType"] for step in actions(Claim(source_type)) if "digitalSourceType" in step]
    assert most_generative(SourceType.parse(each) for each in steps) is source_type


@pytest.mark.parametrize("source_type", [each for each in SourceType if each not in SHAPES])
def test_what_no_portrait_is_cannot_be_signed(source_type: SourceType) -> None:
    with pytest.raises(ClaimError, match=source_type.code):
        manifest(Claim(source_type))


def test_an_action_that_c2pa_does_not_know_is_refused() -> None:
    with pytest.raises(ClaimError, match="made up"):
        manifest(Claim(SourceType.HUMAN_EDITS, edits=("c2pa.filtered", "made up")))


def test_a_drawn_label_and_the_moment_are_said() -> None:
    steps = actions(Claim(SourceType.DIGITAL_CAPTURE, label="AI", made_at=datetime(2026, 11, 21, 10, tzinfo=UTC)))
    assert steps[-1]["action"] == "c2pa.addedText"
    assert steps[-1]["description"] == "AI"
    assert {step["when"] for step in steps} == {"2026-11-21T10:00:00Z"}


def test_the_custom_assertion_leaves_out_what_is_not_known() -> None:
    bare = manifest(Claim(SourceType.DIGITAL_CAPTURE))["assertions"][1]["data"]
    full = manifest(Claim(SourceType.DIGITAL_CAPTURE, release="rel-7", policy_set="p", rendition="ab"))
    assert bare == {"v": 1, "kind": Shape.CAPTURE.value}
    assert full["assertions"][1]["data"] == {**bare, "release": "rel-7", "policy_set": "p", "rendition": "ab"}
