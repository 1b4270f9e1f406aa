# Two commands do all the set-up: `make demo` and `make test`.
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/pytest -n auto --dist worksteal
READY := $(VENV)/.ready
CATALOGUES := $(wildcard hanse/locale/*/LC_MESSAGES/django.po)
MESSAGES := $(VENV)/.messages
PACKAGES := node_modules/.ready
ASSETS := hanse/foundation/web/static/foundation/built/.ready

.PHONY: help site-files demo test check assets messages format lock bench bench-site clean
.DEFAULT_GOAL := help
# Compiled modules are kept: without them every start takes seconds longer.
unexport PYTHONDONTWRITEBYTECODE

help:  ## Say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(READY): pyproject.toml uv.lock scripts/make-venv
	@sh scripts/make-venv $(PYTHON) $(VENV) $(UV_VERSION)
	@touch $@

$(MESSAGES): $(READY) $(CATALOGUES)
	@echo "-- translations"
	@printf '%s\n' $(CATALOGUES:.po=) | xargs -P 2 -I@ $(BIN)/pybabel --quiet compile --use-fuzzy -i @.po -o @.mo
	@touch $@

$(PACKAGES): package-lock.json scripts/node-packages | $(READY)
	@sh scripts/node-packages $(VENV)
	@touch $@

$(ASSETS): $(PACKAGES) scripts/build_assets.py hanse/foundation/web/icons.py | $(READY)
	@PYTHONPATH=. $(BIN)/python scripts/build_assets.py
	@touch $@

assets: $(ASSETS)  ## Fetch the typeface, icons and boundaries the site serves

messages: $(READY)  ## Bring the catalogues of translations up to date with the texts (needs gettext)
	@cd hanse && PYTHONPATH=.. HANSE_HOME=$(abspath $(VENV))/home DJANGO_SETTINGS_MODULE=hanse.site.settings \
	  $(abspath $(BIN))/django-admin makemessages --all --no-location --no-wrap --verbosity 0

site-files: $(ASSETS) $(MESSAGES)

demo: $(READY)  ## Install, build the demo edition, run a site of it
	@$(BIN)/hanse demo $$($(MAKE) -q site-files || echo --make-files) $(ARGS)

check: $(READY) $(MESSAGES)  ## Format, lint, types and import contracts
	@echo "-- format and lint"
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@echo "-- types"
	@HANSE_HOME=$(abspath $(VENV))/home $(BIN)/mypy --no-error-summary
	@echo "-- import contracts"
	@$(BIN)/lint-imports --no-cache --no-logo > $(VENV)/imports.txt || { cat $(VENV)/imports.txt; exit 1; }

test: check $(ASSETS)  ## Everything that people, CI and you run before a commit
	@sh scripts/test-programs $(VENV)
	@echo "-- tests, on SQLite"
	@DATABASE_URL= $(PYTEST) $(ARGS)
	@echo "-- tests that touch the database, on PostgreSQL"
	@$(BIN)/python -m tests.postgresql $(PYTEST) -m "database and not browser and not once" $(ARGS) \
	  $(if $(ARGS),|| [ $$? = 5 ])

format: $(READY)  ## Format and mend what the linter can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(READY)  ## Bring uv.lock up to date with pyproject.toml
	@$(BIN)/uv lock

bench: $(READY)  ## Measure the heavy paths against their peers
	@$(BIN)/python -m benchmarks.panel

bench-site: $(READY) $(MESSAGES) $(ASSETS)  ## Measure the site with many readers and in a browser
	@$(BIN)/python -m benchmarks.site

clean:  ## Remove what make made
	@rm -rf $(VENV) node_modules hanse/*/web/static/*/built .mypy_cache .ruff_cache .pytest_cache .hypothesis
