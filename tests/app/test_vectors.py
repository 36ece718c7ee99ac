"""Every vector passes in Python; `node --test` runs the same files in JavaScript."""

from pathlib import Path

import pytest

from tools.vectors import cases, run_python, same

FILES = sorted((Path(__file__).parents[1] / "vectors").glob("*.json"))
CASES = [
    pytest.param(*rest, id=f"{file.stem}: {name}") for file in FILES for name, *rest in cases(file)
]


@pytest.mark.parametrize(("function", "given", "expect"), CASES)
def test_the_rules_say_what_the_vector_says(function, given, expect):
    result = run_python(function, given)

    assert same(result, expect), result


def test_one_is_not_true():
    assert same(1, 1.0)
    assert not same(1, True)
    assert not same([1], [1, 2])
