"""`make vectors` on somebody else's folder: what it prints and how it ends."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests" / "vectors"


def run(folder, cwd=ROOT):
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / "vectors.py"), str(folder)],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    shutil.copy(OWN / "age.json", tmp_path / "别的 名字.json")
    (tmp_path / "README.md").write_text("no vectors", encoding="utf-8")
    return tmp_path


def _change(folder, **changed):
    file = folder / "别的 名字.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["cases"][0] |= changed
    file.write_text(json.dumps({**content, "cases": content["cases"][:2]}), encoding="utf-8")


@pytest.mark.parametrize("relative", [True, False])
def test_a_folder_of_one_file_of_any_name_gets_one_line(folder, relative):
    done = run("." if relative else folder, cwd=folder)

    assert (
        done.stdout == "别的 名字.json: 6 cases, failures Python 0, JavaScript 0, disagreements 0\n"
    )
    assert done.returncode == 0


def test_a_failed_case_is_counted_in_both_languages(folder):
    _change(folder, expect={"ok": True})
    done = run(folder)

    assert "2 cases, failures Python 1, JavaScript 1, disagreements 0" in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize("name", ["\u2028", "a\u0085b"])
def test_a_name_with_line_separators_is_a_name(folder, name):
    _change(folder, name=name)

    assert run(folder).returncode == 0


def test_an_unknown_function_fails_and_does_not_stop_the_run(folder):
    shutil.copy(OWN / "uscc.json", folder)
    file = folder / "别的 名字.json"
    file.write_text(file.read_text(encoding="utf-8").replace("age_on", "nobody"), encoding="utf-8")
    done = run(folder)

    assert len(done.stdout.splitlines()) == 2
    assert "6 cases, failures Python 6, JavaScript 6" in done.stdout
    assert done.returncode == 1


def test_an_empty_folder_is_no_proof(tmp_path):
    done = run(tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert "no vector files" in done.stderr


def _templates():
    for file in sorted(OWN.glob("*.json")):
        content = json.loads(file.read_text(encoding="utf-8"))
        yield from ((file.name, name, one) for name, one in content.get("templates", {}).items())


def test_templates_of_vectors_are_valid():
    schema = ROOT / "app" / "products" / "product-template.schema.json"
    validator = jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    wrong = [
        (file, name, fault.message)
        for file, name, template in _templates()
        for fault in validator.iter_errors(template)
    ]

    assert wrong == []


def test_case_names_are_unique_in_a_file():
    for file in OWN.glob("*.json"):
        names = [one["name"] for one in json.loads(file.read_text(encoding="utf-8"))["cases"]]

        assert len(names) == len(set(names)), file.name
