#!/usr/bin/env bash
# Everything that judges the text and not the behaviour, cheapest first.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

scripts/deps.sh build
need_rust
share_compilations
say "formatting"
cargo fmt --all --check
say "shell scripts"
if have shellcheck; then
    shellcheck -x scripts/*.sh .ci/run
else
    say "skipped: shellcheck is not installed"
fi
say "unused dependencies"
scripts/machete.sh
say "licences and sources of the dependencies"
scripts/licences.sh
say "clippy, warnings denied"
cargo clippy --workspace --all-targets --locked -- -D warnings
