#!/usr/bin/env bash
# Branch coverage of the rules in both languages, by the vectors and the tests of rules. Fails below 100 %.
set -uo pipefail
cd "$(dirname "$0")/.."
COVERAGE_FILE=$(mktemp)
export COVERAGE_FILE
trap 'rm -f "$COVERAGE_FILE"' EXIT
measured='app/enrollment/rules/*,app/products/rules/*,app/reconciliation/rules/*,app/resident_id.py,app/credit_code.py,app/civil_date.py'
mapfile -t tests < <(find tests/app -path '*/rules/test_*.py' | sort)
failed=0
.venv/bin/python -m coverage run --include="$measured" -m pytest -qq -p no:cacheprovider \
  tests/app/test_vectors.py tests/app/test_civil_date.py tests/app/test_resident_id.py "${tests[@]}" || failed=1
.venv/bin/python -m coverage report --show-missing --fail-under=100 || failed=1
node tools/coverage.mjs || failed=1
exit $failed
