"""Pairs of made-up people: a template is a point, a picture is a file that names its point."""

import csv

import numpy as np
import pytest

from portraits.calibration.comparing import Comparing
from portraits.calibration.template_store import TemplateStore

PEOPLE = 40


@pytest.fixture
def encode():
    """A stand-in for the encoder, which counts its calls: the vector is what the file says."""

    class Encode:
        calls = 0
        name = "stand-in 1"

        def __call__(self, paths):
            return [self.one(path) for path in paths]

        def one(self, path):
            self.calls += 1
            if path.read_text() == "nobody":
                return "No face was found."
            return np.array([float(each) for each in path.read_text().split()], np.float32)

    return Encode()


@pytest.fixture
def write_pairs(tmp_path):
    """A file of pairs with its pictures beside it."""

    def write(rows, header=("left", "right", "mated"), **pictures):
        for name, content in pictures.items():
            (tmp_path / name).write_text(content)
        with (tmp_path / "pairs.csv").open("w", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return tmp_path / "pairs.csv"

    return write


@pytest.fixture
def compare(tmp_path, encode):
    """Compare the pairs of a file, with a side file that stays."""

    def run(file):
        with TemplateStore(tmp_path / "templates.sqlite3") as store:
            comparing = Comparing(file, store, encode, encoder=encode.name)
            return comparing, comparing.run()

    return run


@pytest.fixture
def crowd(write_pairs, compare):
    """Every pair of forty made-up people with two pictures each, which lie 0.2 to 0.5 apart, and from others 0.6 to 1."""
    rng = np.random.default_rng(5)
    places = rng.normal(size=(PEOPLE, 16))
    places *= 0.75 / np.sqrt(2) / np.linalg.norm(places, axis=1, keepdims=True)
    pictures = {}
    for person, place in enumerate(places):
        for letter in "ab":
            away = rng.normal(size=16)
            point = place + away / np.linalg.norm(away) * rng.uniform(0.1, 0.25)
            pictures[f"{person:02}{letter}"] = " ".join(f"{value:.6f}" for value in point)
    names = sorted(pictures)
    rows = [
        (left, right, int(left[:2] == right[:2]), "even" if int(left[:2]) % 2 == 0 else "odd", int(left[:2]) % 10)
        for number, left in enumerate(names)
        for right in names[number + 1 :]
    ]
    file = write_pairs(rows, ("left", "right", "mated", "group", "years"), **pictures)
    return compare(file)[1]
