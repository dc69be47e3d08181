"""An official icon in the place of the words: only where it can be seen, and never where a face is."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portraits.provenance import label, label_icon
from portraits.provenance.label import LabelError, LabelEvidence
from portraits.provenance.label_icon import Icon, IconRefusedError
from portraits.provenance.label_places import SHAPES, usual_face
from portraits.provenance.label_stamp import contrast, luminance
from tests.portraits.icons import BLACK, WHITE, drawn, icon, plate, png


def plain(grey: int, size: tuple[int, int] = (400, 400)) -> Image.Image:
    return Image.new("RGB", size, (grey, grey, grey))


@given(st.integers(240, 1200), st.integers(240, 1200), st.sampled_from(SHAPES))
@settings(max_examples=40, deadline=None)
def test_an_icon_lies_whole_inside_the_crop_off_the_face_and_large_enough(width: int, height: int, shape: str) -> None:
    size = (width, width) if shape == "circle" else (width, min(height, width * 3))
    before = plain(255, size)
    done = label_icon.draw(before, Icon("AI", icon()), shape)
    left, top, right, bottom = done.evidence.box
    changed = np.any(np.asarray(before) != np.asarray(done.picture), axis=2)
    assert changed[top:bottom, left:right].sum() == changed.sum() > 0
    assert done.evidence.inside_every_crop
    assert bottom - top >= max(0.1 * min(size) - 1, 24)
    face = usual_face(size)
    assert right <= face[0] or left >= face[2] or bottom <= face[1] or top >= face[3]


@given(st.integers(0, 255))
@settings(max_examples=60, deadline=None)
def test_an_icon_is_laid_exactly_where_its_colour_stands_out(grey: int) -> None:
    there = float(luminance(np.array([grey] * 3, dtype=np.uint8)))
    for colour, own in ((BLACK, 0.0), (WHITE, 1.0)):
        expected = float(contrast(there, own))
        if abs(expected - 3) < 0.15:
            continue
        if expected < 3:
            with pytest.raises(LabelError, match="does not stand out"):
                label_icon.draw(plain(grey), Icon("AI", icon(colour)), "square")
        else:
            evidence = label_icon.draw(plain(grey), Icon("AI", icon(colour)), "square").evidence
            assert evidence.edge_contrast == pytest.approx(expected, rel=0.1)


def test_a_half_transparent_icon_counts_as_it_lies_there() -> None:
    pale = Icon("AI", icon(opacity=128))
    assert 3 <= label_icon.draw(plain(255), pale, "square").evidence.edge_contrast < 6
    with pytest.raises(LabelError, match="does not stand out"):
        label_icon.draw(plain(70), pale, "square")


def test_an_icon_with_its_own_ground_is_read_on_any_picture_and_a_faint_one_on_none_like_it() -> None:
    strong, faint = (Icon("AI", png(plate(BLACK, letters))) for letters in (WHITE, (40, 40, 40)))
    assert label_icon.draw(plain(0), strong, "square").evidence.contrast > 15
    with pytest.raises(LabelError, match="does not stand out"):
        label_icon.draw(plain(0), faint, "square")


@pytest.mark.requirement("N10")
def test_the_evidence_names_the_file_by_its_digest_and_is_read_again() -> None:
    evidence = label_icon.draw(plain(255), Icon("Fully AI-Generated", icon()), "square").evidence
    assert evidence.icon == Icon("", icon()).digest
    assert evidence.text == "Fully AI-Generated"
    assert LabelEvidence.from_json(evidence.as_json()) == evidence


def test_evidence_from_before_there_were_icons_is_still_read(portrait: Image.Image) -> None:
    kept = label.draw(portrait, "AI", "square").evidence.as_json()
    assert LabelEvidence.from_json({key: kept[key] for key in kept if key not in ("icon", "why_words")}).icon == ""


def test_a_copy_that_was_pressed_still_shows_its_icon_and_one_painted_over_does_not(portrait: Image.Image) -> None:
    done = label_icon.draw(portrait.resize((640, 640)), Icon("AI", png(plate(WHITE, BLACK))), "square")
    out = io.BytesIO()
    done.picture.resize((400, 400)).save(out, "JPEG", quality=60)
    assert label.is_as_published(Image.open(out), done.evidence, done.picture)
    bare = portrait.resize((640, 640)).convert("RGB")
    assert not label.is_as_published(bare, done.evidence, done.picture)
    box = done.evidence.box
    bare.paste((120, 110, 100), box)
    assert not label.is_as_published(bare, done.evidence, done.picture)
    assert not label.is_as_published(done.picture.crop((0, 0, 640, 500)), done.evidence, done.picture)


def opaque() -> bytes:
    return png(drawn().convert("RGB"))


def moving() -> bytes:
    out = io.BytesIO()
    drawn().save(out, "PNG", save_all=True, append_images=[drawn(WHITE)])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (opaque(), "no transparent ground"),
        (png(Image.new("RGBA", (200, 200), (0, 0, 0, 255))), "no transparent ground"),
        (png(Image.new("RGBA", (200, 200), (0, 0, 0, 0))), "transparent almost everywhere"),
        (png(drawn(opacity=60)), "transparent almost everywhere"),
        (png(drawn(size=(120, 60))), "44 pixels high|at least 96"),
        (png(drawn(size=(2000, 120))), "too long or too narrow"),
        (png(drawn(size=(4200, 700))), "at most 4096"),
        (moving(), "moves"),
        (icon()[:400], "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"no more than a name", "broken"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG"),
        (b"", "no PNG"),
        (icon() + b"\0" * 260_000, "larger than 256 kB"),
    ],
)
def test_what_cannot_label_a_picture_is_refused_with_a_sentence(data: bytes, why: str) -> None:
    with pytest.raises(IconRefusedError, match=why):
        label_icon.check(data)


def test_an_icon_as_publishers_make_it_is_taken() -> None:
    for each in (icon(), icon(WHITE), icon(opacity=128), png(plate(BLACK, WHITE)), png(drawn().convert("LA"))):
        assert label_icon.check(each) == (420, 240)
