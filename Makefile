# Two commands do everything on a fresh machine with Python 3.11+:  make certify   and   make test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2
OUT ?= out
ONE_THREAD := OPENBLAS_NUM_THREADS=1  # for each of JOBS: threads that wait for one another spin

.PHONY: certify test check format bench notebooks clean

certify: $(VENV)/.run
	$(BIN)/ntksym certify --dims 3:16 --depths 2:6 --out $(OUT) --jobs $(JOBS)

test: $(VENV)/.test
	$(ONE_THREAD) $(BIN)/python -m pytest -n $(JOBS) --dist worksteal --doctest-modules --nbmake --ignore=tests/benchmarks tests ntksym notebooks

check: $(VENV)/.check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.check
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.test
	$(BIN)/python -m pytest tests/benchmarks --benchmark-enable --benchmark-only -s

notebooks: $(VENV)/.test
	$(ONE_THREAD) $(BIN)/python -m pytest --nbmake notebooks

clean:
	rm -rf $(VENV) $(OUT) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The environment: a stamp for each stage, made anew when pyproject.toml changes.
$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ntksym needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

$(VENV)/.run: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/.run
	$(BIN)/python -m pip install --quiet --editable . --group test
	touch $@

$(VENV)/.check: pyproject.toml | $(VENV)/.run
	$(BIN)/python -m pip install --quiet --editable . --group check
	touch $@
