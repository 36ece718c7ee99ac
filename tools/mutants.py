"""Mutants of the rules: made by mutmut and Stryker's instrumenter, judged by the rule vectors.

Only files that the vectors read: publishing and the shapes of rows have tests of their own.
"""

import importlib
import importlib.abc
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn, Self

from mutmut.mutation.file_mutation import Mutation, create_mutations

from tools.vectors import cases

ROOT = Path(__file__).parents[1]
VECTORS = ROOT / "tests" / "vectors"
PATIENCE_S = 20  # an endless loop is as dead as a wrong answer
BROKEN = 255  # the changed module cannot even be imported
UNREAD = {"__init__.py", "publishing.py", "shape.py"}
LEAVES = ("resident_id", "credit_code", "civil_date")


@dataclass(frozen=True)
class Mutant:
    """One change of one file. before, after: the text that differs; handle: its maker's."""

    file: str
    before: str
    after: str
    handle: Any


def read_files(root: str, ending: str) -> list[str]:
    """Return the files of one language that the vectors read, relative to the project."""
    folder = ROOT / root
    leaves = [folder / f"{name}{ending}" for name in LEAVES]
    if ending == ".js":
        leaves = [one.with_name(one.name.replace("_", "-")) for one in leaves]
    rules = [
        one
        for name in ("products", "enrollment")
        for one in (folder / name / "rules").glob(f"*{ending}")
    ]
    return sorted(str(one.relative_to(ROOT)) for one in [*leaves, *rules] if one.name not in UNREAD)


class Python:
    """The Python rules, changed by mutmut; each runs in a child that ends at the first failure."""

    name = "Python"

    def __init__(self) -> None:
        self.files = [[rest for _, *rest in cases(file)] for file in sorted(VECTORS.glob("*.json"))]
        self.order: dict[str, list[int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is kept open."""

    def mutants(self) -> Iterator[Mutant]:
        """Yield every mutant; its texts are made only when it is drawn."""
        for file in read_files("app", ".py"):
            source = (ROOT / file).read_text(encoding="utf-8")
            module, mutations, _, _ = create_mutations(file, source)
            for one in mutations:
                yield Mutant(file, "", "", (source, module, one))

    def drawn(self, mutant: Mutant) -> Mutant:
        """Return the mutant with its texts and, as handle, its whole source."""
        source, module, one = mutant.handle
        changed = changed_source(module, one)
        return Mutant(mutant.file, *difference(source, changed), changed)

    def is_killed(self, mutant: Mutant) -> bool:
        """Tell whether a vector fails; the file that failed last is tried first the next time."""
        order = self.order.setdefault(mutant.file, list(range(len(self.files))))
        child = os.fork()
        if child == 0:
            self._run(mutant, order)
        status = os.waitpid(child, 0)[1]
        if os.WIFEXITED(status) and 0 < os.WEXITSTATUS(status) <= len(order):
            order.insert(0, order.pop(os.WEXITSTATUS(status) - 1))
        return status != 0

    def _run(self, mutant: Mutant, order: list[int]) -> NoReturn:
        """End this process with 0, or with the place in the order at which a vector failed."""
        code = BROKEN
        try:
            signal.alarm(PATIENCE_S)
            vectors = _reloaded(mutant)
            failing = (
                place + 1
                for place, file in enumerate(order)
                if any(_fails(vectors, *one) for one in self.files[file])
            )
            code = next(failing, 0)
        finally:
            os._exit(code)


def changed_source(module: Any, mutation: Mutation) -> str:
    """Return the source of a module with one mutation."""
    return str(module.deep_replace(mutation.original_node, mutation.mutated_node).code)


def difference(source: str, changed: str) -> tuple[str, str]:
    """Return the lines of both texts between their common beginning and end, on one line each."""
    before, after = source.splitlines(), changed.splitlines()
    while before and after and before[0] == after[0]:
        before, after = before[1:], after[1:]
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    return one_line("\n".join(before)), one_line("\n".join(after))


def one_line(text: str) -> str:
    """Return a text with each run of blanks as one space."""
    return " ".join(text.split())


class Changed(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Gives one module another source."""

    def __init__(self, name: str, source: str) -> None:
        self.name, self.source = name, source

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:  # noqa: ARG002
        """Answer for the one module only."""
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.name else None

    def get_source(self, fullname: str) -> str:  # noqa: ARG002 - there is one
        """Return the changed source."""
        return self.source


def _reloaded(mutant: Mutant) -> ModuleType:
    """Import the vector runner and the rules anew, one of them changed."""
    for module in list(sys.modules):
        parts = module.split(".")
        if module == "tools.vectors" or (parts[0] == "app" and {"rules", *LEAVES} & {*parts}):
            del sys.modules[module]
    name = mutant.file.removesuffix(".py").replace("/", ".")
    sys.meta_path.insert(0, Changed(name, mutant.handle))
    return importlib.import_module("tools.vectors")


def _fails(vectors: ModuleType, function: str, given: dict[str, Any], expect: Any) -> bool:
    return not vectors.same(vectors.run_python(function, given), expect)


class JavaScript:
    """The JavaScript rules, changed by Stryker's instrumenter; tools/mutation.mjs runs them."""

    name = "JavaScript"

    def __init__(self) -> None:
        node = shutil.which("node")
        assert node, "node is not installed"
        self.process = subprocess.Popen(
            [node, "tools/mutation.mjs", str(VECTORS), *read_files("static/js", ".js")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """End the runner."""
        self.process.communicate()

    def _line(self) -> Any:
        assert self.process.stdout
        return json.loads(self.process.stdout.readline())

    def mutants(self) -> Iterator[Mutant]:
        """Yield every mutant."""
        for one in self._line():
            yield Mutant(one["file"], one_line(one["before"]), one_line(one["after"]), one["id"])

    def drawn(self, mutant: Mutant) -> Mutant:
        """Return the mutant itself."""
        return mutant

    def is_killed(self, mutant: Mutant) -> bool:
        """Tell whether a vector fails."""
        assert self.process.stdin
        self.process.stdin.write(f"{mutant.handle}\n")
        self.process.stdin.flush()
        return bool(self._line()["killed"])
