# AirAccord: everything starts here. `make help` lists what can be made.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build demo test install calibrate fuzz lint notebooks bench docs clean

# One debug build serves the notebooks and the tests; `make bench` builds for release.
# `make demo CONFIGURATION=release` is for timing the demonstration itself.
CONFIGURATION ?= debug
# `make demo` compiles each module as a whole, once, not optimised, without an index, debug information
# and what `@testable` needs, which takes less processor time from nothing. (SwiftPM leaves the last of
# these out in release builds only; `-Onone` comes after its `-O`, and assertions stay.) Tests are found
# through the index, so that their build is another. `make demo WHOLE=` uses the build of the tests.
WHOLE ?= $(if $(filter debug,$(CONFIGURATION)),yes)
# Where `make install` puts the command; DESTDIR before it is for packagers.
PREFIX ?= /usr/local
# How long `make fuzz` takes, all targets together.
MINUTES ?= 30
# The suites that `make calibrate` runs.
CALIBRATE ?= Coverage|ConformanceTests
CALIBRATE_TESTS ?= NumericKernelsTests,PanelKernelsTests,WeatherTests,EstimationTests,SourceApportionmentTests,VOCTests,OffRoadTests
# What is tested and what notebooks run computes optimised (Package.swift says how).
build test notebooks: export AIRACCORD_OPTIMIZED := 1
SWIFT_BUILD := swift build --configuration $(CONFIGURATION)
DEMO_BUILD := $(if $(WHOLE),swift build --configuration release --scratch-path .build-demo \
  --disable-index-store -debug-info-format none -Xswiftc -Onone -Xswiftc -num-threads -Xswiftc 2 \
  -Xswiftc -no-emit-module-separately-wmo,$(SWIFT_BUILD))

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what is missing: system libraries through apt, Python packages into .venv
	@.ci/setup

build: setup ## Compile the library and the command airaccord
	@$(SWIFT_BUILD)

demo: setup ## Simulate stations, ingest, evaluate, and write the page demo/report.html
	@$(DEMO_BUILD) --product airaccord
	@"$$($(DEMO_BUILD) --show-bin-path)/airaccord" demo --output demo/

test: setup ## Compile and run every test, run the notebooks, check the style
	@swift build --build-tests
	@swift test --skip-build --disable-xctest
	@.ci/notebooks
	@.ci/lint

install: ## Build for release and install the command with completions and man pages (PREFIX=~/.local)
	@.ci/setup install
	@swift build --configuration release --product airaccord --static-swift-stdlib
	@.ci/install "$$(swift build --configuration release --static-swift-stdlib --show-bin-path)/airaccord" "$(abspath $(PREFIX))"

calibrate: setup ## Run the coverage simulations in full, in a release build (CALIBRATE=name for some)
	@AIRACCORD_CALIBRATION=full AIRACCORD_ALONE=1 AIRACCORD_TESTS=$(CALIBRATE_TESTS) swift test --configuration release --disable-xctest \
	  --scratch-path .build-calibrate -Xswiftc -enable-testing --filter '$(CALIBRATE)'

lint: ## Check the format and the house rules
	@.ci/lint

notebooks: setup ## Run every notebook from its first cell to its last
	@swift build --product airaccord
	@.ci/notebooks

bench: setup ## Time reading and estimation beside polars, DuckDB and pyfixest
	@.ci/setup bench
	@swift build --configuration release --package-path Benchmarks
	@.venv-bench/bin/python Benchmarks/bench.py

docs: setup ## Write the reference as web pages into .build/docs
	@.ci/docs

fuzz: setup ## Feed random bytes to every reader (MINUTES=30 for all targets together)
	@Tests/Scripts/fuzz --minutes $(MINUTES)

clean: ## Remove what was built; the Python environments stay
	@rm -rf .build .build-demo Benchmarks/.build demo
