# The commands of this project; `.ci/run` calls the same targets on a clean clone.
#
#   make dev     a virtual environment with everything that development needs, and the package built into it
#   make fmt     rewrite sources in the house format
#   make lint    formats, lints, types and stubs; rewrites nothing
#   make test    Rust and Python tests
#   make docs    the site, into site/; `make serve` shows it while you write
#   make notebooks  run the notebooks and store what they print
#   make guests  the tests of columns with pandas 2 and 3, with PyArrow and without
#   make bench   speed beside the peers; writes the table in the README
#   make check   what continuous integration runs
#   make fuzz    each fuzz target for SECONDS (60); needs `cargo install cargo-fuzz`, no other toolchain
#   make audit   the wheels and the sdist in DIST (dist), and the licences and sources of all crates

PYTHON ?= python3
BIN := .venv/bin
TOOLS := maturin mypy ruff

TARGETS := languages tokens patterns model vectors
AUDIT := .venv-audit
SECONDS ?= 60
DIST ?= dist

.PHONY: dev fmt lint test docs serve notebooks guests bench check fuzz audit

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet $(TOOLS) numpy scipy scikit-learn tqdm rich hypothesis pandas polars pyarrow pytest "dask[dataframe]" distributed
	touch $@

dev: .venv/ready
	$(BIN)/maturin develop --profile fast --extras test,notebook,browser,docs

fmt:
	cargo fmt
	$(BIN)/ruff check --fix --quiet
	$(BIN)/ruff format --quiet

lint:
	cargo fmt --check
	cargo clippy --all-targets --quiet -- -D warnings
	cargo clippy --features python --quiet -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	MYPYPATH=python $(BIN)/stubtest tolmach._core --concise --ignore-disjoint-bases --mypy-config-file pyproject.toml

test:
	cargo test --quiet
	$(BIN)/python -m pytest

docs:
	$(BIN)/zensical build --strict --clean

serve:
	$(BIN)/zensical serve

# Bars of progress would leave their traces in what is stored.
notebooks:
	for name in notebooks/*.py; do \
		$(BIN)/jupytext --quiet --update --to ipynb $$name && \
		TQDM_DISABLE=1 $(BIN)/jupyter execute --inplace --NotebookClient.record_timing=False $${name%.py}.ipynb || exit 1; \
	done

guests:
	tools/test_guests.sh

bench:
	$(BIN)/python benches/compare.py --write

check:
	bash .ci/run

# The stable compiler has the sanitizers, and asks for this variable to use them.
fuzz:
	cd fuzz && for target in $(TARGETS); do \
		RUSTC_BOOTSTRAP=1 ASAN_OPTIONS=detect_leaks=0 cargo fuzz run $$target -- \
			-max_total_time=$(SECONDS) -timeout=25 -rss_limit_mb=3500 -max_len=4096 || exit 1; \
	done

audit:
	test -d $(AUDIT) || $(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/pip install --quiet twine abi3audit check-wheel-contents
	$(AUDIT)/bin/twine check --strict $(DIST)/*
	$(AUDIT)/bin/check-wheel-contents $(DIST)
	for wheel in $(DIST)/*abi3*.whl; do \
		$(AUDIT)/bin/abi3audit --strict --summary $$wheel || exit 1; \
		$(PYTHON) -m zipfile --list $$wheel | grep --quiet '\.dist-info/sboms/.*cyclonedx' || exit 1; \
	done
	cargo deny --all-features check licenses bans sources
