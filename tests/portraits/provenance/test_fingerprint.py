import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portraits.provenance import fingerprint

PRINTS = st.integers(0, 2**64 - 1).map("{:016x}".format)
SAME = 4  # bits: shared facts on fingerprint stability


def test_a_fingerprint_is_sixteen_hexadecimal_digits(portrait: Image.Image) -> None:
    assert len(fingerprint.of_picture(portrait)) == 16
    assert int(fingerprint.of_picture(portrait), 16)


@pytest.mark.requirement("N09")
@pytest.mark.parametrize("side", [400, 200, 96])
@pytest.mark.parametrize("quality", [90, 50])
def test_a_resized_and_recompressed_copy_is_recovered(
    astronaut: np.ndarray, encode: Callable[..., bytes], side: int, quality: int
) -> None:
    whole = Image.fromarray(astronaut)
    copy = encode(whole.resize((side, side)), "image/jpeg", quality=quality)
    assert fingerprint.distance(fingerprint.of_picture(whole), fingerprint.of(copy)) <= SAME


def test_different_portraits_are_far_apart(shared: Path) -> None:
    prints = [fingerprint.of(path.read_bytes()) for path in sorted((shared / "ai_portraits").glob("*.jpg"))]
    apart = [fingerprint.distance(a, b) for at, a in enumerate(prints) for b in prints[at + 1 :]]
    assert len(apart) > 700
    assert min(apart) > SAME


@given(PRINTS, PRINTS)
def test_distance_is_symmetric_and_zero_only_for_equals(first: str, second: str) -> None:
    apart = fingerprint.distance(first, second)
    assert apart == fingerprint.distance(second, first)
    assert 0 <= apart <= fingerprint.BITS
    assert (apart == 0) is (first == second)


def test_a_picture_without_fingerprint_is_near_to_none() -> None:
    assert fingerprint.distance("", "") == fingerprint.BITS


def test_what_is_no_picture_has_no_fingerprint() -> None:
    with pytest.raises(OSError, match="cannot identify"):
        fingerprint.of(io.BytesIO(b"nothing").getvalue())
