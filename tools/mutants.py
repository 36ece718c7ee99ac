"""Mutants of the Python rules, made by mutmut, each run against the vectors in a child process."""

import importlib
import importlib.abc
import importlib.util
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from mutmut.mutation.file_mutation import create_mutations

ROOT = Path(__file__).parents[1]
PATIENCE_S = 20  # an endless loop is as dead as a wrong answer


@dataclass(frozen=True)
class Mutant:
    """A changed module. before, after: the lines that differ."""

    file: str
    before: str
    after: str
    source: str


def mutants_of(file: str) -> Iterator[Mutant]:
    """Yield every mutant of a module; file is relative to the project."""
    source = (ROOT / file).read_text(encoding="utf-8")
    module, mutations, _, _ = create_mutations(file, source)
    for one in mutations:
        changed = module.deep_replace(one.original_node, one.mutated_node).code
        yield Mutant(file, *difference(source, changed), changed)


def difference(source: str, changed: str) -> tuple[str, str]:
    """Return the lines of both texts between their common beginning and end, in one line each."""
    before, after = source.splitlines(), changed.splitlines()
    while before and after and before[0] == after[0]:
        before, after = before[1:], after[1:]
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    return " ".join(line.strip() for line in before), " ".join(line.strip() for line in after)


class Changed(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Gives one module another source."""

    def __init__(self, name: str, source: str) -> None:
        self.name, self.source = name, source

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        """Answer for the one module only."""
        if fullname != self.name:
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def get_source(self, fullname: str) -> str:
        """Return the changed source."""
        return self.source


def is_killed(mutant: Mutant, cases: list[tuple[str, dict[str, Any], Any]]) -> bool:
    """Tell whether a case fails, in a child of its own that ends with the first failure."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return status != 0
    code = 1
    try:
        signal.alarm(PATIENCE_S)
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 - ends with the child
        vectors = _reloaded(mutant)
        code = int(any(fails(vectors, *one) for one in cases))
    finally:
        os._exit(code)


def _reloaded(mutant: Mutant) -> ModuleType:
    """Import the vector runner and the rules anew, one of them changed."""
    name = mutant.file.removesuffix(".py").replace("/", ".")
    rules = {"resident_id", "credit_code", "civil_date", "money", "text", "findings"}
    for module in list(sys.modules):
        parts = module.split(".")
        if module == "tools.vectors" or (parts[0] == "app" and (rules & {*parts[1:2]} or "rules" in parts)):
            del sys.modules[module]
    sys.meta_path.insert(0, Changed(name, mutant.source))
    return importlib.import_module("tools.vectors")


def fails(vectors: ModuleType, function: str, given: dict[str, Any], expect: Any) -> bool:
    """Tell whether a case fails."""
    return not vectors.same(vectors.run_python(function, given), expect)
