# Everything runs in .venv, made on first use. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
SOURCE ?=
INDEX_DIR := $(or $(CLIPPINGS_INDEX_DIR),index_dir)

# Hundreds of tests start Python, and each would compile 400 modules again (.6 s).
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install run test test-thorough quick test-python test-newest test-whoosh3 lint check counts lock audit licences quality bench fuzz soak site opensearch screenshots clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1: /p' $(MAKEFILE_LIST)

# Every environment is installed from a lock: the versions that were tested, checked by their hashes.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
FROM_LOCK := $(INSTALL) --require-hashes --requirement

$(VENV)/.made:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Clippings needs Python 3.11 or newer, this is " + sys.version.split()[0] + ". Set PYTHON=python3.11 or newer.")'
	$(PYTHON) -m venv $(VENV)
	touch $@

# What indexing and serving need; both run from the checkout. Byte code is written for what is imported,
# when it is: compiling all of it takes longer, and 36 MB.
$(VENV)/.run: requirements.lock | $(VENV)/.made
	$(FROM_LOCK) requirements.lock --only-binary :all: --no-compile
	touch $@

$(VENV)/.installed: locks/test.lock pyproject.toml setup.cfg | $(VENV)/.made
	$(FROM_LOCK) locks/test.lock
	$(INSTALL) --no-build-isolation --editable .
	touch $(VENV)/.run $@

install: $(VENV)/.installed  ## make .venv with all that the tests need

# A page that was rejected (status 1) does not keep the rest from being served.
# Another SOURCE than last time builds the index anew, so that pages never mix.
run: $(VENV)/.run  ## index SOURCE (default samples/) and serve it on HOST:PORT
	@mkdir -p $(INDEX_DIR)
	@full=; [ "$$(cat $(INDEX_DIR)/.source 2>/dev/null)" = "$(SOURCE)" ] || full=--full; \
	  $(BIN)/python -m indexer $(SOURCE) --index-dir $(INDEX_DIR) $$full || [ $$? -eq 1 ]; \
	  status=$$?; [ $$status -eq 0 ] && printf '%s\n' "$(SOURCE)" > $(INDEX_DIR)/.source; exit $$status
	CLIPPINGS_ANNOUNCE=1 $(if $(SOURCE),CLIPPINGS_SOURCE=$(firstword $(SOURCE))) CLIPPINGS_INDEX_DIR=$(INDEX_DIR) $(BIN)/gunicorn --bind $(HOST):$(PORT) wsgi:app

# What puts a server under load has the machine to itself.
ALONE := tests/live tests/reliability/test_reindex.py tests/reliability/test_soak.py tests/reliability/test_power_loss.py

# Tests make files and wait for the disk thousands of times, and memory does not let them wait.
MEMORY := $(shell df --output=target,avail -k /dev/shm 2>/dev/null | awk 'NR > 1 && $$2 > 4000000 { print $$1 }')

test: export TMPDIR := $(or $(TMPDIR),$(MEMORY),/tmp)
test: $(VENV)/.installed  ## run the whole test suite
	$(BIN)/python -m pytest -n 2 --dist loadscope $(addprefix --ignore=,$(ALONE))
	$(BIN)/python -m pytest $(ALONE)

test-thorough: export CLIPPINGS_TESTS := thorough
test-thorough: test  ## the whole test suite, with every case of the long tests

# What starts servers, browsers, clusters or many processes, reads whole corpora or measures is left
# to `make test`.
QUICK := tests/app tests/dates tests/entities tests/split tests/engines/test_contract.py \
	tests/engines/test_contract_values.py tests/engines/test_contract_writing.py \
	$(filter-out tests/test_training_pages.py tests/test_held_out_pages.py tests/test_encodings.py \
	tests/test_bad_input.py tests/test_workers.py tests/test_incremental.py tests/test_mcp.py \
	tests/test_page_properties.py tests/test_reading_benchmark.py tests/test_deploy.py \
	tests/test_seeds.py tests/test_quality_gate.py tests/test_command_line.py tests/test_archive.py \
	tests/test_containers.py tests/test_going_on.py tests/test_documents.py,$(sort $(wildcard tests/test_*.py)))

# Tests that take seconds each: thousands of made-up inputs, or endless ones.
NOT_QUICK := not opensearch and not test_hostile and not made_up_requests and not properties and not spotting \
	and not no_contents_make and not endless and not without_end and not order_of_adding

quick: $(VENV)/.installed  ## style, and the tests that take no server, browser or corpus (a minute)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest -k "$(NOT_QUICK)" $(QUICK)

# An environment of its own for each version: make test-python PYTHON=python3.13
test-python:  ## run the whole test suite on another PYTHON
	venv=$$($(PYTHON) -c 'import sys; print(".venv-%d.%d" % sys.version_info[:2])') && \
	  $(MAKE) test VENV=$$venv

# Another environment: what a user of `pip install` gets today.
NEWEST := .venv-newest

test-newest:  ## run the whole test suite on the newest versions that setup.cfg allows
	$(PYTHON) -m venv --clear $(NEWEST)
	$(NEWEST)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	$(NEWEST)/bin/python -m pytest

test-whoosh3: $(VENV)/.installed  ## the tests of the engine on whoosh3, which goes on where Whoosh 2.7.4 stopped
	$(INSTALL) --upgrade --target .venv-whoosh3 whoosh3==3.54.0
	PYTHONPATH=.venv-whoosh3 $(BIN)/python -m pytest tests/engines tests/test_incremental.py

lint: $(VENV)/.installed  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint test counts audit  ## style, types, tests, calls that the work takes, known vulnerabilities

counts: $(VENV)/.installed  ## count the function calls of fixed work against stored figures (a minute)
	$(BIN)/python -m benchmarks.speed.counts

$(VENV)/.release: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[release]'
	touch $@

# Each keeps its versions while they fit; UPGRADE=1 takes the newest. A package that is in several
# locks has one version: that of locks/test.lock.
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
	--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)
RUN_TIME := --extra pdf --extra opensearch --extra mcp --extra semantic
TRAINING := --extra training --extra train --extra tables --extra bench

lock: $(VENV)/.release  ## pin every dependency, with hashes, in requirements.lock and locks/
	$(LOCK) setup.cfg --extra test $(RUN_TIME) --output-file locks/test.lock
	$(LOCK) setup.cfg --constraint locks/test.lock --output-file requirements.lock
	$(LOCK) setup.cfg --constraint locks/test.lock $(RUN_TIME) --output-file locks/image.lock
	$(LOCK) setup.cfg --constraint locks/test.lock --extra test $(TRAINING) --output-file locks/train.lock
	$(LOCK) setup.cfg --constraint locks/test.lock --extra docs --output-file locks/docs.lock
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"])' \
	  | $(LOCK) - --constraint locks/test.lock --output-file locks/build.lock
	$(BIN)/python -m scripts.licences

audit: $(VENV)/.release  ## look for known vulnerabilities in what is pinned
	$(BIN)/python -m scripts.audit

licences: $(VENV)/.release  ## list the licences of what is pinned in docs/licences.md
	$(BIN)/python -m scripts.licences

quality: $(VENV)/.installed  ## measure extraction, ranking, names, quotations and meaning against their floors
	$(BIN)/python -m benchmarks.quality.pages
	$(BIN)/python -m benchmarks.quality.real
	$(BIN)/python -m benchmarks.quality.ranking
	$(BIN)/python -m benchmarks.quality.names
	$(BIN)/python -m benchmarks.quality.quotes
	$(BIN)/python -m benchmarks.quality.meaning

$(VENV)/.bench: locks/train.lock $(VENV)/.installed
	$(FROM_LOCK) locks/train.lock
	touch $@

bench: $(VENV)/.bench  ## measure speed side by side with peers (long)
	$(BIN)/python -m benchmarks.speed.search
	$(BIN)/python -m benchmarks.speed.load --articles 100000
	$(BIN)/python -m benchmarks.speed.reading --pages 2000 20000

fuzz: $(VENV)/.installed  ## read pages that were harmed at random, for five minutes
	$(BIN)/python -m benchmarks.reliability.fuzz

# Each script says what it did and ends with status 1 where something was wrong; those that go on
# at random end after MINUTES each.
MINUTES ?= 30
RELIABILITY := $(BIN)/python -m benchmarks.reliability

soak: $(VENV)/.installed  ## kill, harm, stop, reindex, correct and ask at random, MINUTES (30) for each kind (hours)
	$(RELIABILITY).crash --rounds 300 --minutes $(MINUTES)
	$(RELIABILITY).crash --rounds 300 --minutes $(MINUTES) --harms kill,worker
	$(RELIABILITY).rough --rounds 300 --minutes $(MINUTES)
	$(RELIABILITY).damage
	$(RELIABILITY).kept
	$(RELIABILITY).stopping
	$(RELIABILITY).reindex
	$(RELIABILITY).soak --minutes $(MINUTES)
	$(RELIABILITY).everything --minutes $(MINUTES)
	$(RELIABILITY).corrections
	$(RELIABILITY).two_servers

$(VENV)/.docs: locks/docs.lock | $(VENV)/.made
	$(FROM_LOCK) locks/docs.lock
	touch $@

site: $(VENV)/.docs  ## check the spelling of the documentation and build it as a site in site/
	$(BIN)/codespell *.md docs corpus/README.md examples deploy scripts search_app/templates .github
	$(BIN)/python -m mkdocs build --strict

opensearch: $(VENV)/.installed  ## run an OpenSearch server on 127.0.0.1:9200 until Ctrl-C
	$(BIN)/python scripts/opensearch_server.py

screenshots: $(VENV)/.installed  ## take the pictures of the README anew (needs Chromium)
	$(BIN)/python -m scripts.screenshots

clean:  ## remove the virtual environments and the generated index
	rm -rf .venv .venv-* build site *.egg-info
	find $(INDEX_DIR) -mindepth 1 ! -name README.md ! -name .gitignore -delete
