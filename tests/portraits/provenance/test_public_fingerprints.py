"""PDQ and ISCC: the two fingerprints by which anybody can find a stripped copy."""

import io

import iscc_lib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portraits.provenance import iscc, matching, pdq

# Computed with pdqhash 0.2.8, Meta's own code, of this picture (600 x 512, box-reduced to 512 pixels).
REFERENCE = "cc6c7db9f377c44f33837672900273f2fdd9d012223ccdf56160630ddd97c020"


def bits(first: str, second: str) -> int:
    return (int(first, 16) ^ int(second, 16)).bit_count()


def apart(first: str, second: str) -> int:
    return bits(iscc.digest(first).hex(), iscc.digest(second).hex())


@pytest.fixture(scope="module")
def face(hopper: np.ndarray) -> Image.Image:
    return Image.fromarray(hopper)


def copy_of(picture: Image.Image, width: int, quality: int) -> Image.Image:
    out = io.BytesIO()
    picture.resize((width, round(width * picture.height / picture.width))).save(out, "JPEG", quality=quality)
    with Image.open(io.BytesIO(out.getvalue())) as copy:
        return copy.convert("RGB")


@pytest.mark.requirement("N09")
def test_a_resized_copy_is_found_among_a_hundred_thousand_and_nothing_else_is(face: Image.Image) -> None:
    shelf = matching.Shelf([(7, matching.Prints(iscc.of_picture(face), pdq.of_picture(face)))])
    others = np.random.default_rng(3).integers(0, 2**64, (100_000, 8), np.uint64, endpoint=False)
    shelf.keys = np.concatenate([np.arange(100, 100_100), shelf.keys])
    shelf.words = np.concatenate([others, shelf.words])
    copy = copy_of(face, 300, 70)
    near = shelf.same(matching.Prints(iscc.of_picture(copy), pdq.of_picture(copy)))
    assert (len(shelf), [each.key for each in near]) == (100_001, [7])


@pytest.mark.requirement("N09")
def test_pdq_is_the_hash_that_others_compute(face: Image.Image) -> None:
    assert bits(pdq.of_picture(face), REFERENCE) <= 2  # rounding decides where a frequency lies on the median


def test_half_of_all_bits_are_set(face: Image.Image) -> None:
    assert int(pdq.of_picture(face), 16).bit_count() == pdq.BITS // 2


@pytest.mark.requirement("N09")
@pytest.mark.parametrize(("width", "quality"), [(400, 70), (200, 70), (400, 40)])
def test_stripped_copies_are_near_and_another_person_is_far(
    face: Image.Image, astronaut: np.ndarray, width: int, quality: int
) -> None:
    copy, other = copy_of(face, width, quality), Image.fromarray(astronaut)
    assert bits(pdq.of_picture(face), pdq.of_picture(copy)) <= 16
    assert bits(pdq.of_picture(face), pdq.of_picture(other)) > 90
    assert apart(iscc.of_picture(face), iscc.of_picture(copy)) <= 6
    assert apart(iscc.of_picture(face), iscc.of_picture(other)) > 60


def test_an_iscc_names_itself_and_comes_back_as_its_bits(face: Image.Image) -> None:
    code = iscc.of_picture(face)
    assert code.startswith("ISCC:EED")
    assert len(iscc.digest(code)) == 32


def test_the_library_passes_the_standards_own_test_vectors() -> None:
    assert iscc_lib.conformance_selftest()


@pytest.mark.parametrize("code", ["", "nothing", "ISCC:KACT4EBWK27737D2AYCJRAL5Z36G76RFRMO4554RU26HZ4ORJGIVHDI"])
def test_what_is_no_image_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        iscc.digest(code)


@given(st.integers(2, 40), st.integers(2, 40), st.integers(0, 255))
@settings(max_examples=30, deadline=None)
def test_the_smallest_and_plainest_pictures_have_fingerprints(width: int, height: int, grey: int) -> None:
    plain = Image.new("RGB", (width, height), (grey, grey, grey))
    assert len(pdq.of_picture(plain)) == 64
    assert iscc.of_picture(plain)
