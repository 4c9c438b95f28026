# Every target works from a fresh clone on Debian 12 with Rust only, as root or with sudo, and may be run again.
# Without `make` itself: scripts/demo.sh, scripts/test.sh and .ci/run do the same.

PORT ?= 8080

.PHONY: help demo test bench docs lint ci

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Build, load the example group, plan, and serve on PORT (8080); RELEVE_DATABASE_URL is honoured
	@scripts/demo.sh --port "$(PORT)"

test: ## Run every test, on SQLite and on a throw-away PostgreSQL
	@scripts/test.sh

bench: ## Run the benchmarks
	@scripts/deps.sh build
	cargo bench --workspace

docs: ## Build the documentation of both crates; a warning fails
	@scripts/deps.sh build
	RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --workspace

lint: ## Formatting, clippy, unused dependencies, licences, shell scripts
	@scripts/lint.sh

ci: ## What the continuous integration runs
	@bash .ci/run
