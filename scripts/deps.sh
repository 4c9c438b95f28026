#!/usr/bin/env bash
# Installs what is missing, and only that: `deps.sh build` for the binary, `deps.sh test` for the tests as well.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

what="${1:-build}"
missing=()

have cmake || missing+=(cmake) # HiGHS is built from source
have g++ || missing+=(g++)
have make || missing+=(make)
have pkg-config || missing+=(pkg-config)
have ccache || missing+=(ccache) # HiGHS once, however many sets of features and profiles ask for it
# bindgen reads the headers of HiGHS with libclang; the runtime library alone lacks clang's own headers.
if [ -z "${LIBCLANG_PATH:-}" ] && ! compgen -G '/usr/lib/llvm-*/lib/libclang*.so' >/dev/null; then
    missing+=(libclang-dev)
fi

if [ "$what" = test ]; then
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || have initdb || missing+=(postgresql)
    have chromium || missing+=(chromium)
    have chromedriver || missing+=(chromium-driver)
    python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv) # an environment for Schemathesis
    have aiosmtpd || missing+=(python3-aiosmtpd) # a mail server that the tests send to
    have node || missing+=(nodejs)               # what the tests hold the service against: see below
    have npm || missing+=(npm)
fi

install "${missing[@]}"

# An OpenID provider, a reader of push messages and judges of pages that are not ours, each by its lock file and beside it.
if [ "$what" = test ]; then
    for peer in tests/oidc tests/push tests/pages; do
        if ! cmp -s "$peer/package-lock.json" "$peer/node_modules/.installed"; then
            say "installing the packages of $peer"
            npm ci --prefix "$peer" --ignore-scripts --no-audit --no-fund --silent
            cp "$peer/package-lock.json" "$peer/node_modules/.installed"
        fi
    done
fi
[ "$what" != test ] || scripts/contract.sh install
need_rust
