import io
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portraits.provenance import mark, mark_code

KEY = b"an installation's key"
IDS = st.binary(min_size=6, max_size=6).map(bytes.hex)
MARK = "00f1e2d3c4b5"
Copy = Callable[[Image.Image], Image.Image]


@pytest.fixture(scope="module")
def face(hopper: np.ndarray) -> Image.Image:
    return Image.fromarray(hopper).crop((0, 0, 512, 512)).resize((800, 800), Image.Resampling.LANCZOS)


@pytest.fixture(scope="module")
def marked(face: Image.Image) -> Image.Image:
    return mark.write(face, MARK, key=KEY)


def jpeg(picture: Image.Image, side: int, quality: int) -> Image.Image:
    out = io.BytesIO()
    picture.resize((side, side), Image.Resampling.LANCZOS).save(out, "JPEG", quality=quality)
    with Image.open(io.BytesIO(out.getvalue())) as copy:
        return copy.convert("RGB")


def brighter(picture: Image.Image, factor: float) -> Image.Image:
    return picture.point(lambda value: min(255, round(value * factor)))


@given(IDS)
def test_a_word_comes_back_from_its_code(mark_id: str) -> None:
    assert mark_code.decode(mark_code.encode(mark_id).astype(float)) == mark_id


@given(IDS, st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_a_word_comes_back_though_one_bit_in_eight_is_wrong(mark_id: str, seed: int) -> None:
    """Twenty-six wrong bits spread over 210: a code of rate 1/3 forgives what a repetition would not."""
    word = mark_code.encode(mark_id).astype(float)
    wrong = np.random.default_rng(seed).choice(word.size, word.size // 8, replace=False)
    word[wrong] *= -0.4
    assert mark_code.decode(word) == mark_id


def test_noise_is_no_word() -> None:
    random = np.random.default_rng(7)
    assert not [found for _ in range(200) if (found := mark_code.decode(random.normal(size=mark_code.CODED)))]


@pytest.mark.requirement("N09")
@pytest.mark.parametrize(
    "copy",
    [
        lambda picture: jpeg(picture, 400, 70),
        lambda picture: jpeg(picture, 400, 50),
        lambda picture: jpeg(picture, 200, 80),
        lambda picture: jpeg(jpeg(picture, 640, 80), 400, 70),
        lambda picture: picture.convert("L").convert("RGB"),
        lambda picture: brighter(picture, 0.8),
        lambda picture: brighter(picture, 1.03),
    ],
    ids=["400 px q70", "400 px q50", "200 px q80", "twice", "grey", "darker", "brighter"],
)
def test_the_mark_is_read_off_copies_as_platforms_make_them(marked: Image.Image, copy: Copy) -> None:
    found = mark.read(copy(marked), key=KEY)
    assert found
    assert found.mark_id == MARK
    assert 0.1 < found.confidence <= 1


@pytest.mark.requirement("N09")
def test_no_eye_sees_it(face: Image.Image, marked: Image.Image) -> None:
    change = np.asarray(marked, dtype=float) - np.asarray(face, dtype=float)
    assert 10 * np.log10(255**2 / (change**2).mean()) > 48  # PSNR; the difference threshold of portraits is near 40
    assert np.abs(change).max() <= 5
    assert np.abs(change.mean()) < 0.1, "a picture must not get lighter or darker by its mark"


def test_without_the_key_there_is_nothing_to_read(face: Image.Image, marked: Image.Image) -> None:
    assert mark.read(marked, key=b"another installation's") is None
    assert mark.read(face, key=KEY) is None


def test_another_mark_on_top_is_the_one_that_is_read(marked: Image.Image) -> None:
    again = mark.write(marked, "ffffffffffff", key=KEY)
    found = mark.read(again, key=KEY)
    assert found
    assert found.mark_id == "ffffffffffff"


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_picture_of_nothing_is_marked_and_read_without_a_crash(grey: int) -> None:
    plain = Image.new("RGB", (300, 400), (grey, grey, grey))
    mark.read(mark.write(plain, MARK, key=KEY), key=KEY)


def test_the_picture_given_stays_as_it_was(face: Image.Image) -> None:
    before = face.tobytes()
    mark.write(face, MARK, key=KEY)
    assert face.tobytes() == before
