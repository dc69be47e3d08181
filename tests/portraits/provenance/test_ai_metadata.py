"""What a file says of its own making stands beside the quality of the face, with one sentence."""

import pytest
from django.core.management import call_command
from PIL import Image, PngImagePlugin

from portraits.collecting.intake import Arrival, add_photo
from portraits.models import Photo
from portraits.provenance import ai_metadata, reading
from portraits.provenance.source_types import SourceType
from tests.portraits.pictures import jpeg


def said(*names, source_type=""):
    return {"source_type": source_type, "traces": [{"field": "Software", "name": name} for name in names]}


@pytest.fixture
def named(tmp_path, astronaut):
    """A picture whose metadata names a generator."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Software", "Midjourney")
    path = tmp_path / "named.png"
    Image.fromarray(astronaut).save(path, pnginfo=info)
    return path


def test_a_file_that_says_nothing_passes_with_no_traces():
    found = ai_metadata.hint(said())
    assert (found.value, found.threshold, found.passed, found.advice) == (0.0, 0.0, True, "")


def test_every_trace_counts_and_each_name_is_told_once():
    found = ai_metadata.hint(said("Midjourney", "Midjourney", "DALL-E"))
    assert (found.value, found.unit, found.passed) == (3.0, "traces", False)
    assert found.advice.startswith("The file names a picture generator (Midjourney, DALL-E): ")
    assert "cannot stand for how you look today" in found.advice


@pytest.mark.parametrize("kind", SourceType)
def test_an_admission_without_a_name_is_one_trace_and_other_origins_none(kind):
    found = ai_metadata.hint(said(source_type=kind.code))
    assert (found.value, found.passed) == (float(kind.is_generative), not kind.is_generative)
    assert (f'calls itself "{kind.title}"' in found.advice) == kind.is_generative


def test_a_signed_admission_is_read_from_the_file(shared):
    found = ai_metadata.hint(reading.read((shared / "c2pa" / "ocsp.jpg").read_bytes()).as_json())
    assert not found.passed


@pytest.mark.requirement("R30")
def test_the_person_reads_it_beside_the_quality_of_the_face(cast, named, astronaut, work):
    photos = [
        add_photo(cast.collins, Arrival(data, Photo.Kind.STUDIO), actor=None)[0]
        for data in (named.read_bytes(), jpeg(astronaut[:, ::-1].copy()))
    ]
    work()
    for photo in photos:
        photo.refresh_from_db()
    hints = [next(each for each in photo.quality if each["name"] == "ai_metadata") for photo in photos]
    assert [hint["passed"] for hint in hints] == [False, True]
    assert any("Midjourney" in sentence for sentence in photos[0].advice)
    assert not any("generator" in sentence for sentence in photos[1].advice)


def test_inspect_shows_it_too(named, capsys):
    call_command("inspect", str(named))
    assert "LOOK ai_metadata: 1 traces. The file names a picture generator (Midjourney): " in capsys.readouterr().out
