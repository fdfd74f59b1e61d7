# Everything that is done to the project, by name. `make` lists the targets.

SHELL       := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

GO            ?= go
GOLANGCI_LINT := v2.15.0
GOVULNCHECK   := v1.9.0
FUZZTIME      ?= 10s
BENCH         ?= .
ARGS          ?=
SAVE          ?=

# Tools and logs lie in bin, which git ignores. The version is part of the
# tool's path, so that a new one is installed and not overlooked.
LINT    := bin/golangci-lint-$(GOLANGCI_LINT)/golangci-lint
SKIPPED := bin/skipped
LOG     := bin/test.log

.PHONY: help build run demo test test-quick test-go test-servers check lint fmt vet tidy vuln bench bench-check fuzz screenshots cover clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

build: ## build ./lrx
	$(GO) build -trimpath -o lrx .

run: ## run lrx; ARGS="…" are its arguments
	$(GO) run . $(ARGS)

demo: ## open the explorer on a made-up class
	$(GO) run . demo

test: ## everything a change has to pass
	@mkdir -p bin; : > $(SKIPPED)
	@status=0; $(MAKE) --no-print-directory --keep-going check test-go bench-check vuln || status=$$?; \
	if [ -s $(SKIPPED) ]; then echo 'Skipped:'; cat $(SKIPPED); else echo 'Nothing was skipped.'; fi; \
	exit $$status

check: tidy vet lint

test-quick: ## tests without the race detector and without the linters
	$(GO) test -timeout 10m ./...

# The log has every test by name. Shown is what needs a look: packages,
# failures and what tests have to say, with the name of the test.
SHOW := /^=== / { name = $$3; next } \
	/^ *--- PASS|^PASS$$|no test files/ { next } \
	/^ +[^ ]+\.go:[0-9]+: / && name != shown { print "    in " name ":"; shown = name } \
	{ print; fflush() }

# The tests that were skipped, with what they said last.
SKIPS := /^=== / { name = $$3; next } \
	/^ +[^ ]+\.go:[0-9]+: / { why[name] = $$0; sub(/^[^:]*:[0-9]+: /, "", why[name]) } \
	/^ *--- SKIP/ { print "  test " $$3 ": " why[$$3] }

test-go: ## all tests under the race detector
	@mkdir -p bin
	@echo 'go test -race ./...'
	@status=0; \
	$(GO) test -race -v -timeout 20m ./... 2>&1 | tee $(LOG) | awk '$(SHOW)' || status=$$?; \
	awk '$(SKIPS)' $(LOG) >> $(SKIPPED); \
	exit $$status

test-servers: ## pull from real servers on loopback, where they can be installed
	@.ci/servers bin/servers $(GO) test -count=1 -v -timeout 15m -run RealServer ./data/lrs

lint: $(LINT) ## formatting (gofumpt) and the linters of .golangci.yml
	@echo 'golangci-lint: formatting'
	@$(LINT) fmt --diff
	@echo 'golangci-lint: linters'
	@$(LINT) run

fmt: $(LINT) ## format all files
	$(LINT) fmt

$(LINT):
	@echo 'installing golangci-lint $(GOLANGCI_LINT), which takes some minutes once'
	@GOBIN='$(abspath $(@D))' GOFLAGS= $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT)

vet:
	$(GO) vet ./...

tidy: ## compare go.mod and go.sum with what is imported, and verify the modules
	$(GO) mod tidy -diff
	$(GO) mod verify

# When govulncheck fails without a finding it could not look, most likely because
# its database is out of reach.
vuln: ## look the modules up in the vulnerability database, where it can be reached
	@mkdir -p bin
	@echo 'govulncheck ./...'
	@status=0; \
	GOFLAGS= timeout 600 $(GO) run golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK) ./... > bin/vuln.log 2>&1 || status=$$?; \
	if [ $$status -eq 0 ]; then tail -n 1 bin/vuln.log; \
	elif grep -q 'Your code is affected' bin/vuln.log; then cat bin/vuln.log; exit 1; \
	elif grep -q 'fetching vulnerabilities' bin/vuln.log; then \
		echo '  govulncheck: its database cannot be reached from here' | tee -a $(SKIPPED); \
	else echo '  govulncheck: it could not look, bin/vuln.log says why' | tee -a $(SKIPPED); fi

# The other engines are large: only `make bench` installs them, into a folder of
# the user's cache. SAVE=testdata/speed keeps the figures README shows.
bench: bin/bench ## lrx beside other engines at 1M statements, questions, screens, and the Go benchmarks (BENCH=… chooses)
	@status=0; \
	for b in 'load -against duckdb,duckdb-parse,duckdb-keys,chdb,chdb-parse,pandas' memory query open key people; do \
		bin/bench $$b $(if $(SAVE),-save $(SAVE)) || status=$$?; \
	done; \
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -timeout 60m ./... || status=$$?; \
	exit $$status

bench-check: bin/bench ## the load beside DuckDB's own at 100,000 statements; fails on ratios, counts and memory alone
	@bin/bench load -n 100000 -against duckdb -rounds 3

# go build finds out by itself what is new.
.PHONY: bin/bench
bin/bench:
	@mkdir -p bin
	@$(GO) build -o $@ ./internal/bench

fuzz: ## every fuzz test for FUZZTIME (10s)
	@grep -rlE '^func Fuzz' --include='*_test.go' . | xargs -n 1 dirname | sort -u | while read -r dir; do \
		grep -hoE '^func Fuzz[A-Za-z0-9_]+' "$$dir"/*_test.go | cut -c 6- | while read -r name; do \
			echo "$$dir $$name"; \
			$(GO) test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) "$$dir" < /dev/null; \
		done; \
	done

screenshots: ## the pictures of README and their text twins
	$(GO) run ./internal/screenshots -out screenshots

cover: ## the share of code that tests reach, by function
	@mkdir -p bin
	$(GO) test -coverprofile bin/cover.out -coverpkg ./... ./... > /dev/null
	$(GO) tool cover -func bin/cover.out | tail -n 1
	@echo 'go tool cover -html bin/cover.out shows it line by line'

clean: ## remove what was built here, tools too
	rm -rf bin lrx
