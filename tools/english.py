"""What the desk says in Chinese, and what of it has no English yet.

`python tools/english.py` prints the sentences without English as JSON, ready to be filled in and
put into a file of app/english/. docs/languages.md says how to write sentences.
"""

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from app.audiences.sentences import PageEnvironment, sentences  # noqa: E402
from app.findings import CODES  # noqa: E402
from app.words import FOLDER, HAN, english  # noqa: E402

# Calls that make a sentence of what they are given. The last ones are of app/designer/spec.py.
SPEAKERS = {
    "say", "words", "words_of", "sentences", "listed", "Word",
    "Leaf", "Group", "Rows", "names", "span", "_code", "_yes_no",
}  # fmt: skip
# Calls of lists (app/lists/listing.py); other modules have a Column of their own.
OF_LISTS = {"Column", "Filter", "Listing"}
# Text that is no sentence of the desk, by file or folder, with the reason.
SILENT = {
    "app/exports/collection_sheet.py": "paper that villagers read",
    "app/exports/endorsement_paper.py": "paper of the insurer",
    "app/privacy/papers.py": "paper that villagers read",
    "app/exports/insured_list.py": "columns of the insurer",
    "app/exports/formats.py": "titles of papers of the insurer",
    "app/exports/paper.py": "paper of the insurer",
    "app/exports/policy_papers.py": "paper of the insurer",
    "app/exports/words.py": "paper of the insurer",
    "app/rosters/": "words that village clerks write in their files",
    "app/reconciliation/rules/": "words that banks write in their files",
    "app/regions/rules.py": "endings of names of villages",
    "app/products/rules/publishing.py": "words a question may not contain",
    "app/products/service.py": "label of a dictionary, stored",
    "app/reconciliation/booking.py": "reason that is stored",
    "app/reconciliation/refunds.py": "payer that is stored",
    "app/reconciliation/slips.py": "paper that villagers read",
    "app/sync/withdrawals.py": "reason that is stored, and paper that villagers read",
    "app/sync/withdrawing.py": "reason that is stored",
    "app/endorsements/effects.py": "payer that is stored",
    "app/sync/desk.py": "name of the desk among the phones, stored",
    "app/designer/sheets.py": "headings of a file that is read again",
    "app/designer/page.py": "labels compared with what a form holds",
    "app/designer/preview.py": "people of an example",
    "app/designer/trial.py": "people of an example",
    "app/people/rules.py": "words that offices write in their files",
    "app/imports/cli.py": "the command line speaks Chinese",
    "app/lists/files.py": "signs of a formula",
    "app/words.py": "names of languages",
    "app/demo/": "people of the demonstration",
    "app/shell/manifest.py": "the phone",
}


def of_templates() -> Iterator[str]:
    """Return what the templates say."""
    environment = PageEnvironment(_NoApp())  # type: ignore[arg-type]
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if path.name != "shell.html":  # the phone speaks by itself
            yield from sentences(environment.parse(path.read_text(encoding="utf-8")))


class _NoApp:
    """What Flask's environment wants to know of an application."""

    @staticmethod
    def create_global_jinja_loader() -> None:
        """Return nothing: templates are only parsed."""


def of_python() -> Iterator[str]:
    """Return what the application says in sentences."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        yield from _Reader(path).said


def of_data() -> Iterator[str]:
    """Return what stands in files of data and is shown by its code."""
    yield from json.loads((ROOT / "app/messages.json").read_text(encoding="utf-8")).values()
    path = ROOT / "app/products/dictionaries/RELATION.json"
    yield from (item["label"] for item in json.loads(path.read_text(encoding="utf-8")))
    yield "{0}、{1}"


def unspoken() -> Iterator[str]:
    """Return the places of Chinese strings in the application that are no sentences."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        name = str(path.relative_to(ROOT))
        if not any(name.startswith(place) for place in SILENT):
            yield from (f"{name}:{line} {text}" for line, text in _Reader(path).silent)


def everything() -> list[str]:
    """Return all sentences of the desk, each once, in the order of the places they stand in."""
    found = dict.fromkeys([*of_templates(), *of_python(), *of_data()])
    return [key for key in found if HAN.search(key)]


class _Reader(ast.NodeVisitor):
    """Reads a file for Chinese strings: those in sentences, and those that are in none."""

    def __init__(self, path: Path) -> None:
        self.said: list[str] = []
        self.silent: list[tuple[int, str]] = []
        self._speaking = False
        source = path.read_text(encoding="utf-8")
        self._speakers = SPEAKERS | (OF_LISTS if "from app.lists.listing" in source else set())
        self.visit(ast.parse(source))

    def visit_Call(self, node: ast.Call) -> None:
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in ("compile", "sub", "fullmatch", "split", "join", "removesuffix"):
            return
        before, self._speaking = self._speaking, self._speaking or name in self._speakers
        self.generic_visit(node)
        self._speaking = before

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Defaults of a call that speaks are spoken."""
        before, self._speaking = self._speaking, node.name in SPEAKERS
        self.generic_visit(node)
        self._speaking = before

    def visit_Compare(self, node: ast.Compare) -> None:
        """Pass over what is compared: it is what a form or a file holds."""

    def visit_Dict(self, node: ast.Dict) -> None:
        for value in node.values:
            self.visit(value)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # documentation
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and HAN.search(node.value):
            if self._speaking:
                self.said.append(node.value)
            else:
                self.silent.append((node.lineno, node.value))


def main() -> None:
    """Print what has no English, and in which files English stands that nothing says."""
    keys = everything()
    missing = {key: "" for key in keys if key not in english()}
    print(json.dumps(missing, ensure_ascii=False, indent=1))
    findings = {entry["zh-CN"] for entry in CODES.values()}
    for path in sorted(FOLDER.glob("*.json")):
        for key in json.loads(path.read_text(encoding="utf-8")):
            if key not in keys or key in findings:
                print(f"{path.name}: nothing says {key}", file=sys.stderr)
    for place in unspoken():
        print(f"no sentence: {place}", file=sys.stderr)


if __name__ == "__main__":
    main()
