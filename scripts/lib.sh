# Shared by the scripts beside it: sourced, never run.
# shellcheck shell=bash

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

say() { printf '==> %s\n' "$*"; }

die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as the superuser: as it is for root, through sudo otherwise.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        die "'$*' needs root: run it as root or install sudo, then start again"
    fi
}

# install PACKAGE…: one update of the package lists, then the packages.
install() {
    [ $# -gt 0 ] || return 0
    have apt-get || die "missing: $*; this script installs with apt only, please install them with your own package manager"
    say "installing from Debian: $*"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_rust() {
    if ! have cargo && [ -f "$HOME/.cargo/env" ]; then
        # shellcheck disable=SC1091
        . "$HOME/.cargo/env"
    fi
    have cargo || die "cargo is not in PATH: install Rust 1.95 or later (https://rustup.rs), then start again"
}

# CMake reads these by itself. Paths inside the build directory are hashed relative to it, so that builds of HiGHS that
# differ only in where they happen are compiled once.
share_compilations() {
    if have ccache; then
        export CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache
        export CCACHE_BASEDIR="${CCACHE_BASEDIR:-/}" CCACHE_NOHASHDIR=1
    fi
}
