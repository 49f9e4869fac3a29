# Skyground. `make demo` shows it, `make test` proves it. Both install what they need (see .ci/need).
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

BINARY := target/release/skyground
PORT ?= 8080
MAVLINK_PORT ?= 14550
DATA ?= ./demo-data

.PHONY: help demo test bench setup build lint test-rust test-web test-browser test-prove fuzz soak swarm kills peers peers-ground peers-link peers-frames peers-plans

help: ## What there is to make.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

demo: ## A controller and a simulated county; open the page it names.
	@.ci/need cc node
	@cargo build --release --locked -p skyground
	@$(BINARY) demo --port $(PORT) --mavlink-port $(MAVLINK_PORT) --data $(DATA)

test: setup lint test-rust kills test-web test-browser ## Everything, from a clean clone too.
	@echo "make test: everything passed"

setup: ## Install what tests need: Chromium, a Chinese font, Python clients, npm packages.
	@.ci/need cc node chromium cjk venv web

build: ## The binary, with the web console in it.
	@cargo build --release --locked -p skyground

lint: ## Format and lints, where the tools are there.
	@if cargo fmt --version >/dev/null 2>&1; then cargo fmt --all --check; else echo "skipped: rustfmt is not installed"; fi
	@if cargo clippy --version >/dev/null 2>&1; then \
	  cargo clippy --release --locked --workspace --all-targets --quiet -- -D warnings; \
	else echo "skipped: clippy is not installed"; fi

# The binary first: the tests over real sockets and the browser run it.
test-rust: build ## Rust tests: units, scenes, missions, wire, house rules.
	@cargo test --release --locked --workspace

test-web: ## The console's types and unit tests.
	@.ci/need web
	@cd web && npm run --silent check && npm run --silent test

test-browser: build ## The mission in headless Chromium; screenshots in target/screens/.
	@.ci/need web chromium cjk
	@SKYGROUND_BIN=$(abspath $(BINARY)) node tests/browser/run.mjs

test-prove: ## Sites proven by HiGHS (the feature `prove`, which the product is built without): against the search and every choice.
	@.ci/need prove
	@cargo test --release --locked -p flight-plans --features prove --lib circle::design

kills: build ## A controller killed five hundred times over six thousand incidents.
	@KILLS=500 cargo test --release --locked -p house-tests --test recovery -- --nocapture

bench: ## The figures the product is held to.
	@.ci/need cc
	@cargo bench --profile release --locked -p geodata -p flight-plans -p controller-core -p controller-link -p controller-server
	@cargo bench --profile release --locked -p house-tests --bench city
	-@cargo run --release --locked -q -p controller-link --example memory

SOAK ?= $(shell seq 1 20)
SOAK_OF ?= -p geodata -p flight-plans -p controller-core -p controller-link

soak: ## Every random test again from other seeds than CI's (SOAK="7 8 9").
	@for seed in $(SOAK); do echo "soak: PROPTEST_RNG_SEED=$$seed"; PROPTEST_RNG_SEED=$$seed cargo test --release --locked --quiet $(SOAK_OF); done

FUZZ ?= datagrams frames link recording conversation transfer extract block osmxml district order conditions plan airframe samples policy scenario journal request counts hgt geotiff ground \
  geojson kml kmz gpx table zones flight planbook package patrols
FUZZ_SECONDS ?= 60

# RUSTC_BOOTSTRAP lets the stable compiler take the fuzzer's flags; it is set for that command alone.
fuzz: ## Every parser under the fuzzer, 60 s each (FUZZ=plan FUZZ_SECONDS=600).
	@.ci/need cc
	@command -v cargo-fuzz >/dev/null || cargo install --locked cargo-fuzz
	@cargo run --release --locked -q -p house-tests --example seeds -- tests/fuzz/corpus
	@cd tests/fuzz && for target in $(FUZZ); do \
	  echo "fuzz: $$target, $(FUZZ_SECONDS) s"; \
	  SKIP_WEB=1 RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir . --sanitizer none $$target -- \
	    -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1; \
	done

SEEDS ?= 1000000
SEEDS_FROM ?= 0

swarm: ## A million seeded worlds with crashes, lost messages and silence (SEEDS=50000 SEEDS_FROM=20000).
	@.ci/need cc
	@SKYGROUND_SEEDS=$(SEEDS) SKYGROUND_FROM=$(SEEDS_FROM) cargo test --release --locked -p house-tests --test swarm twenty -- --nocapture

PEERS ?= geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf $(wildcard ../shared/osm/Helsinki.osm.pbf)

peers-frames: ## MAVLink frames read beside rust-mavlink and the generated C parser: the same answers, processor time.
	@.ci/need cc venv
	@cargo build --release --locked -q -p controller-link --example parse
	@.venv/bin/python tests/peers/frames/compare.py target/release/examples/parse target/peers/frames

peers: peers-ground peers-frames peers-link peers-plans ## Side by side with other software: everything below, in one run.

peers-ground: ## Valhalla on the same extract: processor time and accuracy (PEERS=FILE); rstar beside our index.
	@.ci/need cc peers
	@if [ -x .venv-peers/bin/python ]; then \
	  cargo build --release --locked -q -p house-tests --example peers; \
	  cd tests/peers && ../../.venv-peers/bin/python compare.py $(abspath target/release/examples/peers) \
	    $(abspath target/peers/table.md) $(abspath $(PEERS)); \
	fi
	@cargo bench --profile release --locked -p geodata --bench index -- 'index/(knn|radius|bare|142k)'

peers-plans: ## Our planners beside OR-Tools, PyVRP, VROOM, vrp-cli, SciPy, lapjv and HiGHS: values and processor time.
	@.ci/need cc solvers vrpcli
	@if [ -x .venv-solvers/bin/python ]; then \
	  cargo build --release --locked -q -p flight-plans --example solve; \
	  .venv-solvers/bin/python tests/peers/plans/compare.py target/release/examples/solve ../shared/instances \
	    target/peers/plans.md; \
	fi

peers-link: ## Plans over bad radios, side by side with MAVSDK-Python: success, seconds, what is aboard.
	@.ci/need cc venv
	@cargo build --release --locked -q -p sim --example link
	@.venv/bin/python tests/peers/link.py target/release/examples/link target/peers/link.md
