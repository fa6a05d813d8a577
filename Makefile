# One word a task. Everything happens in .venv; nothing outside this folder is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080
# What Python has compiled is kept: without that every process compiles all of it again, which doubles its start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo install run test nightly oracle quick mutants check format bench catalogues requirements clean

demo: $(VENV)/.run
	$(BIN)/ovop demo --port $(PORT)

install: $(VENV)/.run

run: $(VENV)/.run
	$(BIN)/ovop run

test: $(VENV)/.dev
	$(BIN)/python -m pytest --numprocesses=4 $(if $(WITHOUT),--without=$(WITHOUT)) $(MORE)

nightly: $(VENV)/.dev
	OVOP_TESTS_NIGHTLY=1 $(BIN)/python -m pytest --numprocesses=4 -o faulthandler_timeout=7200 tests/faults tests/crash tests/cli/test_damaged.py tests/cli/test_stopping.py tests/jobs/test_one_odd_row.py tests/handlers/book/test_whatever_is_open.py tests/services/keeping tests/store/engine tests/handlers/wire tests/handlers/test_any_button.py
	@! command -v npm >/dev/null || OVOP_TESTS_NIGHTLY=1 $(MAKE) oracle
	$(MAKE) mutants WIDE=true

# What ODK's own engine says of forms, asked anew; needs node 20 and npm.
oracle: $(VENV)/.dev
	$(BIN)/python -m tests.forms.oracle

quick: $(VENV)/.dev
	$(BIN)/python scripts/quick.py

mutants: $(VENV)/.dev
	@scripts/.venv/bin/python -c 'import mutmut' 2>/dev/null || { $(BIN)/python -m venv scripts/.venv && scripts/.venv/bin/python -m pip install --quiet --disable-pip-version-check --retries 1 -r scripts/requirements-mutants.txt || true; }
	@$(BIN)/python -m scripts.mutants $(if $(WIDE),--wide) $(ROOMS)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_repository.py

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev
	@test -x benchmarks/.venv/bin/python || $(BIN)/python -m venv benchmarks/.venv
	benchmarks/.venv/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	@$(if $(RACE),true,! command -v npm >/dev/null) || npm install --prefix benchmarks/grammy --no-package-lock --no-audit --no-fund --silent
	$(BIN)/python -m benchmarks $(RACE)

catalogues: $(VENV)/.dev
	$(BIN)/python scripts/catalogues.py

requirements: $(VENV)/.dev
	$(BIN)/python scripts/pin_requirements.py

clean:
	rm -rf $(VENV) build *.egg-info

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) on this machine. Python 3.11 or newer is needed; with another name: make PYTHON=python3.12 demo"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Try: make PYTHON=python3.12 demo"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python has no venv module. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "A folder for what the bot needs: $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing $$(grep -c == requirements.txt) packages into $(VENV); once, in one to three minutes ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@echo "Installing the bot itself ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@echo "Installing what checks and tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
