"""JavaScript made smaller is the same program, by its syntax tree."""

import json
import shutil
import subprocess

import pytest

from app.shell import STATIC
from app.shell.files import Files
from app.shell.packs import Joiner, Sources, packs_of
from app.shell.small import smaller
from tests.factories import ROOT

ACORN = ROOT / "node_modules/acorn"
SAME = """
import { parse } from 'acorn';
import { readFileSync } from 'node:fs';
const bare = (_, one) => one && typeof one === 'object' && 'start' in one
  ? { ...one, start: 0, end: 0 } : typeof one === 'bigint' ? String(one) : one;
const tree = text => JSON.stringify(parse(text, { ecmaVersion: 2022, sourceType: 'module' }), bare);
const pairs = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(pairs.map(([one, other]) => tree(one) === tree(other))));
"""
needs_acorn = pytest.mark.skipif(
    shutil.which("node") is None or not ACORN.exists(), reason="needs Node and acorn"
)


def same_programs(*texts: str) -> list[bool]:
    done = subprocess.run(
        ["node", "--input-type=module", "-e", SAME],
        input=json.dumps([[text, smaller(text)] for text in texts]),
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@needs_acorn
def test_every_pack_is_the_same_program():
    sources = Sources(Files(STATIC))
    packs = packs_of(sources)
    joiner = Joiner(sources, packs)
    texts = [joiner.text(pack) for pack in packs]

    assert same_programs(*texts) == [True] * len(texts)
    assert all(len(smaller(text)) < len(text) for text in texts)


@needs_acorn
def test_what_looks_like_something_else_stays_what_it_is():
    texts = [
        "const a = `<a class=\"x\"  href=#${ b ? `in  ${ c }` : '//no' }>  two  spaces`;",
        "const a = /[/'\"`]\\/*/gu.test(b) ? c / d / e : /x/;",
        "const a = b\n  + +c - -d\nlet e = 1\nf()\n",
        "// first\nreturn_();/* one\n two */\nlet 名 = 'a // b', g = \"it's\"; // end",
        "const h = () => { return /^\\s+$/.test(i); };\nclass J { static k = 1\n l() {} }",
        "if (a) b(); else /r/.exec(c);\nfor (const d of e) { f: while (1) break f; }",
        "const a = { b, ...c }, [d] = e;\nx = y ? z : { w: 1 };\nv = (u) / 2;",
        "let a = b in c, d = typeof /e/, f = g++ / 2;",
    ]

    assert same_programs(*texts) == [True] * len(texts)


def test_spaces_of_a_template_stay():
    assert smaller("t`a  b\n  c`  ;") == "t`a  b\n  c`;"


def test_comments_go_and_licences_stay():
    assert smaller("/** types */ a(); // why\n/*! who */b();") == "a();/*! who */b();"


def test_what_cannot_be_read_is_said():
    with pytest.raises(ValueError, match="cannot read"):
        smaller("const a = 'not ended;\n")
