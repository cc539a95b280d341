#!/bin/sh
# Everything that must be green: format, lint, types, the tests on SQLite and PostgreSQL, and the
# example shop, whose export is a fixture of the compiler.
# Makes the virtual environment ../../.venv (or $MIZAN_VENV) when it is not there.
# `run-tests.sh --matrix` runs the tests on every version of Python and Django that is here instead.
set -eu
cd "$(dirname "$0")"
venv=${MIZAN_VENV:-../../.venv}
shop=../../examples/shop/backend

[ -x "$venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[test]'

if [ "${1-}" = --matrix ]; then
    exec "$venv/bin/python" matrix.py
fi

venv=$(cd "$venv" && pwd)
"$venv/bin/ruff" format --check --quiet . "$shop"
"$venv/bin/ruff" check --quiet . "$shop"
"$venv/bin/mypy"
(cd "$shop" && "$venv/bin/mypy" .)
(cd "$shop" && "$venv/bin/python" -W error manage.py test)
# The two databases side by side; what SQLite's run says comes last.
output=$(mktemp)
"$venv/bin/python" -m pytest --quiet "$@" >"$output" 2>&1 &
sqlite=$!
trap 'kill "$sqlite" 2>/dev/null || true; rm -f "$output"' EXIT
trap 'exit 130' INT TERM
"$venv/bin/python" tests/postgres.py "$venv/bin/python" -m pytest --quiet "$@" || failed=1
wait "$sqlite" || failed=1
cat "$output"
exit "${failed:-0}"
