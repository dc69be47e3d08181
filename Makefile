# What a person does with this project, one word each. `make` alone lists the words.
.POSIX:
.SUFFIXES:

VENV = .venv
PYTHON = python3
BIN = $(VENV)/bin
PIP = $(BIN)/pip --disable-pip-version-check
INSTALL = $(PIP) install --no-compile -c constraints.txt # what is imported is compiled then; most of torch never is
MANAGE = $(BIN)/python manage.py
JOBS = 2
TESTS =

LOCK = pyproject.toml constraints.txt packaging/dlib-shim/pyproject.toml \
       packaging/face-recognition-models-shim/pyproject.toml

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 16

demo: $(VENV)/demo.stamp ## seed an organisation, render a portrait, open the site [PHOTOS=folder of your own pictures]
	$(MANAGE) demo $${PHOTOS:+--photos "$$PHOTOS"}

test: $(VENV)/test.stamp ## install what the tests need, check, then run every test [TESTS=path] [JOBS=2]
	scripts/install-test-tools
	@$(MAKE) --no-print-directory -j $(JOBS) check
	@$(MAKE) --no-print-directory audit
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -p tests.no_skips -n $(JOBS) --dist loadfile $(TESTS)

check: types form ## format, lint, types, architecture, templates, migrations, docs: in a minute

types: $(VENV)/test.stamp
	$(BIN)/mypy

form: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	scripts/check-templates $(BIN)
	$(MANAGE) check
	$(MANAGE) makemigrations --check --dry-run
	$(BIN)/python -m pytest -q -p no:randomly tests/test_architecture.py tests/test_docs.py tests/test_privacy.py

audit: $(VENV)/test.stamp ## what is installed: pinned, under fitting licences, without a known fault
	$(BIN)/python scripts/audit-dependencies

format: $(VENV)/test.stamp ## put code and templates into the project's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	scripts/check-templates $(BIN) --write

bench: $(VENV)/test.stamp ## print the figures that the docs quote
	OMP_NUM_THREADS=1 $(BIN)/python -m tests.benchmarks

tour: $(VENV)/test.stamp ## take the pictures of docs/tour.md anew from a fresh demonstration
	$(BIN)/python scripts/tour.py

lock: ## write constraints.txt anew from what the registry offers today
	PYTHON=$(PYTHON) scripts/lock

clean: ## remove what was built; your data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Likeness needs Python 3.11 or newer, and '$(PYTHON)' is not." >&2; \
	  echo "Name one that is: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo.stamp: $(BIN)/python $(LOCK)
	$(INSTALL) -e '.[demo]'
	@touch $@

$(VENV)/test.stamp: $(BIN)/python $(LOCK)
	$(INSTALL) -e '.[gpu,dev]'
	@touch $@ $(VENV)/demo.stamp
