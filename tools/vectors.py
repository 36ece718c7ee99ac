"""Run every vector file of a directory through Python and JavaScript; they must agree.

Usage: python tools/vectors.py [DIR]. One line per file. Exit 1 on any failure or disagreement,
2 when nothing can be compared: no vector files, no node, no JavaScript runner.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).parents[1]
RUNNER = ROOT / "tools" / "vectors.mjs"
sys.path.insert(0, str(ROOT))

from app.civil_date import age_on  # noqa: E402 - the project is not installed
from app.credit_code import parse_uscc  # noqa: E402
from app.enrollment.rules.group import check_group, participation  # noqa: E402
from app.enrollment.rules.household import check_household  # noqa: E402
from app.enrollment.rules.person import check_person  # noqa: E402
from app.products.rules.fields import check_fields, condition  # noqa: E402
from app.products.rules.period import cover_period  # noqa: E402
from app.products.rules.pricing import midterm, quote_household, quote_person  # noqa: E402
from app.products.rules.refund import refund  # noqa: E402
from app.resident_id import parse_resident_id  # noqa: E402

FUNCTIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        age_on, parse_resident_id, parse_uscc, cover_period, condition, check_fields,
        quote_person, quote_household, refund, check_person, check_household, participation,
        check_group,
    )
}  # fmt: skip
FUNCTIONS["midterm"] = lambda **given: midterm(from_=given.pop("from"), **given)


def cases(file: Path) -> Iterator[tuple[str, str, dict[str, Any], Any]]:
    """Yield (case name, function, input with its template, expected result) of a file."""
    content = json.loads(file.read_text(encoding="utf-8"))
    for case in content["cases"]:
        given = dict(case["input"])
        if isinstance(given.get("template"), str):
            given["template"] = content["templates"][given["template"]]
        yield case["name"], content["function"], given, case["expect"]


def same(left: Any, right: Any) -> bool:
    """Tell whether two JSON values are equal: 1 and 1.0 are, 1 and true are not."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[k], right[k]) for k in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right) and isinstance(left, str) == isinstance(right, str)


def run_python(function: str, given: dict[str, Any]) -> Any:
    """Return what the Python rules say, or {"crash"} when they fail."""
    try:
        return FUNCTIONS[function](**given)
    except Exception as error:  # noqa: BLE001 - a crash is a failed case, not the end of the run
        return {"crash": f"{type(error).__name__}: {error}"}


def run_javascript(folder: Path) -> dict[str, dict[str, Any]]:
    """Return {file: {case: result}} as the JavaScript rules say."""
    node = shutil.which("node")
    if node is None or not RUNNER.is_file():
        give_up(
            "node is not installed" if node is None else f"{RUNNER.relative_to(ROOT)} is missing"
        )
    done = subprocess.run(
        [node, str(RUNNER), str(folder)],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT,
    )  # fmt: skip
    if done.returncode and not done.stdout:
        give_up(f"{RUNNER.relative_to(ROOT)} failed: {done.stderr.strip()[-800:]}")
    found = {}
    for line in done.stdout.split("\n")[:-1]:  # not splitlines(): a name may hold U+2028
        row = json.loads(line)
        found[row["file"]] = {one["name"]: one for one in row["results"]}
    return found


def give_up(reason: str) -> NoReturn:
    """End the run: the languages cannot be compared."""
    print(reason, file=sys.stderr)
    sys.exit(2)


def main(folder: Path) -> int:
    """Compare both languages with every case; return the exit code."""
    files = sorted(folder.glob("*.json"))
    if not files:
        give_up(f"no vector files in {folder}")
    javascript = run_javascript(folder)
    bad = 0
    for file in files:
        wrong = {"python": 0, "javascript": 0, "disagree": 0}
        rows = list(cases(file))
        for name, function, given, expect in rows:
            python = run_python(function, given)
            other = javascript.get(file.name, {}).get(name, {}).get("result")
            wrong["python"] += not same(python, expect)
            wrong["javascript"] += not same(other, expect)
            wrong["disagree"] += not same(python, other)
        bad += sum(wrong.values())
        print(
            f"{file.name}: {len(rows)} cases, failures Python {wrong['python']}, "
            f"JavaScript {wrong['javascript']}, disagreements {wrong['disagree']}"
        )
    return 1 if bad else 0


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] else ROOT / "tests" / "vectors"
    sys.exit(main(chosen.resolve()))
