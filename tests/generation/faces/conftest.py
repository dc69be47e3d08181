"""Real pictures, each decoded and looked at once for all tests of this folder."""

from functools import cache

import numpy as np
import pytest
from PIL import Image

from generation import faces
from generation.faces import encoder


@pytest.fixture(scope="session")
def face_recognition():
    """The package itself, imported as the product does: alone it tells Pillow to accept files that end too early."""
    return encoder._face_recognition()


@pytest.fixture(scope="session")
def picture(shared):
    """A picture of the pack by its name, as an upright array."""

    @cache
    def load(name):
        with Image.open(shared / name) as image:
            return np.array(image.convert("RGB"))

    return load


@pytest.fixture(scope="session")
def face_of(picture):
    """The one face of a picture of the pack."""
    return cache(lambda name: faces.subject(picture(name)))


@pytest.fixture(scope="session")
def measured(picture):
    """The quality of a picture of the pack."""
    return cache(lambda name: faces.measure(picture(name)).quality)


@pytest.fixture(scope="session")
def astronaut_face(astronaut):
    return faces.subject(astronaut)


@pytest.fixture(scope="session")
def names(shared):
    """The names of the pictures that match a pattern, every n-th of them."""
    return lambda pattern, *, every=1: sorted(str(path.relative_to(shared)) for path in shared.glob(pattern))[::every]
