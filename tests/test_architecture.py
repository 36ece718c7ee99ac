"""The laws of the house: import order, pure rules, one place that commits, caps on length."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
APP = ROOT / "app"

ORDER = [
    "errors", "clock", "text", "money", "civil_date", "resident_id", "credit_code", "canonical",
    "findings", "words", "secrets", "db", "queue", "bulk", "kinds", "audit", "accounts", "lists",
    "regions", "products", "rosters", "campaigns", "inbox", "attachments", "enrollment", "batches",
    "reconciliation", "policies", "claims", "endorsements", "renewals", "exports", "imports",
    "backups", "sync", "merging", "overview", "keys", "people", "oversight", "privacy", "dictionaries", "designer", "shell",
    "demo", "jobs", "models", "audiences", "cli",
]  # fmt: skip
PURE = {
    "app.errors", "app.text", "app.money", "app.civil_date", "app.resident_id",
    "app.credit_code", "app.findings", "app.words", "app.canonical",
}  # fmt: skip
IMPURE_STDLIB = {"os", "random", "secrets", "time", "socket", "subprocess", "pathlib", "urllib"}
FILE_CAP, FUNCTION_CAP, VIEW_CAP, TEST_CAP = 300, 40, 15, 400
# A file or function over its cap stands here with the reason.
LONGER: dict[str, str] = {}
VIEW_FILES = {"api.py", "console.py", "admin.py", "public.py", "phones.py"}

SOURCES = sorted(APP.rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in SOURCES]


def _imports(path: Path) -> list[str]:
    """Return dotted names of what a file imports, `from a import b` as `a.b`."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def _stage(path: Path) -> str:
    return path.relative_to(APP).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_a_stage_imports_earlier_stages_only(path):
    stage = _stage(path)
    if stage == "__init__":
        return
    assert stage in ORDER, f"{stage} has no place in the import order"
    for name in _imports(path):
        if name.startswith("app.") and name.split(".")[1] in ORDER:
            other = name.split(".")[1]
            assert ORDER.index(other) <= ORDER.index(stage), f"{path.name} imports {name}"


RULES = [p for p in SOURCES if p.name == "rules.py" or p.parent.name == "rules"]


@pytest.mark.parametrize("path", RULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_rules_are_pure(path):
    for name in _imports(path):
        top = name.split(".")[0]
        assert top not in IMPURE_STDLIB | {"flask", "sqlalchemy", "wtforms", "flask_wtf"}, name
        if top == "app":
            module = ".".join(name.split(".")[:2])
            assert module in PURE or ".rules" in name, f"{path} imports {name}"
    assert not re.search(r"\b(now|today)\(\)", path.read_text()), "rules read no clock"


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_only_the_transaction_commits(path):
    text = path.read_text()
    if path != APP / "db.py":
        assert not re.search(r"\.(commit|rollback)\(\)", text)
    if path.name in ("service.py", "queries.py", "rules.py", "writing.py"):
        assert "transaction(" not in text, "views, commands and jobs open transactions"
        assert not re.search(r"from flask import .*\b(request|session|g)\b", text)
        assert "clock.now()" not in text, "who and when are passed in"
        assert "clock.today()" not in text, "who and when are passed in"


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_only_the_clock_reads_the_clock(path):
    if path != APP / "clock.py":
        assert not re.search(r"datetime\.now\(|date\.today\(|time\.time\(\)", path.read_text())


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_what_citus_or_chinese_digits_would_break_is_not_written(path):
    text = path.read_text()
    for forbidden in ("set_config(", "pg_advisory", "nextval", "deferrable=True", r"\d"):
        assert forbidden not in text, forbidden


def _lengths(path: Path) -> list[tuple[str, int]]:
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body
            first = body[1] if ast.get_docstring(node) and len(body) > 1 else body[0]
            found.append((node.name, (node.end_lineno or 0) - first.lineno + 1, node))
    return [
        (name, length) for name, length, node in found
        if length > (VIEW_CAP if _is_view(path, node) else FUNCTION_CAP)
    ]  # fmt: skip


def _is_view(path: Path, node: ast.FunctionDef) -> bool:
    return path.name in VIEW_FILES and bool(node.decorator_list)


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_files_and_functions_are_short(path):
    name = str(path.relative_to(ROOT))
    lines = len(path.read_text().splitlines())
    assert lines <= FILE_CAP or name in LONGER, f"{name} has {lines} lines"
    for function, length in _lengths(path):
        assert f"{name}:{function}" in LONGER, f"{name}:{function} has {length} lines"


WEB = sorted(
    path
    for folder in ("static/js", "static/css", "templates", "tests")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".js", ".css", ".html", ".py", ".mjs") and "node_modules" not in path.parts
)
# The three style sheets of the design are kept whole.
DESIGN = {"components.css", "icons.css", "tokens.css", "finding-codes.js"}


@pytest.mark.parametrize("path", WEB, ids=lambda p: str(p.relative_to(ROOT)))
def test_web_files_and_tests_are_short(path):
    cap = TEST_CAP if "tests" in path.relative_to(ROOT).parts else FILE_CAP
    lines = len(path.read_text().splitlines())
    assert lines <= cap or path.name in DESIGN, f"{path.name} has {lines} lines"


def test_templates_carry_no_inline_style_or_script():
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text), path.name
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path.name


def test_nothing_is_fetched_from_elsewhere():
    for path in [*WEB, ROOT / "static" / "sw.js"]:
        if path.is_relative_to(ROOT / "tests") or not path.exists():
            continue
        hosts = set(re.findall(r"https?://([a-z0-9.-]+)", path.read_text()))
        assert hosts <= {"www.w3.org"}, f"{path.name}: {hosts}"


def test_migrations_never_import_the_application():
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        assert not re.search(r"^(from|import) app", path.read_text(), re.MULTILINE), path.name


def test_the_newest_migration_is_named():
    files = sorted(path.stem for path in (ROOT / "migrations" / "versions").glob("*.py"))
    assert (ROOT / "migrations" / "HEAD").read_text().strip() == files[-1]


def test_every_stage_says_what_it_receives_and_promises():
    for path in sorted(APP.glob("*/__init__.py")):
        docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
        if path.parent.name == "audiences":
            continue
        for word in ("Receives", "Promises", "Hands on", "Words"):
            assert word in docstring, f"{path.parent.name}: {word}"
