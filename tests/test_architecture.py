"""What import-linter cannot see: strings, templates, processes, names. The import rules are in pyproject.toml."""

import ast
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APPS = ("accounts", "generation", "policies", "portraits")
BELOW_PORTRAITS = ("accounts", "generation", "policies")
HEAVY = ("cv2", "dlib", "face_recognition", "torch", "diffusers", "transformers")
DRAWERS = {"utils", "util", "helpers", "helper", "services", "service", "manager", "managers", "misc", "common"}
NEVER_INFERRED = re.compile("emotion|ethnic|gender|attractive|beauty", re.IGNORECASE)
MACHINE_PATHS = re.compile("|".join(f"(?<![\\w.])/{folder}/\\w" for folder in ("work", "root", "home", "Users")))
LINES = {".py": 400, ".html": 150, ".css": 400, ".js": 400}
TEST_LINES = 600


def project_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


FILES = project_files()
CODE = [path for path in FILES if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in APPS]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def strings(path: Path) -> Iterator[str]:
    """Every string of a module that is not a docstring."""
    tree = ast.parse(path.read_text())
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in prose)
    return (node.value for node in constants if isinstance(node.value, str))


def identifiers(path: Path) -> set[str]:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
    return {token.string for token in tokens if token.type == tokenize.NAME}


@pytest.mark.parametrize("app", BELOW_PORTRAITS)
def test_no_string_of_a_lower_app_refers_to_portraits(app: str) -> None:
    upward = {
        f"{named(path)}: {text}"
        for path in CODE
        if path.is_relative_to(ROOT / app)
        for text in strings(path)
        if re.match(r"portraits[.:/]", text)
    }
    assert not upward


@pytest.mark.parametrize(("app", "sibling"), [("generation", "policies"), ("policies", "generation")])
def test_no_string_of_a_sibling_refers_to_the_other(app: str, sibling: str) -> None:
    paths = [path for path in CODE if path.is_relative_to(ROOT / app)]
    assert not {f"{named(path)}: {s}" for path in paths for s in strings(path) if s.startswith(f"{sibling}.")}


def test_no_template_of_a_lower_app_refers_to_portraits() -> None:
    lower = [path for path in FILES if path.suffix == ".html" and path.relative_to(ROOT).parts[0] in BELOW_PORTRAITS]
    assert not [named(path) for path in lower if re.search(r"portraits[/:.]", path.read_text())]


def test_every_dotted_setting_of_ours_leads_somewhere() -> None:
    dotted = re.compile(rf"({'|'.join(APPS)})(\.\w+)+")
    for text in strings(ROOT / "portraits" / "settings.py"):
        if dotted.fullmatch(text):
            folders = text.split(".")
            found = [n for n in range(len(folders), 0, -1) if is_module(folders[:n])]
            assert found, text
            assert found[0] >= len(folders) - 1, text


def is_module(names: list[str]) -> bool:
    path = ROOT.joinpath(*names)
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def test_every_package_is_linted_and_shipped() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages == set(APPS)
    assert packages == set(settings["tool"]["importlinter"]["root_packages"])
    assert packages == set(settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert packages == set(settings["tool"]["mypy"]["files"])


@pytest.mark.parametrize(
    "modules",
    [
        "portraits.settings",
        "portraits.wsgi, portraits.urls, portraits.collecting.intake",
        "portraits.asgi, portraits.urls",
        "portraits.celery, portraits.tasks, generation.tasks",
        "generation.faces, generation.engines, generation.gates, generation.recipe, generation.ranking",
    ],
)
def test_importing_the_web_process_and_the_task_lists_loads_no_pixels_and_no_models(
    modules: str, tmp_path: Path
) -> None:
    program = (
        "import sys, django; django.setup();"
        f"import {modules};"
        "from django.urls import get_resolver; 'urls' in sys.argv[1] and get_resolver().reverse_dict;"
        f"print(*(set({HEAVY}) & set(sys.modules)))"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "portraits.settings", "LIKENESS_HOME": str(tmp_path)}
    loaded = subprocess.run(
        [sys.executable, "-c", program, modules],
        cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert loaded.stdout.split() == []


@pytest.mark.requirement("R18")
def test_nothing_of_the_code_is_named_after_what_is_never_inferred() -> None:
    found = {f"{named(path)}: {name}" for path in CODE for name in identifiers(path) if NEVER_INFERRED.search(name)}
    assert not found


def test_no_module_is_a_drawer() -> None:
    assert not [named(path) for path in FILES if path.suffix == ".py" and path.stem in DRAWERS]
    assert not [named(path) for path in FILES if DRAWERS & set(path.relative_to(ROOT).parts[:-1])]


def test_no_file_outgrows_its_idea() -> None:
    too_long = []
    for path in FILES:
        limit = TEST_LINES if path.is_relative_to(ROOT / "tests") else LINES.get(path.suffix)
        if path.suffix in LINES and "migrations" not in path.parts and len(path.read_text().splitlines()) > limit:
            too_long.append(named(path))
    assert not too_long


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    text_files = [path for path in FILES if b"\0" not in path.read_bytes()[:4096]]
    assert not [named(path) for path in text_files if MACHINE_PATHS.search(path.read_text(errors="ignore"))]
