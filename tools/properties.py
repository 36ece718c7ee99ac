"""Compare both languages over random inputs of every function of the rule vectors.

Usage: python tools/properties.py [--runs N] [--seed S]. Prints runs and disagreements, each made as
small as it gets, ready for a vector. Exit 1 on any disagreement; a crash is one, even in both.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.rule_inputs import some_case  # noqa: E402 - the project is not installed
from tools.vectors import RUNNER, run_python, same  # noqa: E402

Json = dict[str, Any]
Rules = Callable[[str, Json], Any]
SHOWN = 10


@contextmanager
def javascript() -> Iterator[Rules]:
    """Give the JavaScript rules, run by one process that lives as long as the block."""
    node = shutil.which("node")
    assert node, "node is not installed"
    with subprocess.Popen(
        [node, str(RUNNER), "--lines"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, encoding="utf-8", cwd=ROOT,
    ) as process:  # fmt: skip
        assert process.stdin and process.stdout

        def ask(function: str, given: Json) -> Any:
            process.stdin.write(json.dumps({"function": function, "input": given}) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield ask
        process.stdin.close()


def disagreement(rules: Rules, function: str, given: Json) -> tuple[Any, Any] | None:
    """Return (Python, JavaScript) when they differ or one of them crashes, else None."""
    text = json.dumps(given)  # a rule that changed its input would be seen by neither
    python, other = run_python(function, json.loads(text)), rules(function, given)
    crashed = any(isinstance(one, dict) and "crash" in one for one in (python, other))
    return (python, other) if crashed or not same(python, other) else None


def compare(runs: int, seed: str) -> tuple[Counter[str], list[tuple[str, Json, Any]]]:
    """Return (comparisons by function, disagreements as (function, input, both answers))."""
    counts: Counter[str] = Counter()
    found = []
    with javascript() as rules:
        for run in range(runs):
            function, given = some_case(Random(f"{seed}:{run}"))  # noqa: S311 - no secret
            counts[function] += 1
            if disagreement(rules, function, given):
                small = smallest(rules, function, given)
                found.append((function, small, disagreement(rules, function, small)))
    return counts, found


def smallest(rules: Rules, function: str, given: Json) -> Json:
    """Return an input that still shows a disagreement but loses it with any part left out."""
    kind = _kind(disagreement(rules, function, given))
    while True:
        smaller = (
            one for one in shorter(given) if _kind(disagreement(rules, function, one)) == kind
        )
        found = next(smaller, None)
        if found is None:
            return given
        given = found


def _kind(answer: tuple[Any, Any] | None) -> Any:
    """Return what must stay the same while an input shrinks: who crashed, and how."""
    return answer and [one.get("crash", "") for one in answer]


def shorter(given: Json) -> Iterator[Json]:
    """Yield an input without one of its parts; what remains of a template stays valid."""
    for key, value in given.items():
        parts = _template_parts(value) if key == "template" else _parts(value)
        yield from ({**given, key: one} for one in parts)


def _template_parts(template: Json) -> Iterator[Json]:
    for name in ("plans", "subsidies", "consents", "fields"):
        for one in _parts(template[name], deep=False):
            if one or name != "plans":
                yield {**template, name: one}


def _parts(value: Any, *, deep: bool = True) -> Iterator[Any]:
    if isinstance(value, dict):
        for key in value:
            yield {name: one for name, one in value.items() if name != key}
            yield from ({**value, key: one} for one in _parts(value[key]))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            before, after = value[:place], value[place + 1 :]
            yield [*before, *after]
            if deep:
                yield from ([*before, part, *after] for part in _parts(one))


def main(runs: int, seed: str) -> int:
    """Compare, print what was found, return the exit code."""
    counts, found = compare(runs, seed)
    for function, given, (python, other) in found[:SHOWN]:
        print(json.dumps({"function": function, "input": given}, ensure_ascii=False))
        print(f"  Python     {json.dumps(python, ensure_ascii=False)}")
        print(f"  JavaScript {json.dumps(other, ensure_ascii=False)}")
    parts = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    print(f"seed {seed}: {counts.total()} comparisons ({parts}), disagreements {len(found)}")
    return 1 if found else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seed", default="1")
    chosen = parser.parse_args()
    sys.exit(main(chosen.runs, chosen.seed))
