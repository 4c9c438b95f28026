#!/usr/bin/env bash
# Licences, duplicates and sources of every dependency, against deny.toml. Advisories are left out: they want a git
# database that a closed network cannot reach. Compiling cargo-deny takes about three minutes on two cores, once.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

need_rust
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
have cargo-deny || {
    say "installing cargo-deny"
    cargo install cargo-deny --locked --quiet
}
exec cargo deny check --hide-inclusion-graph licenses bans sources
