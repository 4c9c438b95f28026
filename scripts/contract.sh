#!/usr/bin/env bash
# Holds a running service to its own API document, as several people: `contract.sh URL TOKEN…`; `contract.sh install` only gets
# the tool (Schemathesis, in an environment of its own). Every run is bounded in time and repeats with the same seed.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

version=4.32.5
venv="${XDG_CACHE_HOME:-$HOME/.cache}/releve/schemathesis-$version"

get() {
    if [ -x "$venv/bin/schemathesis" ]; then return; fi
    say "installing Schemathesis $version in $venv"
    mkdir -p "$(dirname "$venv")"
    # Two at once must not meet: made aside, then put in place.
    local aside
    aside="$(mktemp -d "$venv.XXXXXX")"
    python3 -m venv "$aside" || die "python3 cannot make an environment: run scripts/deps.sh test"
    "$aside/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version" >&2
    # Its scripts name the interpreter by where it was made.
    grep -rlIF "$aside" "$aside/bin" | xargs -r sed -i "s|$aside|$venv|g"
    mv -T "$aside" "$venv" 2>/dev/null || rm -rf "$aside"
    [ -x "$venv/bin/schemathesis" ] || die "Schemathesis could not be installed"
}

get
[ "${1:-}" != install ] || exit 0
url="${1:?the address of a service}"
shift
seconds="${RELEVE_CONTRACT_SECONDS:-45}"
config="$PWD/scripts/schemathesis.toml"
export SCHEMATHESIS_HOOKS=contract_hooks PYTHONPATH="$PWD/scripts" NO_COLOR=1
# It keeps what it finds where it stands.
place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT
cd "$place"

# Left out: the stream of a computation, which ends when the computation does; that what the shape allows is accepted, because
# identifiers, dates and states decide too.
failed=0
for token in "$@"; do
    "$venv/bin/schemathesis" --config-file "$config" run "$url/api/v1/openapi.json" --url "$url" -H "Authorization: Bearer $token" \
        --exclude-operation-id plans.progress --exclude-checks positive_data_acceptance \
        --phases examples,coverage,fuzzing,stateful --max-examples 4 --max-time "$seconds" --request-timeout 20 \
        --continue-on-failure --no-shrink --seed 1 --warnings off --output-sanitize true || failed=1
done
exit "$failed"
