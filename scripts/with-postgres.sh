#!/usr/bin/env bash
# Runs a command beside a throw-away PostgreSQL: `with-postgres.sh COMMAND…`.
#
# The server lives in a fresh temporary directory, listens on a socket there only, and is stopped and removed whatever
# happens to the command. RELEVE_TEST_POSTGRES_URL tells the command where it is.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

if have initdb; then
    bin="$(dirname "$(command -v initdb)")"
else
    bin="$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1 || true)"
    [ -n "$bin" ] || die "PostgreSQL is not installed: run scripts/deps.sh test"
fi

# initdb and postgres refuse root; anybody else runs them in person.
if [ "$(id -u)" -eq 0 ]; then
    unprivileged() { runuser -u postgres -- "$@"; }
else
    unprivileged() { "$@"; }
fi

# Not TMPDIR: a socket's path may have 107 bytes only, and user postgres must be able to reach it.
dir="$(unprivileged mktemp -d /tmp/releve-pg.XXXXXX)"

# shellcheck disable=SC2329 # called by the trap
stop() {
    local status=$?
    trap - EXIT INT TERM HUP
    if [ -f "$dir/data/postmaster.pid" ]; then
        unprivileged "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
    fi
    rm -rf "$dir"
    exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

say "starting a throw-away PostgreSQL in $dir"
cd "$dir"
unprivileged "$bin/initdb" -D "$dir/data" --username=releve --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
options="-c listen_addresses='' -c unix_socket_directories='$dir' -c max_connections=200"
options+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
unprivileged "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -o "$options" -w start >/dev/null || {
    cat "$dir/log" >&2
    die "PostgreSQL did not start"
}
cd "$OLDPWD"

export RELEVE_TEST_POSTGRES_URL="postgres://releve@localhost/postgres?host=$dir"
"$@"
