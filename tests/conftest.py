"""What every test may use: the cast of real pictures, and a home of its own for files."""

import os
from pathlib import Path

import numpy as np
import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of licensed real pictures that is never committed."""
    if SHARED.is_dir():
        return SHARED
    reason = f"the picture pack is missing: put it at {SHARED.parent.name}/{SHARED.name} beside the checkout"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def astronaut() -> np.ndarray:
    """NASA's portrait of Eileen Collins (public domain, shipped by scikit-image), 512 x 512 sRGB."""
    from skimage import data

    return np.ascontiguousarray(data.astronaut())
