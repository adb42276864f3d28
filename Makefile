# One virtual environment for everything; a stamp in it for each set of packages, so that
# nothing is installed twice.  `make help` lists the targets.

PYTHON ?= python3
VENV ?= .venv
TABLES ?= tables
L_MAX ?= 6
WORKERS ?= auto

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
PROJECT := pyproject.toml constraints.txt

.DEFAULT_GOAL := help
.PHONY: help run test lint types docs accuracy bench peers clean

help:
	@echo "make run       export the exact tables to l = $(L_MAX) into $(TABLES)/ and verify them"
	@echo "make test      run every test and doctest"
	@echo "make lint      check style and format"
	@echo "make types     check types"
	@echo "make docs      build the documentation and run its examples"
	@echo "make accuracy  measure every error against exact values and write docs/accuracy.md"
	@echo "make bench     time derivation and evaluation beside other packages"
	@echo "make peers     record what other packages compute, for the tests of conventions"
	@echo "make clean     remove what these targets made, $(VENV)/ included"

run: $(VENV)/.stamp-run
	$(BIN)/grouptools export --l-max $(L_MAX) --out $(TABLES)
	$(BIN)/grouptools verify $(TABLES)

test: $(VENV)/.stamp-test
	$(BIN)/python -m pytest -n $(WORKERS)

lint: $(VENV)/.stamp-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.stamp-test
	$(BIN)/mypy

docs: $(VENV)/.stamp-test
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	$(BIN)/python -m sphinx -W --keep-going -q -b doctest docs docs/_build/doctest

accuracy: $(VENV)/.stamp-test
	$(BIN)/python -m tests.accuracy.run

bench: $(VENV)/.stamp-peers $(VENV)/.stamp-escnn
	$(BIN)/python -m tests.benchmarks.run

# What other packages compute, each in an environment that it runs in: tests/golden/peers.
peers: $(VENV)/.stamp-peers $(VENV)/.stamp-escnn $(VENV)/.stamp-peers-torch $(VENV)/.stamp-peers-numpy
	VENV=$(VENV) $(BIN)/python -m tests.peers.record

clean:
	rm -rf $(VENV) $(VENV)-escnn $(VENV)-peers-* $(TABLES) build dist docs/_build *.egg-info .coverage
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find grouptools nn tests docs -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.stamp-venv:
	@command -v $(PYTHON) >/dev/null || { echo "grouptools needs Python 3.11 or newer, and there is no $(PYTHON): install it, or write make PYTHON=... ."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "grouptools needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) --version 2>&1): install a newer one, or write make PYTHON=python3.11 ."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.stamp-run: $(VENV)/.stamp-venv $(PROJECT)
	$(PIP) -e ".[parquet]"
	@touch $@

# lie-learn asks for numpy < 2, but the parts that tests compare with run on any numpy: pip's
# remark on it, should a later install make one, is expected.
$(VENV)/.stamp-test: $(VENV)/.stamp-venv $(PROJECT)
	$(PIP) -e ".[test,docs,nn,plot,parquet]"
	$(PIP) --no-deps lie-learn==0.0.2 || echo "lie-learn 0.0.2 does not install here: the tests that compare with it will be skipped."
	@touch $@ $(VENV)/.stamp-run

# py3nj is built here, by a Fortran compiler.
$(VENV)/.stamp-peers: $(VENV)/.stamp-test
	$(PIP) -e ".[peers]"
	@touch $@

# escnn runs with numpy 1 only, beside which nothing else here is installed.
$(VENV)/.stamp-escnn: $(VENV)/.stamp-venv
	$(PYTHON) -m venv $(VENV)-escnn
	$(VENV)-escnn/bin/python -m pip install --quiet --disable-pip-version-check \
	    torch==2.13.0 numpy==1.26.4 "scipy<1.16" escnn==1.0.11 \
	    || echo "escnn 1.0.11 does not install here: the benchmarks leave it out."
	@touch $@

$(VENV)/.stamp-peers-%: tests/peers/requirements/%.txt $(VENV)/.stamp-venv
	$(PYTHON) -m venv $(VENV)-peers-$*
	$(VENV)-peers-$*/bin/python -m pip install --quiet --disable-pip-version-check \
	    --only-binary=:all: -r $< || echo "$< does not install here: its packages are left out."
	@touch $@
