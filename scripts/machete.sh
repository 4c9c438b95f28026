#!/usr/bin/env bash
# Dependencies that no source file names. cargo-machete takes about a minute to compile: it is installed when missing.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

need_rust
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
have cargo-machete || {
    say "installing cargo-machete"
    cargo install cargo-machete --locked --quiet
}
exec cargo-machete
