# Needs Python 3.11 or newer, make and a package index. Everything else is put in .venv.
#   make demo   load the demo articles, print their chronology, serve it on 127.0.0.1:8000
#   make test   every test          make check   ruff and mypy
#   make test-browser   those that need Node and a browser

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
ARGS ?=
SIDE_BY_SIDE := -n auto --maxprocesses 4 --dist worksteal

.PHONY: demo test test-browser check format cases explain openapi reference bench lock clean
.DEFAULT_GOAL := demo

demo: .venv/.runtime
	$(BIN)/dateline demo $(ARGS)

test: .venv/.dev  ## side by side, on as many cores as are there, at most four; with ARGS=-n0 one after the other
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

test-browser: .venv/.dev  ## what needs Node, npm's registry and a browser: other people's clients of our API
	tests/browser/prepare
	$(BIN)/python -m pytest -m browser $(SIDE_BY_SIDE) $(ARGS)

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

cases: .venv/.dev  ## every example of every rule, each its own test
	$(BIN)/python -m pytest tests/extractors/test_rules.py tests/extractors/test_temporal.py tests/extractors/test_events.py \
		tests/extractors/test_events_lexicon.py $(ARGS)

explain: .venv/.runtime  ## make explain ARGS='"last Tuesday" --published 2025-02-18'
	$(BIN)/dateline explain $(ARGS)

openapi: .venv/.runtime  ## write openapi.yaml anew from the code
	$(BIN)/dateline openapi > openapi.yaml.new && mv openapi.yaml.new openapi.yaml

reference: .venv/.runtime  ## write docs/reference.md anew from the code
	$(BIN)/python -m api.reference > docs/reference.md.new && mv docs/reference.md.new docs/reference.md

bench: .venv/.dev  ## figures in benchmarks/results and README: make bench ARGS='--corpus DIR --corpus DIR'
	$(BIN)/python benchmarks/speed.py --json benchmarks/results/speed.json $(ARGS)
	$(BIN)/python benchmarks/memory.py --json benchmarks/results/memory.json
	$(BIN)/python benchmarks/accuracy.py --parse --json benchmarks/results/accuracy.json $(ARGS)
	$(BIN)/python benchmarks/events.py --json benchmarks/results/events.json $(ARGS)
	$(BIN)/python benchmarks/publish.py

lock: .venv/.runtime  ## resolve the newest versions that pyproject.toml allows, with hashes, for every Python >= 3.11
	$(PIP) install uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--extra en --extra postgresql pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--extra en --extra postgresql --extra dev --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock

clean:
	rm -rf .venv build *.egg-info

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Dateline needs Python 3.11 or newer; set PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "On Debian and Ubuntu: apt install python3-venv"; exit 1; }

.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/python
	@echo 'Installing what requirements.lock names into .venv (about a minute) …'
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	@echo 'Installing what requirements-dev.lock names into .venv …'
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@
