#!/usr/bin/env bash
# All tests, in both languages. Arguments go to pytest; without any, the JavaScript tests run too.
set -uo pipefail
cd "$(dirname "$0")/.."
# A private folder: a lock left in /tmp by another user must not stop us.
TMPDIR=$(mktemp -d)
chmod 711 "$TMPDIR"  # PostgreSQL runs as a user of its own and must get through
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
failed=0
# No cache folder: the checkout may belong to somebody else.
.venv/bin/python -m pytest -q -n 2 --dist worksteal -p no:cacheprovider "$@" || failed=1
if [ $# -eq 0 ]; then
  mapfile -t files < <(find tests/static -name '*.test.js' | sort)
  # Through the environment: the runner starts a process per file and passes on nothing else.
  options='--import ./tests/static/loader.mjs'
  NODE_OPTIONS=$options node --test "${files[@]}" || failed=1
fi
exit $failed
