#!/usr/bin/env bash
# Every test of the workspace, on SQLite and on a throw-away PostgreSQL; arguments go to the runner.
# The runner's own summary is the last thing printed, and its exit code is this script's.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

scripts/deps.sh test
need_rust
share_compilations
say "compiling the tests"
# nextest does not run doctests, so they go first: its summary must close the output.
if cargo nextest --version >/dev/null 2>&1; then
    cargo test --workspace --locked --no-run --quiet
    say "documentation tests"
    cargo test --workspace --locked --doc --quiet
    say "tests (nextest)"
    exec scripts/with-postgres.sh cargo nextest run --workspace --locked --no-fail-fast "$@"
else
    say "tests (cargo test; install cargo-nextest for a shorter report)"
    exec scripts/with-postgres.sh cargo test --workspace --locked --no-fail-fast "$@"
fi
