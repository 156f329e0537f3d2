# One door for developers and for anyone who wants to see it run.
# `make demo` and `make test` set up everything they need in .venv; a second run needs no network.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := demo-case

.PHONY: demo test bench lint fmt clean

demo: $(READY)
	@$(BIN)/twosource demo --case $(DEMO)

test: lint
	@$(BIN)/pytest --cov --cov-report=term:skip-covered

lint: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fmt: $(READY)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(READY)
	@$(BIN)/python -m bench all

clean:
	rm -rf $(VENV) $(DEMO) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

$(READY): pyproject.toml requirements.lock scripts/set-up.sh
	@sh scripts/set-up.sh $(VENV)
	@touch $(READY)
