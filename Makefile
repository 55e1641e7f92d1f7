# Everything runs in .venv, made on first use. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
SOURCE ?=
INDEX_DIR := $(or $(CLIPPINGS_INDEX_DIR),index_dir)

.PHONY: help install run test quick test-python test-whoosh-original lint check lock audit licences quality bench fuzz soak opensearch screenshots clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1: /p' $(MAKEFILE_LIST)

$(VENV)/.installed: setup.cfg pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Clippings needs Python 3.11 or newer, this is " + sys.version.split()[0] + ". Set PYTHON=python3.11 or newer.")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@

install: $(VENV)/.installed  ## make .venv and install into it

# A page that was rejected (status 1) does not keep the rest from being served.
# Another SOURCE than last time builds the index anew, so that pages never mix.
run: $(VENV)/.installed  ## index SOURCE (default samples/) and serve it on HOST:PORT
	@mkdir -p $(INDEX_DIR)
	@full=; [ "$$(cat $(INDEX_DIR)/.source 2>/dev/null)" = "$(SOURCE)" ] || full=--full; \
	  $(BIN)/python -m indexer $(SOURCE) --index-dir $(INDEX_DIR) $$full || [ $$? -eq 1 ]; \
	  status=$$?; [ $$status -eq 0 ] && printf '%s\n' "$(SOURCE)" > $(INDEX_DIR)/.source; exit $$status
	CLIPPINGS_ANNOUNCE=1 CLIPPINGS_INDEX_DIR=$(INDEX_DIR) $(BIN)/gunicorn --bind $(HOST):$(PORT) wsgi:app

test: $(VENV)/.installed  ## run the whole test suite
	$(BIN)/python -m pytest

# What starts servers, browsers, clusters or many processes, reads whole corpora or measures is left
# to `make test`.
QUICK := tests/app tests/dates tests/entities tests/split tests/engines/test_contract.py \
	$(filter-out tests/test_training_pages.py tests/test_held_out_pages.py tests/test_encodings.py \
	tests/test_bad_input.py tests/test_workers.py tests/test_incremental.py tests/test_mcp.py \
	tests/test_page_properties.py tests/test_reading_benchmark.py tests/test_deploy.py \
	tests/test_seeds.py tests/test_quality_gate.py tests/test_command_line.py tests/test_archive.py \
	tests/test_containers.py tests/test_going_on.py tests/test_archive.py,$(sort $(wildcard tests/test_*.py)))

quick: $(VENV)/.installed  ## style, and the tests that take no server, browser or corpus (a minute)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest -k "not opensearch and not test_hostile and not made_up_requests" $(QUICK)

# An environment of its own for each version: make test-python PYTHON=python3.13
test-python:  ## run the whole test suite on another PYTHON
	venv=$$($(PYTHON) -c 'import sys; print(".venv-%d.%d" % sys.version_info[:2])') && \
	  $(MAKE) test VENV=$$venv

ORIGINAL := .venv-whoosh-original

$(ORIGINAL)/.installed: setup.cfg
	$(PYTHON) -m venv $(ORIGINAL)
	$(ORIGINAL)/bin/python -m pip install --quiet --disable-pip-version-check '.[test]'
	$(ORIGINAL)/bin/python -m pip uninstall --quiet --yes whoosh3 clippings-search
	$(ORIGINAL)/bin/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps Whoosh==2.7.4
	touch $@

# Whoosh 2.7.4 has escape sequences and comparisons that newer Pythons warn of.
test-whoosh-original: $(ORIGINAL)/.installed  ## the tests of the engine on Whoosh 2.7.4
	$(ORIGINAL)/bin/python -m pytest -W ignore::SyntaxWarning -W ignore::DeprecationWarning tests/engines tests/test_incremental.py

lint: $(VENV)/.installed  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint test audit  ## style, types, tests, known vulnerabilities

$(VENV)/.release: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,opensearch,release]'
	touch $@

# Keeps the versions that still fit; UPGRADE=1 takes the newest.
lock: $(VENV)/.release  ## pin every dependency, with hashes, in requirements.lock
	$(BIN)/uv pip compile setup.cfg --extra opensearch --universal --python-version 3.11 \
	  --generate-hashes --quiet --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) --output-file requirements.lock
	$(BIN)/python -m scripts.licences

audit: $(VENV)/.release  ## look for known vulnerabilities in what is pinned
	$(BIN)/python -m scripts.audit

licences: $(VENV)/.release  ## list the licences of what is pinned in docs/licences.md
	$(BIN)/python -m scripts.licences

quality: $(VENV)/.installed  ## measure extraction, ranking, names and quotations against their floors
	$(BIN)/python -m benchmarks.quality_pages
	$(BIN)/python -m benchmarks.quality_real
	$(BIN)/python -m benchmarks.quality_ranking
	$(BIN)/python -m benchmarks.quality_names
	$(BIN)/python -m benchmarks.quality_quotes

$(VENV)/.bench: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,bench]'
	touch $@

bench: $(VENV)/.bench  ## measure speed side by side with peers (long)
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.load --articles 100000
	$(BIN)/python -m benchmarks.reading --pages 2000 20000

fuzz: $(VENV)/.installed  ## read pages that were harmed at random, for five minutes
	$(BIN)/python -m benchmarks.fuzz

soak: $(VENV)/.installed  ## crash the indexer 200 times, harm every file, reindex and ask under load (long)
	$(BIN)/python -m benchmarks.crash --rounds 200
	$(BIN)/python -m benchmarks.damage
	$(BIN)/python -m benchmarks.reindex
	$(BIN)/python -m benchmarks.soak

opensearch: $(VENV)/.installed  ## run an OpenSearch server on 127.0.0.1:9200 until Ctrl-C
	$(BIN)/python scripts/opensearch_server.py

screenshots: $(VENV)/.installed  ## take the pictures of the README anew (needs Chromium)
	$(BIN)/python -m scripts.screenshots

clean:  ## remove the virtual environments and the generated index
	rm -rf .venv .venv-* build *.egg-info
	find $(INDEX_DIR) -mindepth 1 ! -name README.md ! -name .gitignore -delete
