import io
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from policies import disclosure
from portraits.provenance import label, label_stamp, label_text
from portraits.provenance.label import LabelError, LabelEvidence, Labelled
from portraits.provenance.label_places import CENTRE_WITHIN, ROUNDING, SHAPES
from portraits.provenance.label_stamp import Tone, contrast, luminance

SIZES = st.integers(72, 1200)
WORDS = st.sampled_from(["AI", "KI", "IA", "MW"])


def plain(size: tuple[int, int], grey: int) -> Image.Image:
    return Image.new("RGB", size, (grey, grey, grey))


def crop_mask(size: tuple[int, int], shape: str) -> np.ndarray:
    """Which pixels a crop shows, drawn by another program than the one under test."""
    mask = Image.new("L", size)
    short, (width, height) = min(size), size
    edges = ((width - short) / 2, (height - short) / 2, (width + short) / 2 - 1, (height + short) / 2 - 1)
    draw = ImageDraw.Draw(mask)
    if shape == "circle":
        draw.ellipse(edges, fill=255)
    else:
        radius = ROUNDING * short if shape == "rounded" else 0
        draw.rounded_rectangle((0, 0, width - 1, height - 1), radius, fill=255)
    return np.asarray(mask) > 0


def changed(before: Image.Image, after: Image.Image) -> np.ndarray:
    return np.any(np.asarray(before) != np.asarray(after), axis=2)


@given(SIZES, SIZES, st.sampled_from(SHAPES), WORDS)
@settings(max_examples=80, deadline=None)
def test_the_whole_label_is_inside_the_crop_at_every_size(width: int, height: int, shape: str, words: str) -> None:
    size = (width, width) if shape == "circle" else (width, min(height, width * 3))
    picture = plain(size, 128)
    drawn = label.draw(picture, words, shape)
    marked = changed(picture, drawn.picture)
    assert marked.any()
    assert not (marked & ~crop_mask(size, shape)).any()
    assert drawn.evidence.inside_every_crop
    left, top, right, bottom = drawn.evidence.box
    assert not marked[:top].any()
    assert not marked[bottom:].any()
    assert not marked[:, :left].any()
    assert not marked[:, right:].any()


@given(st.integers(96, 1200))
@settings(max_examples=40, deadline=None)
def test_in_a_circle_the_labels_centre_keeps_away_from_the_rim(side: int) -> None:
    left, top, right, bottom = label.draw(plain((side, side), 200), "AI", "circle").evidence.box
    centre = np.array([(left + right) / 2, (top + bottom) / 2])
    assert np.hypot(*(centre - side / 2)) <= CENTRE_WITHIN * side / 2


@given(SIZES, SIZES)
def test_text_is_five_hundredths_of_the_short_side_and_fourteen_pixels_from_four_hundred_on(
    width: int, height: int
) -> None:
    short = min(width, height)
    heights = label.text_heights((width, height))
    assert min(heights) >= 0.05 * short
    assert min(heights) >= 9
    assert min(heights) >= 14 or short < 400
    assert max(heights) >= 14 or short < 122


@given(st.integers(200, 1200), st.sampled_from(SHAPES))
@settings(max_examples=40, deadline=None)
def test_longer_words_fit_too_with_smaller_letters_where_they_must(side: int, shape: str) -> None:
    evidence = label.draw(plain((side, side), 128), "AI-generated", shape).evidence
    assert evidence.inside_every_crop
    assert evidence.text_height_px >= 0.05 * side
    assert evidence.box[1] >= round(0.70 * side), "it would cross the chin"


@pytest.mark.parametrize("side", [96, 400, 648])
def test_the_drawn_letters_are_as_tall_as_the_evidence_says(side: int) -> None:
    drawn = label.draw(plain((side, side), 255), "HHH", "square")
    left, top, right, bottom = drawn.evidence.box
    grey = np.asarray(drawn.picture.convert("L"))[top:bottom, left:right]
    inner = grey[2:-2, (bottom - top) // 2 : -((bottom - top) // 2)]
    rows = (inner > 150).any(axis=1).sum()
    assert abs(int(rows) - drawn.evidence.text_height_px) <= 2


@pytest.mark.requirement("N10")
@pytest.mark.parametrize("grey", [0, 40, 90, 118, 128, 180, 255])
@pytest.mark.parametrize("shape", SHAPES)
def test_contrast_holds_on_every_grey(grey: int, shape: str) -> None:
    evidence = label.draw(plain((400, 400), grey), "AI", shape).evidence
    assert evidence.contrast >= 4.5
    assert evidence.edge_contrast >= 3.0


@given(st.integers(0, 2**32 - 1), st.sampled_from([2, 40, 128]))
@settings(max_examples=25, deadline=None)
def test_contrast_holds_on_noise(seed: int, spread: int) -> None:
    noise = np.random.default_rng(seed).integers(128 - spread, 128 + spread, (200, 200, 3))
    evidence = label.draw(Image.fromarray(noise.astype(np.uint8)), "AI", "circle").evidence
    assert evidence.contrast >= 4.5
    assert evidence.edge_contrast >= 3.0


def test_the_pill_is_dark_where_that_stands_out_and_light_where_it_does_not() -> None:
    tones = [label.draw(plain((300, 300), grey), "AI", "square").evidence.tone for grey in (0, 255)]
    assert tones == [Tone.LIGHT, Tone.DARK]


def test_a_label_on_a_calm_picture_has_no_outline_and_on_a_restless_one_it_has() -> None:
    stripes = np.zeros((300, 300, 3), dtype=np.uint8)
    stripes[:, ::2] = 255
    assert not label.draw(plain((300, 300), 255), "AI", "square").evidence.outlined
    assert label.draw(Image.fromarray(stripes), "AI", "square").evidence.outlined


def test_contrast_is_wcags() -> None:
    black, white, grey = (luminance(np.array([value] * 3, dtype=np.uint8)) for value in (0, 255, 119))
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_label_keeps_off_eyes_and_mouth(shape: str) -> None:
    face = (100, 120, 300, 330)
    usual = label.draw(plain((400, 400), 90), "AI", shape).evidence
    low = (usual.box[0] - 5, usual.box[1] - 5, usual.box[2] + 5, usual.box[3] + 5)
    moved = label.draw(plain((400, 400), 90), "AI", shape, avoid=(face, low)).evidence
    assert moved.box != usual.box
    for left, top, right, bottom in (face, low):
        assert moved.box[2] <= left or moved.box[0] >= right or moved.box[3] <= top or moved.box[1] >= bottom


def test_where_only_the_face_is_no_label_is_drawn() -> None:
    with pytest.raises(LabelError, match="No place"):
        label.draw(plain((400, 400), 90), "AI", "circle", avoid=((0, 0, 400, 400),))


@pytest.mark.parametrize(
    ("text", "shape", "problem"),
    [
        ("", "circle", "needs words"),
        ("A" * 60, "circle", "fewer words"),
        ("AI\u1780", "circle", "have no \u1780"),
        ("\u12a0", "square", "have no \u12a0"),
        ("AI", "star", "no shape 'star'"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_reason(text: str, shape: str, problem: str) -> None:
    with pytest.raises(LabelError, match=problem):
        label.draw(plain((400, 400), 90), text, shape)


LANGUAGES = {
    "French": "AI GÉNÉRÉE", "Spanish": "ILUSTRACIÓN", "Danish": "AI ÆNDRET", "German": "FÜR KÜNSTLICHE", "Polish": "ZMIENIONE ŁĄŻŚ",
    "Greek": "ΑΛΛΑΓΜΕΝΗ", "Russian": "ИИ ИЗМЕНЕНО", "Chinese": "AI 生成", "Chinese law": "AI生成", "Korean": "AI 생성",
    "Hindi": "AI निर्मित", "Arabic": "AI مُولَّد", "Hebrew": "AI נערך", "two": "AI GENERATED · AI生成",
}  # fmt: skip


@pytest.mark.requirement("R50")
@pytest.mark.requirement("N10")
@pytest.mark.parametrize("grey", [12, 245])
@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_labels_of_every_script_are_drawn_whole_on_light_and_dark(words: str, grey: int) -> None:
    picture = plain((500, 500), grey)
    drawn = label.draw(picture, words, "square")
    evidence = drawn.evidence
    assert evidence.text == words
    assert evidence.contrast >= 4.5
    assert evidence.edge_contrast >= 3
    assert evidence.text_height_px >= 25
    assert label.is_present(drawn.picture, evidence)


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_no_ink_of_any_script_leaves_the_pill(words: str) -> None:
    line = label_text.set_line(words, 40, None)
    drawn = label_stamp.stamp(words, 40, Tone.DARK, outlined=False).picture
    room = (drawn.height - 40) / 2
    assert line.above <= 40 + room - 4
    assert line.below <= room - 4
    assert line.length <= drawn.width - 40


@pytest.mark.parametrize(("words", "least"), [("生", 1.0), ("생", 1.0), ("क", 1.0), ("א", 1.0), ("Ж", 1.0)])
def test_text_of_every_script_is_at_least_as_high_as_the_evidence_says(words: str, least: float) -> None:
    """China's five hundredths count for its own signs too."""
    line = label_text.set_line(words, 60, None)
    assert line.above + line.below >= least * 60 - 1


def test_words_written_to_the_left_begin_at_the_right() -> None:
    line = label_text.set_line("AI נערך", 40, None)
    by_place = "".join(each.text for each in sorted(line.glyphs, key=lambda each: each.at))
    assert by_place == "נערךAI"
    assert [each.text for each in label_text.set_line("AI 生成", 40, None).glyphs] == ["A", "I", "生", "成"]


def test_letters_that_join_are_shaped_and_not_set_one_by_one() -> None:
    line = label_text.set_line("مسم", 40, None)
    inked = np.flatnonzero(np.asarray(label_text.draw_line(line, (200, 120), baseline=80)).any(axis=0))
    assert (np.diff(inked) == 1).all(), "a gap between letters that join"
    conjunct = label_text.set_line("निर्मित", 40, None)
    assert len(conjunct.glyphs) == 1


def test_without_shaping_such_a_label_is_refused_and_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(label_text, "shapes_words", lambda: False)
    with pytest.raises(LabelError, match="Devanagari need Pillow with Raqm"):
        label.draw(plain((400, 400), 90), "AI निर्मित", "square")
    assert label.draw(plain((400, 400), 90), "AI 生成", "square")


@pytest.mark.parametrize("locale", disclosure.locales())
@pytest.mark.parametrize("kind", ["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "humanEdits"])
def test_every_word_of_the_packs_can_be_drawn(locale: str, kind: str) -> None:
    assert label.draw(plain((800, 800), 90), disclosure.label(kind, locale), "circle").evidence.inside_every_crop


def test_generated_and_modified_pictures_have_forms_of_their_own() -> None:
    for locale in disclosure.locales():
        full, part = (
            disclosure.label(kind, locale)
            for kind in ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia")
        )
        assert full != part
        assert full.startswith("AI")
        assert part.startswith("AI")


def test_the_picture_given_stays_as_it_was() -> None:
    picture = plain((300, 300), 90)
    label.draw(picture, "AI", "circle")
    assert picture.getextrema() == ((90, 90),) * 3


def test_evidence_is_kept_as_json_and_comes_back(portrait: Image.Image) -> None:
    evidence = label.draw(portrait, "ai", "circle").evidence
    assert LabelEvidence.from_json(evidence.as_json()) == evidence
    assert evidence.text == "AI"
    assert len(evidence.digest) == 64


class TestTheNightlyCheck:
    @pytest.fixture(params=["circle", "square"])
    def labelled(self, astronaut: np.ndarray, request: pytest.FixtureRequest) -> Labelled:
        return label.draw(Image.fromarray(astronaut), "AI", request.param)

    @pytest.mark.requirement("C03")
    @pytest.mark.parametrize(("quality", "side"), [(90, 512), (50, 512), (70, 256), (60, 160)])
    def test_finds_the_label_in_compressed_and_resized_copies(
        self, labelled: Labelled, encode: Callable[..., bytes], quality: int, side: int
    ) -> None:
        copy = encode(labelled.picture.resize((side, side)), "image/jpeg", quality=quality)
        with Image.open(io.BytesIO(copy)) as published:
            assert label.is_present(published, labelled.evidence)

    @pytest.mark.requirement("N10")
    def test_misses_a_label_that_was_removed(self, labelled: Labelled, astronaut: np.ndarray) -> None:
        assert not label.is_present(Image.fromarray(astronaut), labelled.evidence)

    @pytest.mark.parametrize("grey", [0, 128, 250])
    def test_misses_a_label_that_was_painted_over(self, labelled: Labelled, grey: int) -> None:
        painted = labelled.picture.copy()
        ImageDraw.Draw(painted).rectangle(labelled.evidence.box, fill=(grey, grey, grey))
        assert not label.is_present(painted, labelled.evidence)

    def test_misses_a_label_with_other_words(self, labelled: Labelled, astronaut: np.ndarray) -> None:
        other = label.draw(Image.fromarray(astronaut), "OK", "circle")
        assert not label.is_present(other.picture, labelled.evidence)

    def test_misses_a_label_that_a_crop_took_away(self, labelled: Labelled) -> None:
        assert not label.is_present(labelled.picture.crop((0, 0, 512, 380)), labelled.evidence)


def test_words_on_several_lines_stand_on_one():
    drawn = label.draw(Image.new("RGB", (512, 512), "white"), " AI\n  GENERATED\t", "square")
    assert drawn.evidence.text == "AI GENERATED"
