# SPDX-License-Identifier: Apache-2.0
# Prerequisites: Python 3.11 or newer, Node 20 or newer, make. Everything else is installed here.
# `make test-geth` alone needs Go besides.
PYTHON ?= python3
GO ?= go
BIN := .venv/bin
RUNTIME := .venv/.requirements.stamp
DEV := .venv/.requirements-dev.stamp
NODE := node_modules/.stamp
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
GETH_VERSION := 1.17.10
GETH := .cache/geth/$(GETH_VERSION)/geth
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help up demo test check test-geth test-long bench mutate coverage artifacts snapshots \
  format requirements clean

help: ## print these targets
	@sed -nE 's/^([a-z-]+):.*## (.*)$$/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

up: $(RUNTIME) $(NODE) ## chain (kept in var/), contracts, service, indexer, keeper; Ctrl-C stops all of it
	@exec $(BIN)/shouxin up $(ARGS)

demo: $(RUNTIME) $(NODE) ## the whole story on a chain of its own
	@$(BIN)/shouxin demo $(ARGS)

test: check ## everything that must hold: checks, then tests (at most 18 minutes on two cores)
	@echo "Running the tests."
	@$(BIN)/pytest -n auto --dist loadgroup -m "not long" $(ARGS)

check: $(DEV) $(NODE) ## lint, format, types, layers, contract sizes, layouts, gas, artifacts
	@$(BIN)/python -m tools.check

test-geth: $(DEV) $(GETH) ## what needs no time travel, on geth (needs Go 1.21 or newer to build it)
	@$(BIN)/pytest tests/geth --geth $(GETH) $(ARGS)

test-long: $(DEV) $(NODE) ## the long random histories
	@$(BIN)/pytest -n auto --dist loadgroup -m long $(ARGS)

bench: $(DEV) $(NODE) ## the figures of docs/benchmarks.md
	@for script in $(filter-out bench/generated_node.py bench/service.py,$(wildcard bench/*.py)); do echo "== $$script"; $(BIN)/python $$script || exit 1; done

mutate: $(DEV) ## deliberate faults in the contracts: which do the tests catch? (hours; goes on)
	@$(BIN)/python -m tools.mutate_contracts $(ARGS)

coverage: $(DEV) ## lines and branches of the contracts that the tests reach
	@$(BIN)/python -m tools.contract_coverage $(ARGS)

artifacts: $(DEV) ## compile the contracts, write artifacts and typed bindings
	@$(BIN)/python -m tools.compile_contracts
	@$(BIN)/python -m tools.generate_bindings

snapshots: $(DEV) $(NODE) ## accept the storage layouts and the gas as they are now
	@$(BIN)/python -m tools.storage_layout --write
	@$(BIN)/python -m tools.gas_snapshot --write

format: $(DEV) ## format the Python
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

requirements: ## pin requirements*.in anew, with hashes (needs uv)
	@for name in requirements requirements-dev .ci/requirements-go; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	    --no-emit-index-url --no-emit-find-links --no-header $$name.in -o $$name.txt || exit 1; \
	done

clean: ## remove what was installed, built and kept here (the chain's state too)
	rm -rf .venv node_modules .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache var

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Shouxin needs Python 3.11 or newer: set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Making a virtual environment in .venv."
	@$(PYTHON) -m venv .venv

$(RUNTIME): requirements.txt pyproject.toml | .venv/bin/python
	@echo "Installing what running needs into .venv (requirements.txt)."
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@echo "Installing what the tests need into .venv (requirements-dev.txt)."
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

$(NODE): package-lock.json package.json
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || \
	  { echo "Shouxin needs Node 20 or newer: https://nodejs.org" >&2; exit 1; }
	@echo "Installing the chain's node, anvil, into node_modules."
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Go 1.21 and newer fetch the newer toolchain that geth asks for; the module's checksum is Go's matter.
$(GETH):
	@version="$$($(GO) env GOVERSION 2>/dev/null)" || \
	  { echo "make test-geth builds geth, which needs Go 1.21 or newer: install it, or set" \
	    "GO=/path/to/go" >&2; exit 1; }; \
	case "$$version" in go1.[0-9].*|go1.[0-9]|go1.1[0-9]*|go1.20*) \
	  echo "make test-geth needs Go 1.21 or newer, and $(GO) is $$version: set GO=/path/to/go" >&2; \
	  exit 1;; esac
	@echo "Building geth $(GETH_VERSION) into $(@D)."
	@mkdir -p $(@D)
	@GOBIN=$(abspath $(@D)) GOFLAGS= GOTOOLCHAIN=auto CGO_ENABLED=0 \
	  $(GO) install github.com/ethereum/go-ethereum/cmd/geth@v$(GETH_VERSION)
