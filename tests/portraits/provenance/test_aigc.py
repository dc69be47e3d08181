"""China's implicit label: seven fields in one XMP property, where a rule asks for it and nowhere else."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from policies import duties, pack, placements
from policies.kinds import Kind
from portraits.provenance import aigc, reading, xmp, xmp_files
from portraits.provenance.aigc import Aigc
from portraits.provenance.source_types import SourceType
from tests.policies.conftest import GOOD

GENERATED = SourceType.TRAINED_ALGORITHMIC_MEDIA


def picture(kind: str = "JPEG", **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "grey").save(out, kind, **options)
    return out.getvalue()


@pytest.mark.requirement("R53")
def test_the_object_has_the_seven_fields_of_the_standard_at_its_top():
    assert json.loads(Aigc("Sample Observatory", "a random id").as_text()) == {
        "Label": "1", "ContentProducer": "Sample Observatory", "ProduceID": "a random id", "ReservedCode1": "",
        "ContentPropagator": "Sample Observatory", "PropagateID": "a random id", "ReservedCode2": "",
    }  # fmt: skip


@given(st.text(), st.text(alphabet="0123456789abcdef-", max_size=40))
def test_what_is_written_is_read_whatever_an_organisation_is_called(name, number):
    said = xmp.Description(GENERATED, "zh", "", "", "", aigc=Aigc(name, number))
    found = aigc.parse(xmp.fields(xmp.packet(said)).aigc)
    assert found is not None
    assert found.produced == number


def test_a_file_that_no_rule_asks_it_of_does_not_even_name_it():
    assert b"AIGC" not in xmp.packet(xmp.Description(GENERATED, "en", "", "", "Us"))


@pytest.mark.requirement("R53")
def test_the_rule_of_china_asks_for_it_of_what_ai_made_and_of_nothing_else():
    (china,) = [each for each in pack.rules() if each.id == "cn-aigc-label"]
    asked = {kind: duties.of(kind, [china], placements.get("website")) for kind in Kind}
    keys = {kind: [key for duty in said for key in duty.metadata_keys] for kind, said in asked.items()}
    assert {kind for kind, found in keys.items() if found == ["AIGC"]} == {
        Kind.AI_GENERATED, Kind.AI_COMPOSITE, Kind.AI_BACKGROUND,
    }  # fmt: skip


def test_a_rule_that_asks_for_a_key_that_nobody_writes_is_refused():
    (fault,) = pack.faults_of({**GOOD, "disclosure_params": {"metadata_key": "MadeByAI"}})
    assert (fault.field, "is not one of" in fault.message) == ("disclosure_params.metadata_key", True)


@pytest.mark.parametrize("label", ["1", "2", "3", 1])
def test_an_upload_that_carries_it_is_recognised_in_either_form(label):
    text = json.dumps({"AIGC": {"Label": label, "ContentProducer": "doubao"}})
    chunk = PngInfo()
    chunk.add_text("AIGC", text)
    found = reading.read(picture("PNG", pnginfo=chunk))
    assert found.source_type is GENERATED
    assert [trace.name for trace in found.traces] == ["doubao"]
    said = xmp.Description(SourceType.DIGITAL_CAPTURE, "zh", "", "", "", aigc=Aigc("doubao", "1", str(label)))
    assert reading.read(xmp_files.embed(picture(), "image/jpeg", xmp.packet(said))).source_type is GENERATED


@pytest.mark.parametrize("text", ["", "{", "[]", '{"Label": "9"}', '"AIGC"', "null", '{"AIGC": 3}', "[" * 9000])
def test_what_is_no_such_object_says_nothing(text):
    assert aigc.parse(text) is None
