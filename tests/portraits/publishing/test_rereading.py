"""The nightly look at what channels show: by the pixels of the label, when the file is not the one that was published."""

import io
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image, ImageDraw

from generation import picture_files
from portraits.models import Publication, Review
from portraits.monitoring import daily_watch
from portraits.publishing import label_icons, rereading
from tests.portraits.icons import BLACK, WHITE, plate, png
from tests.portraits.ready import made, ready
from tests.rule_packs import load_shipped


@pytest.fixture
def publication(cast, astronaut, settings, tmp_path: Path) -> Publication:
    """An AI portrait on the website, whose label is due by law, laid into the outbox."""
    load_shipped()
    settings.OUTBOX_DIR = tmp_path / "outbox"
    portrait = ready(cast.collins, astronaut, origin="trainedAlgorithmicMedia")
    row = made(portrait, "website")
    assert row.label["text"].startswith("AI")
    review = Review.objects.create(portrait=portrait, actor=cast.robin, approved=True, sha256=portrait.sha256)
    file = settings.OUTBOX_DIR / "observatory" / "website" / "someone.webp"
    file.parent.mkdir(parents=True)
    file.write_bytes(picture_files.read(row.image))
    return Publication.objects.create(
        person=cast.collins, portrait=portrait, placement="website", review=review, channel="folder", rendition=row,
        address="observatory/website/someone.webp", published_at=timezone.now(),
    )  # fmt: skip


def shown(publication: Publication, settings) -> Path:
    return settings.OUTBOX_DIR / publication.address


def rewrite(file: Path, *, paint: tuple[int, ...] | None) -> None:
    """Saved anew, as a platform or a meddler would; with `paint`, over that part."""
    with Image.open(io.BytesIO(file.read_bytes())) as picture:
        copy = picture.convert("RGB")
    if paint:
        ImageDraw.Draw(copy).rectangle(paint, fill=copy.getpixel((paint[0] - 4, paint[1] - 4)))
    copy.save(file, "WEBP", quality=80)


def problem(publication: Publication) -> str:
    daily_watch.watch(timezone.localdate())
    publication.refresh_from_db()
    return publication.problem


@pytest.mark.requirement("N10")
@pytest.mark.requirement("C03")
def test_a_label_that_was_painted_over_is_missed_by_its_pixels(publication: Publication, settings) -> None:
    box = publication.rendition.label["box"]
    rewrite(shown(publication, settings), paint=tuple(box))
    assert "its label is gone" in problem(publication)


@pytest.mark.requirement("N10")
def test_a_file_that_was_only_saved_anew_keeps_its_label_and_is_said_to_differ(
    publication: Publication, settings
) -> None:
    rewrite(shown(publication, settings), paint=None)
    said = problem(publication)
    assert "not the one that was published" in said
    assert "label" not in said


def test_what_is_as_it_was_published_is_left_in_peace(publication: Publication) -> None:
    assert problem(publication) == ""
    assert publication.read_back_at is not None


@pytest.mark.requirement("N10")
def test_the_evidence_says_where_the_label_sits_how_it_stands_out_and_by_which_rules(publication: Publication) -> None:
    row = publication.rendition
    assert row.label["contrast"] >= 4.5
    assert row.label["edge_contrast"] >= 3
    assert row.label["inside_every_crop"] is True
    assert len(row.label["digest"]) == 64
    assert len(row.label["box"]) == 4
    findings = row.assessment.findings
    assert findings
    assert all(each["rule_id"] and each["version"] for each in findings)


@pytest.mark.requirement("N10")
def test_an_official_icon_is_missed_where_it_was_painted_over_and_found_in_a_copy(
    cast, publication: Publication, settings
) -> None:
    label_icons.add(cast.observatory, "generated", says="AI", data=png(plate(BLACK, WHITE)), actor=cast.ines)
    row = publication.rendition = made(publication.portrait, "website")
    assert row.label["icon"]
    publication.save()
    shown(publication, settings).write_bytes(picture_files.read(row.image))
    assert rereading.reread(publication)
    rewrite(shown(publication, settings), paint=None)
    assert not rereading.reread(publication)
    assert publication.problem == rereading.CHANGED
    rewrite(shown(publication, settings), paint=tuple(row.label["box"]))
    assert not rereading.reread(publication)
    assert publication.problem == rereading.UNLABELLED
