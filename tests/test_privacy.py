"""The data map says what the erasers do, and names every model that holds something of a person."""

import re
from pathlib import Path

from accounts.models import Person, PersonKey
from portraits import erasing

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "privacy.md").read_text()


def rows(title: str) -> list[list[str]]:
    """The cells of the table below a heading."""
    part = re.split(r"^## ", PAGE, flags=re.MULTILINE)
    (text,) = [each for each in part if each.startswith(title)]
    lines = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def models_in(cell: str) -> set[str]:
    return {word for word in re.findall(r"`(\w+)`", cell) if word[0].isupper()}


def test_every_eraser_stands_in_the_map_with_its_models_in_the_order_they_run():
    assert [row[0].strip("`") for row in rows("Data map")] == [eraser.kind for eraser in erasing.ERASERS]
    said = {row[0].strip("`"): models_in(row[1]) for row in rows("Data map")}
    assert said == {eraser.kind: {model.__name__ for model in eraser.covers} for eraser in erasing.ERASERS}


def test_every_model_that_holds_something_of_a_person_stands_in_the_map_or_among_what_stays():
    mapped = {name for row in rows("Data map") for name in models_in(row[1])}
    staying = {name for row in rows("What stays after an erasure") for name in models_in(row[0])}
    held = {model.__name__ for model in erasing.held()} - {PersonKey.__name__}
    assert held <= mapped | staying
    assert {model.__name__ for model in erasing.STAYING} | {Person.__name__, "AuditEvent"} == staying


def test_every_row_of_the_map_is_filled():
    assert all(all(row) and len(row) == 5 for row in rows("Data map"))
