PYTHON ?= python3
WORKERS ?= 2
BIN := .venv/bin
OURS := app bot admin_api webchat core locales migrations tests $(wildcard benchmarks)

.PHONY: run install test check bench lock lock-check clean-free

run: .venv/installed
	@$(BIN)/liandong run

install: .venv/installed

test: .venv/installed-dev
	@$(BIN)/pytest -n $(WORKERS) -rs

check: .venv/installed-dev lock-check
	$(BIN)/ruff format --check $(OURS)
	$(BIN)/ruff check $(OURS)
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/python -m locales.lint
	@$(MAKE) --no-print-directory test

bench: .venv/installed-dev
	@$(BIN)/python -m benchmarks

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/made requirements.lock pyproject.toml
	@echo 'Installing what Liandong needs into .venv; the first time this takes a minute.'
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

UV_COMPILE = $(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate \
	--python-version 3.11 pyproject.toml

lock: .venv/installed-dev
	$(UV_COMPILE) -o requirements.lock
	$(UV_COMPILE) --extra dev -c requirements.lock -o requirements-dev.lock

lock-check: .venv/installed-dev
	@! grep -n '://' requirements.lock requirements-dev.lock || { echo 'a lock file holds an address'; exit 1; }
	@mkdir -p build && cp requirements.lock requirements-dev.lock build/
	@if $(UV_COMPILE) -o build/requirements.lock 2>build/lock.log \
	  && $(UV_COMPILE) --extra dev -c requirements.lock -o build/requirements-dev.lock 2>>build/lock.log; then \
	  cmp requirements.lock build/requirements.lock && cmp requirements-dev.lock build/requirements-dev.lock \
	    || { echo 'the locks do not fit pyproject.toml: make lock'; exit 1; }; \
	else echo 'not tried: whether the locks fit pyproject.toml (no package index)'; fi

clean-free:
	rm -rf .venv build .pytest_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
