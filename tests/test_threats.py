"""The threats of docs/privacy.md are each held by something that a test shows; the page names tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "privacy.md").read_text()
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows() -> list[list[str]]:
    section = PAGE[PAGE.index("## Threats") :]
    section = section[: section.index("\n## ", 4)] if "\n## " in section[4:] else section
    lines = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def functions_of(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


def test_every_threat_says_who_what_and_which_test_shows_that_it_is_held() -> None:
    assert len(rows()) > 20
    incomplete = [row for row in rows() if len(row) != 4 or not all(row) or not NAMED.search(row[3])]
    assert not incomplete


def test_every_test_that_the_page_names_exists() -> None:
    missing = [f"{path}::{name}" for path, name in NAMED.findall(PAGE)
               if not (ROOT / path).is_file() or name not in functions_of(ROOT / path)]  # fmt: skip
    assert not missing
