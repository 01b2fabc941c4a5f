# One word a job. Each sets up everything it needs: Python 3.11 or newer, make and git are enough.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.nalsd-ready
TEST_JOBS ?= 2
# Material announces its end of life at each build; gen-files and its kin advertise another fork.
export NO_MKDOCS_2_WARNING = 1
export DISABLE_MKDOCS_2_WARNING = true

.PHONY: help setup site serve test lint bench lock wheel clean
.DEFAULT_GOAL := help

help:  ## what there is to do
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-7s %s\n", $$1, $$2}'

setup: $(READY)  ## the environment in .venv, from the lock file

# An environment that is already there is adopted; the stamp makes the second run instant.
$(READY): requirements.lock pyproject.toml
	@sh tools/venv.sh '$(PYTHON)' $(VENV)
	@echo "setting up $(VENV): a minute, the first time"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

site: $(READY)  ## build the site into site/, failing on any finding
	$(BIN)/mkdocs build --strict

serve: $(READY)  ## preview with live reload
	$(BIN)/mkdocs serve

test: $(READY)  ## every test, the browser's too
	@sh tools/chromium.sh
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -n $(TEST_JOBS) --dist=loadfile --no-loadscope-reorder

lint: $(READY)  ## style and layers
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo

bench: $(READY)  ## what the check and the build cost, and how many faults of the prose are found
	$(BIN)/python -m bench
	$(BIN)/python -m bench.pages
	$(BIN)/python -m bench.mutations
	$(BIN)/python -m bench.whatif --cases 100
	$(BIN)/python -m bench.uncertainty
	$(BIN)/python -m bench.growth

lock: $(READY)  ## renew requirements.lock from pyproject.toml
	@$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --upgrade --extra dev --generate-hashes --allow-unsafe --strip-extras \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
	  --output-file requirements.lock pyproject.toml

wheel: $(READY)  ## the wheel, into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean:  ## remove what was built, not the environment
	rm -rf site .site.* dist bench/work
