# Everything that a checkout needs. `make` alone lists the targets.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test full chaos unit lint bench setup browser libraries lock wheel clean

BIN   := .venv/bin
PAGES := tests/libraries
# without npm there are no pages of component libraries
PYTEST = $(BIN)/python -m pytest -n 4 --dist loadgroup $(shell test -d $(PAGES)/dist || echo --ignore=$(PAGES))
TOOLS := build/lock
COMPILE := pip compile --quiet --no-config --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock"
# A new environment is made when the locks change, when this folder was moved and when its Python has gone.
STALE := $(shell { test "$$(cat .venv/.locked)" = "$(CURDIR)" && $(BIN)/python -c ""; } 2>/dev/null || echo anew)

# The first Python that is new enough, or a sentence that says what to do.
FIND_PYTHON = for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	  python=; \
	done; \
	test -n "$$python" || { echo "make: Python 3.11 or newer is needed, and none was found. Install one, or say where it is: make PYTHON=/path/to/python3" >&2; exit 1; }; \
	"$$python" -c 'import venv, ensurepip' 2>/dev/null || { echo "make: $$python has no venv module. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: browser ## everything, on a local site: no account, no questions; the reports stay in demo/
	@$(BIN)/optout demo --home .

test: lint libraries browser ## lint, unit, browser, command line, component libraries, with a part of the longest tables
	$(PYTEST) -m "not full"

full: lint libraries browser ## the same with every row of every table, on every setting (over an hour)
	FULL=1 $(PYTEST)

chaos: browser ## half an hour of quirks mixed at random, and of runs killed anywhere (MIXTURES=200 KILLS=50 SEED=)
	CHAOS=1 CHAOS_MIXTURES=$(or $(MIXTURES),200) CHAOS_KILLS=$(or $(KILLS),50) CHAOS_SEED=$(SEED) \
	$(BIN)/python -m pytest -n 2 tests/chaos

unit: .venv/.installed ## unit tests only (seconds, no browser)
	$(BIN)/python -m pytest tests/unit

lint: .venv/.installed ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: browser ## measure against bare Playwright
	$(BIN)/python tests/bench/bench.py

setup: browser ## an environment in .venv, with locked packages and a browser
	@echo "Ready: $(BIN)/optout --help"

browser: .venv/.installed
	@$(BIN)/optout setup

libraries: ## build the component libraries' pages for the tests (needs npm, Node.js 20)
	@if command -v npm >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; \
	then $(MAKE) --silent $(PAGES)/dist/.built; \
	else echo "npm with Node.js 20 or newer is not here: the tests on component libraries' pages are left out."; fi

lock: ## write requirements*.txt anew, with the newest versions that pyproject.toml allows
	@$(FIND_PYTHON); test -x $(TOOLS)/bin/uv || { "$$python" -m venv --clear $(TOOLS) && $(TOOLS)/bin/pip install --quiet uv; }
	$(TOOLS)/bin/uv $(COMPILE) --output-file requirements.txt pyproject.toml
	$(TOOLS)/bin/uv $(COMPILE) --extra dev --constraints requirements.txt --output-file requirements-dev.txt pyproject.toml

wheel: .venv/.installed ## build dist/*.tar.gz, and dist/*.whl from it
	rm -rf dist
	$(BIN)/python -m build --no-isolation

clean: ## remove all that was made here (.venv, dist, demo, caches, component libraries' pages)
	rm -rf .venv build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis $(PAGES)/node_modules $(PAGES)/dist
	find optout tests -name __pycache__ -prune -exec rm -rf {} +

.venv/.locked: requirements-dev.txt $(STALE)
	@$(FIND_PYTHON); echo "Making .venv with $$("$$python" --version), and installing the locked packages ..."; \
	"$$python" -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@echo "$(CURDIR)" > $@

.venv/.installed: .venv/.locked pyproject.toml optout/__init__.py
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(PAGES)/dist/.built: $(PAGES)/node_modules/.installed $(PAGES)/build.js $(wildcard $(PAGES)/lib/* $(PAGES)/pages/*)
	cd $(PAGES) && npm run build
	@touch $@

$(PAGES)/node_modules/.installed: $(PAGES)/package-lock.json
	cd $(PAGES) && npm ci
	@touch $@

.PHONY: anew
