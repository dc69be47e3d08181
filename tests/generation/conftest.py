"""Photos prepared once for all tests of engines and gates; sizes are small where size does not matter."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PIL import Image

from generation import faces, gates, recipe
from generation.engines import engine_for


@pytest.fixture(scope="session")
def refine():
    """The shipped recipe."""
    return recipe.load("refine")


@pytest.fixture(scope="session")
def engine(refine):
    return engine_for(refine)


@pytest.fixture(scope="session")
def photo(shared):
    """A photo of the pack by its name."""

    @cache
    def load(name):
        with Image.open(shared / name) as image:
            return np.array(image.convert("RGB"))

    return load


@pytest.fixture(scope="session")
def prepared(photo, engine, refine):
    """A photo of the pack made ready, 512 rows unless said otherwise."""
    return cache(lambda name, size=512: engine.prepare(photo(name), replace(refine, size=size)))


@pytest.fixture(scope="session")
def collins(astronaut, engine, refine):
    """Eileen Collins, from a photo much smaller than a portrait."""
    return engine.prepare(astronaut, replace(refine, size=512))


@pytest.fixture(scope="session")
def obama(prepared):
    """Barack Obama, 44th President of the United States, at full size."""
    return prepared("faces_standard/obama.jpg", 1024)


@pytest.fixture(scope="session")
def biden(prepared):
    """Joe Biden, 46th President of the United States, at full size."""
    return prepared("faces_standard/biden.jpg", 1024)


@pytest.fixture(scope="session")
def limits(refine):
    return gates.thresholds(refine.gates)


@pytest.fixture(scope="session")
def reference(obama):
    """The untouched photo that candidates are held against."""
    return gates.Subject.of(obama.crop, enlarged=obama.enlarged)


@pytest.fixture(scope="session")
def references(photo):
    """Templates of two other real photos of the same person."""
    pictures = [photo(f"faces_standard/{name}.jpg") for name in ("obama2", "obama3")]
    return tuple(faces.encode(picture, faces.subject(picture)) for picture in pictures)


@pytest.fixture(scope="session")
def check(reference, references, limits):
    """The gates over one picture."""
    return lambda picture: gates.check(reference, gates.Subject.of(picture), references, limits)


@pytest.fixture(scope="session")
def against(limits):
    """The gates over a candidate whose photo is given as well."""
    return lambda photo, candidate: gates.check(
        gates.Subject.of(photo), gates.Subject.of(candidate), (), limits, compare=False
    )
