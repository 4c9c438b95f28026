#!/usr/bin/env bash
# From a bare Debian to a running demonstration: `demo.sh [--port 8080]`. Running it again keeps the same database.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

scripts/deps.sh build
need_rust
share_compilations
say "building the release binary (the first time a quarter of an hour or so on two cores: the MIP solver HiGHS is compiled from source as well)"
cargo build --release --locked --bin releve
say "starting the demonstration; Ctrl-C stops it"
target="$(cargo metadata --no-deps --format-version 1 | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')"
exec "$target/release/releve" demo "$@"
