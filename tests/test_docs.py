"""The docs say what the code does: every setting, state, verb, task, command and requirement, and nothing that is gone."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands

from accounts.audit import Verb
from portraits.celery import app
from portraits.states import MOVES, State

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])
VARIABLE = re.compile(r"LIKENESS_[A-Z_]+")
ROW = re.compile(r"^\| ([A-Z]\d\d) \|(.*)\|$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
PROVEN = {"proved", "in part"}
STATUSES = PROVEN | {"unproved", "planned"}


def page(path: str) -> str:
    return (ROOT / path).read_text()


def code_words(text: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", text))


def requirements() -> dict[str, list[str]]:
    """ID -> capability, where, proof, status."""
    rows = ROW.findall(page("docs/requirements.md"))
    return {name: [cell.strip() for cell in cells.split("|")] for name, cells in rows}


def marked(path: Path) -> Iterator[str]:
    """The requirement IDs that a test module's markers name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "requirement":
            yield from (argument.value for argument in node.args if isinstance(argument, ast.Constant))


@cache
def proofs() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for name in marked(path):
            found.setdefault(name, set()).add(str(path.relative_to(ROOT)))
    return found


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", page("Makefile"), re.MULTILINE))


def commands() -> set[str]:
    return {
        name for name, owner in get_commands().items() if owner in ("accounts", "generation", "policies", "portraits")
    }


def test_every_variable_that_is_read_is_documented_and_no_other() -> None:
    read = {name for folder in ("accounts", "generation", "policies", "portraits")
            for path in (ROOT / folder).rglob("*.py") for name in VARIABLE.findall(path.read_text())}  # fmt: skip
    assert set(VARIABLE.findall(page("docs/configuration.md"))) == read


def test_every_state_and_move_is_in_the_reference() -> None:
    words = code_words(page("docs/reference.md"))
    assert {state.value for state in State} <= words
    assert {f"{origin.value} -> {target.value}" for origin, target in MOVES} == {w for w in words if " -> " in w}


def test_every_audit_verb_is_in_the_reference_and_no_other() -> None:
    documented = {word for word in code_words(page("docs/reference.md")) if word.count(":") == 2}
    assert documented == {verb.value for verb in Verb}


def test_every_task_is_in_the_reference_and_no_other() -> None:
    app.loader.import_default_modules()
    tasks = {name for name in app.tasks if not name.startswith("celery.")}
    assert {word for word in code_words(page("docs/reference.md")) if ".tasks." in word} == tasks


def test_every_command_is_in_the_reference() -> None:
    documented = {word.split()[1] for word in code_words(page("docs/reference.md")) if word.startswith("manage.py ")}
    assert documented == commands()


def test_the_commands_that_the_pages_show_exist() -> None:
    text = "\n".join(path.read_text() for path in PAGES)
    assert set(re.findall(r"\bmake ([a-z]+)(?=[\s`]*(?:`|$|[A-Z#]))", text, re.MULTILINE)) <= make_targets()
    django = {"migrate", "createcachetable", "collectstatic", "createsuperuser", "check", "makemigrations", "runserver"}
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= commands() | django


def test_every_target_of_the_makefile_is_in_the_development_page() -> None:
    assert {f"make {target}" for target in make_targets() - {"help"}} <= code_words(page("docs/development.md"))


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(page("pyproject.toml"))["project"]
    extras = [line for extra, lines in project["optional-dependencies"].items() if extra != "dev" for line in lines]
    names = {re.split(r"[\[<>=@ ]", line)[0] for line in project["dependencies"] + extras}
    reasons = page("docs/decisions/0006-dependencies.md")
    assert not [name for name in sorted(names) if name not in reasons]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    links = [link.partition("#") for link in LINK.findall(path.read_text()) if "://" not in link]
    broken = [target for target, _, _ in links if target and not (path.parent / target).exists()]
    assert not broken
    anchors = [(path.parent / target if target else path, anchor) for target, _, anchor in links if anchor]
    assert not [anchor for target, anchor in anchors if anchor not in headings(target)]


def headings(path: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_requirement_a_test_names_is_on_the_page() -> None:
    assert proofs().keys() <= requirements().keys()


def test_a_requirement_names_the_tests_that_prove_it_and_no_other() -> None:
    wrong = {}
    for name, (_, _, proof, status) in requirements().items():
        documented = code_words(proof)
        actual = proofs().get(name, set())
        if documented != actual or (status in PROVEN) != bool(actual):
            wrong[name] = f"page: {status} {sorted(documented)}, tests: {sorted(actual)}"
    assert not wrong, wrong


def test_a_requirement_says_where_it_lives() -> None:
    for name, (capability, where, _, status) in requirements().items():
        assert status in STATUSES, name
        assert capability, name
        assert status == "planned" or code_words(where), f"{name} does not say where it lives"
        assert not [place for place in code_words(where) if not (ROOT / place).exists()], name
