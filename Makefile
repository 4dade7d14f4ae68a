# Every target first makes .venv from the hash-pinned requirements; nothing is needed but a Python >= 3.11 with its pip.
# `make test PYTEST_ARGS="-n auto -k nhrp"` passes arguments on.

.DEFAULT_GOAL := help
SHELL := /bin/sh
.DELETE_ON_ERROR:

BIN := .venv/bin
READY := .venv/.ready
BENCH_READY := .venv-bench/.ready
FUZZ_READY := .venv-fuzz/.ready
FUZZ_SECONDS ?= 60
PYTEST_ARGS ?=
export DMVPN_CAPTURES ?= ../shared/captures

PYTHONS := python3 python3.14 python3.13 python3.12 python3.11
USABLE := import sys, venv; sys.exit(sys.version_info < (3, 11))
LOCK := --quiet --generate-hashes --no-annotate --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options

.PHONY: help demo test test-all bench fuzz check conformance interop fmt lock build clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

demo: $(READY) ## virtual routers up, rollout, verify, break one, verify again, down
	$(BIN)/dmvpn demo

test: $(READY) ## the tests that need nothing but this machine
	$(BIN)/pytest -m "not conformance and not interop and not slow and not benchmark" $(PYTEST_ARGS)

test-all: $(READY) ## every test there is
	$(BIN)/pytest -m "not benchmark" $(PYTEST_ARGS)

bench: $(READY) $(BENCH_READY) ## costs as ratios, measured side by side in one run
	$(BIN)/pytest -q -s -m benchmark tests/benchmark $(PYTEST_ARGS)

fuzz: $(READY) $(FUZZ_READY) ## the parsers by coverage-guided fuzzing, FUZZ_SECONDS=60
	PYTHONPATH=.venv-fuzz $(BIN)/python -m tests.fuzz.parsers -max_total_time=$(FUZZ_SECONDS) \
		-artifact_prefix=.venv-fuzz/ -print_final_stats=1

check: $(READY) ## lint, format, types and architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict nornir_dmvpn tests $(wildcard playbooks/*.py)
	$(BIN)/pytest -q tests/architecture

conformance: $(READY) ## against real router output, found in DMVPN_CAPTURES
	$(BIN)/pytest -m conformance $(PYTEST_ARGS)

interop: $(READY) ## against FRRouting in a guest, and tshark; needs root, installs system packages, else skips and says why
	$(BIN)/python -m tests.interop.prepare
	$(BIN)/pytest -m interop tests/interop $(PYTEST_ARGS)

fmt: $(READY) ## format, and fix what can be fixed safely
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lock: $(READY) ## write requirements/*.txt anew from pyproject.toml and requirements/build.in
	cd requirements && ../$(BIN)/pip-compile $(LOCK) --upgrade -o run.new ../pyproject.toml
	cd requirements && ../$(BIN)/pip-compile $(LOCK) --upgrade --extra dev -c run.new -o dev.new ../pyproject.toml
	cd requirements && ../$(BIN)/pip-compile $(LOCK) --upgrade -c dev.new -o build.new build.in
	cd requirements && ../$(BIN)/pip-compile $(LOCK) --upgrade -o bench.new bench.in
	cd requirements && ../$(BIN)/pip-compile $(LOCK) --upgrade -o fuzz.new fuzz.in
	@for kind in run dev build bench fuzz; do \
		{ echo "# Written by 'make lock'; do not edit."; cat requirements/$$kind.new; } > requirements/$$kind.txt; \
		rm requirements/$$kind.new; \
	done

build: $(READY) ## sdist and wheel into dist/
	$(BIN)/python -m build --no-isolation

clean: ## remove what the tools left behind (.venv stays)
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis nornir.log
	find nornir_dmvpn tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A system Python may come without ensurepip: then its own pip starts the environment. Nothing is built in isolation,
# because an isolated build fetches its tools unpinned.
$(READY): requirements/build.txt requirements/dev.txt pyproject.toml
	@set -e; \
	if ! $(BIN)/python -c 'import pip; $(USABLE)' 2>/dev/null; then \
		python=; \
		for candidate in $(PYTHONS); do \
			if $$candidate -c '$(USABLE)' 2>/dev/null; then python=$$candidate; break; fi; \
		done; \
		if [ -z "$$python" ]; then \
			echo "make: no Python >= 3.11 found (tried $(PYTHONS)); install one and run make again" >&2; exit 1; \
		fi; \
		rm -rf .venv; \
		$$python -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; $$python -m venv --without-pip .venv; \
			$$python -m pip --python $(BIN)/python install --quiet --require-hashes -r requirements/build.txt; }; \
	fi; \
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/build.txt; \
	$(BIN)/python -m pip install --quiet --require-hashes --no-build-isolation -r requirements/dev.txt; \
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# Genie is half a gigabyte and has a Netmiko-sized tree of its own: an environment for 'make bench' alone. Without it the
# benchmarks against Genie say that they were not measured.
$(BENCH_READY): $(READY) requirements/bench.txt
	@rm -rf .venv-bench
	@echo "make: installing Genie into .venv-bench, for the benchmarks alone"
	@{ $(BIN)/python -m venv --without-pip .venv-bench && \
		$(BIN)/python -m pip --python .venv-bench/bin/python install --quiet --require-hashes -r requirements/bench.txt && \
		touch $@; } || echo "make: no Genie here; what is measured against it will be left out" >&2

$(FUZZ_READY): $(READY) requirements/fuzz.txt
	@rm -rf .venv-fuzz
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps --target .venv-fuzz -r requirements/fuzz.txt
	@touch $@
