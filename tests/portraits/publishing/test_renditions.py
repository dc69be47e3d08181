"""One file for one placement, from a portrait that lies ready: what it carries, and what leads back to it."""

import io
import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from c2pa import Reader
from django.conf import settings
from django.urls import reverse
from PIL import Image

from accounts.models import Organisation
from generation import picture_files
from generation.models import Candidate, Run
from policies import placements
from policies.models import Release
from portraits.agreements import consenting
from portraits.models import Portrait, Rendition
from portraits.provenance import aigc, iscc, label, mark, pdq, reading, xmp_files
from portraits.publishing import picturing
from portraits.publishing.signing import chain
from tests.portraits.ready import made, ready
from tests.rule_packs import load_shipped


@pytest.fixture
def portrait(cast, astronaut: np.ndarray) -> Portrait:
    return ready(cast.collins, astronaut)


def shown(row: Rendition) -> Image.Image:
    with Image.open(io.BytesIO(picture_files.read(row.image))) as picture:
        return picture.convert("RGB")


@pytest.mark.requirement("N09")
def test_a_rendition_leads_back_to_its_row_by_mark_and_fingerprints(portrait: Portrait) -> None:
    row = made(portrait, "linkedin")
    copy = shown(row).resize((400, 400), Image.Resampling.LANCZOS)
    found = mark.read(copy, key=picturing.mark_key())
    assert found
    assert Rendition.objects.get(mark=found.mark_id) == row
    assert row.iscc == iscc.of_picture(shown(row))
    assert row.pdq == pdq.of_picture(shown(row))


@pytest.mark.requirement("R50")
@pytest.mark.parametrize("origin", ["", "softwareImage", "screenCapture", "photo"])
def test_a_picture_that_has_no_class_gets_no_file_for_any_place(portrait: Portrait, origin: str) -> None:
    portrait.origin = origin
    with pytest.raises(ValueError, match=r"source type|screen capture"):
        made(portrait, "website")
    assert not Rendition.objects.exists()


def test_the_file_says_its_random_id_its_fingerprint_and_where_to_ask(portrait: Portrait) -> None:
    row = made(portrait, "linkedin")
    data = picture_files.read(row.image)
    packet = xmp_files.read(data, row.mime)
    assert packet
    assert f"/verify/{row.public_id}/" in packet.decode()
    with Reader(row.mime, io.BytesIO(data)) as reader:
        said = reader.json()
    assert str(row.public_id) in said
    assert row.iscc in said
    assert "c2pa.watermarked.unbound" in said


def test_an_identity_control_gets_pixels_that_nothing_was_hidden_in(portrait: Portrait) -> None:
    Portrait.objects.filter(pk=portrait.pk).update(origin="digitalCapture")
    portrait.refresh_from_db()
    row = made(portrait, "id_badge")
    assert row.mark == ""
    assert row.iscc
    assert mark.read(shown(row), key=picturing.mark_key()) is None


@pytest.mark.requirement("N09")
def test_a_directory_thumbnail_keeps_its_credentials_beside_it(cast, portrait: Portrait) -> None:
    row = made(portrait, "ldap")
    data, anchors = picture_files.read(row.image), (chain(cast.observatory).root_pem,)
    assert reading.read(data, anchors).credentials.state == "none"
    assert reading.read(data, anchors, beside=bytes(row.manifest)).credentials.state == "trusted"
    assert len(data) < 12_000


def test_a_file_made_anew_remembers_the_one_before_it_and_does_not_grow(portrait: Portrait) -> None:
    rows = [made(portrait, "slack") for _ in range(4)]
    assert [row.replaces for row in rows] == [None, *rows[:-1]]
    assert len({row.mark for row in rows}) == 4
    sizes = [len(row.manifest) for row in rows]
    assert max(sizes) - min(sizes) < 64
    assert rows[0].public_id.bytes not in bytes(rows[1].manifest)
    assert str(rows[0].public_id).encode() not in bytes(rows[1].manifest)


def made_by_a_model(portrait: Portrait) -> Portrait:
    run = Run.objects.create(
        person=portrait.person, recipe_key="studio-whole", recipe_version=4, recipe_digest="ab" * 32,
        source_name=portrait.image, source_sha256=portrait.sha256,
    )  # fmt: skip
    portrait.candidate = Candidate.objects.create(
        run=run, number=1, preset="studio", background="studio", polish=0.3, seed=7, width=512, height=512,
        origin="trainedAlgorithmicMedia", image=portrait.image, sha256=portrait.sha256, verdict="pass",
    )  # fmt: skip
    portrait.save()
    return portrait


@pytest.mark.requirement("R53")
def test_another_program_reads_the_system_its_recipe_and_the_release_off_a_finished_file(
    exiftool: str, cast, astronaut: np.ndarray, tmp_path: Path
) -> None:
    portrait = made_by_a_model(ready(cast.collins, astronaut, origin="trainedAlgorithmicMedia"))
    path = tmp_path / "portrait"
    path.write_bytes(picture_files.read(made(portrait, "website").image))
    ran = subprocess.run([exiftool, "-json", "-validate", "-all", path], capture_output=True, check=True)
    said = json.loads(ran.stdout)[0]
    assert said["Validate"] == "OK"
    assert said["AISystemUsed"] == "Likeness studio-whole"
    assert said["AISystemVersionUsed"] in ("4", 4)
    assert said["AIPromptInformation"] == f"Recipe studio-whole, version 4, SHA-256 {'ab' * 32}; no free text."
    assert "MR-LMR" in said["ModelReleaseStatus"] or "Limited" in said["ModelReleaseStatus"]
    release = Release.objects.get(person=cast.collins, placement="website")
    assert said["ModelReleaseID"] == consenting.opaque_id(release.pk)


def test_each_placement_names_its_own_release_and_a_photo_names_no_ai_system(portrait: Portrait) -> None:
    said = {place: reading.read(picture_files.read(made(portrait, place).image)).xmp for place in ("slack", "website")}
    assert len(said["slack"].release) == 32
    assert said["slack"].release != said["website"].release
    assert {each.ai_system + each.ai_version + each.ai_prompt for each in said.values()} == {""}


def test_where_nobody_agreed_the_file_claims_no_release(portrait: Portrait) -> None:
    Release.objects.filter(person=portrait.person).delete()
    assert reading.read(picture_files.read(made(portrait, "slack").image)).xmp.release == ""


@pytest.mark.requirement("R53")
def test_a_file_for_readers_in_china_carries_their_implicit_label_and_one_for_colleagues_does_not(
    cast, astronaut: np.ndarray
) -> None:
    load_shipped()
    cast.observatory.jurisdictions = ["CN"]
    cast.observatory.save()
    portrait = ready(cast.collins, astronaut, origin="trainedAlgorithmicMedia")
    row, inside = made(portrait, "website"), made(portrait, "directory")
    assert made(portrait, "linkedin").label["text"] == "AI生成"  # beside our own words it does not fit into the circle
    said = aigc.parse(reading.read(picture_files.read(row.image)).xmp.aigc)
    assert said == aigc.Aigc(cast.observatory.name, str(row.public_id))
    assert b"AIGC" not in picture_files.read(inside.image)


@pytest.mark.requirement("R51")
@pytest.mark.parametrize(("sector", "leads"), [("healthcare", True), ("any", False)])
def test_where_trust_matters_the_caption_in_row_and_file_leads_to_the_record(
    cast, portrait: Portrait, sector: str, leads: bool
) -> None:
    load_shipped()
    Organisation.objects.filter(pk=cast.observatory.pk).update(sector=sector)
    row = made(Portrait.objects.get(pk=portrait.pk), "website")
    address = f"{settings.SITE_URL}{reverse('verify_id', args=[row.public_id])}"
    assert row.caption.endswith(address) is leads
    packet = xmp_files.read(picture_files.read(row.image), row.mime)
    assert packet
    assert f"{row.caption}<" in packet.decode()


PRESENTED = [place.key for place in placements.catalogue().values() if not place.is_anchor]


@pytest.mark.requirement("C03")
@pytest.mark.parametrize("placement", PRESENTED)
@pytest.mark.parametrize("origin", ["algorithmicallyEnhanced", "trainedAlgorithmicMedia"])
def test_every_file_carries_what_its_duties_ask_and_the_row_says_so(
    cast, astronaut: np.ndarray, placement: str, origin: str
) -> None:
    load_shipped()
    row = made(ready(cast.collins, astronaut, origin=origin), placement)
    owed = {duty["channel"]: duty for duty in row.assessment.duties if duty["level"] == "required"}
    said = reading.read(
        picture_files.read(row.image), (chain(cast.observatory).root_pem,),
        beside=bytes(row.manifest) if row.credentials_beside else None,
    )  # fmt: skip
    assert (said.credentials.state, said.xmp.source_type.rpartition("/")[2]) == ("trusted", origin)
    assert {"iptc", "c2pa"} <= owed.keys()
    assert bool(row.label.get("text")) is ("visible_badge" in owed)
    if row.label.get("text"):
        assert label.is_present(shown(row), label.LabelEvidence.from_json(row.label))
        assert owed["visible_badge"]["rule_versions"]
    assert all((row.caption, row.alt_text, row.sha256))
