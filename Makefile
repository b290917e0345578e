# `make` alone lists what can be made. Everything sets itself up first, and quickly when it is.

PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run test test-long test-interop check bench bench-hub shots words lock clean

help:  ## list what can be made
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | \
		awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

setup:  ## make .venv with the program in it: .venv/bin/moderator
	@sh installer/setup.sh

setup-tests:
	@sh installer/setup.sh --tests

run: setup  ## start the program; without a display, play the sample meeting off-screen
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" = Darwin ]; then \
		exec .venv/bin/moderator; \
	else \
		QT_QPA_PLATFORM=offscreen exec $(PYTHON) -m moderator.app.play; \
	fi

test: setup-tests  ## run the tests, in at most five minutes
	@$(PYTHON) -m pytest -q

test-long: setup-tests  ## run the slower proofs
	@$(PYTHON) -m pytest -q -m long

test-interop:  ## run the tests against other programs: PostgreSQL, systemd, Node
	@sh installer/setup.sh --interop
	@$(PYTHON) -m pytest -q -m interop

check: setup  ## check style, types, layers and words
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@$(PYTHON) installer/words.py check

bench: setup-tests  ## measure speed and memory against their floors
	@$(PYTHON) -m tests.benchmarks

bench-hub: setup-tests  ## measure the hub beside others, from npm and PyPI (needs Node)
	@$(PYTHON) -m tests.benchmarks.hub

shots: setup  ## take pictures of every main screen into shots/
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m tests.shots

words: setup  ## bring the translations up to the source, and compile them
	@$(PYTHON) installer/words.py update

lock:  ## pin the newest packages that pyproject.toml allows (needs uv)
	@sh installer/lock.sh

clean:  ## remove what was made, .venv included
	rm -rf .venv build dist shots .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
