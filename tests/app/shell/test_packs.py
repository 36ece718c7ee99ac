"""The packs a phone loads: every module once, in order, and what runs is what was written."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from app import create_app
from app.shell import STATIC
from app.shell.files import Files
from app.shell.packs import ENGLISH, WORKER, Joiner, Pack, Sources, packs_of, served

# Only the desk's pages, classic scripts and tests use these.
ELSEWHERE = (
    "js/console/",
    "js/old-browser.js",
    "js/guide.js",
    "js/products/rules/",
    "vendor/chart.js",
    "vendor/lit-html/directives/",
)


def files_of(folder: Path, **texts: str) -> Files:
    for name, text in texts.items():
        path = folder / f"js/{name}.js"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return Files(folder)


@pytest.fixture(scope="module")
def packs():
    return packs_of(Sources(Files(STATIC)))


def test_every_module_of_the_phone_is_in_one_pack(packs):
    packed = [name for pack in packs for name in pack.modules]
    written = {
        file.name
        for file in Files(STATIC)
        if file.name.startswith(("js/", "vendor/")) and file.name.endswith(".js")
    }

    assert len(packed) == len(set(packed))
    left = {name for name in written - set(packed) if not name.startswith(ELSEWHERE)}
    assert left == set(), "a module that nothing imports"


def test_what_the_first_form_does_not_need_is_in_other_packs(packs):
    start = {pack.name: pack.modules for pack in packs}["shell/start.js"]

    assert "js/enrollment/household.js" in start
    for name in (
        ENGLISH,
        WORKER,
        "js/groups/group.js",
        "js/batches/hand-in.js",
        "js/sync/centre.js",
    ):
        assert name not in start, name


def test_modules_that_import_each_other_are_refused(tmp_path):
    files = files_of(tmp_path, a="import { b } from './b.js';\n", b="import { a } from './a.js';\n")

    with pytest.raises(ValueError, match=r"each other: js/a\.js > js/b\.js > js/a\.js"):
        Sources(files).needed(["js/a.js"])


def test_a_module_that_is_not_there_is_named(tmp_path):
    files = files_of(tmp_path, a="import { b } from './b.js';\n")

    with pytest.raises(ValueError, match=r"js/b\.js"):
        Sources(files).needed(["js/a.js"])


def test_what_a_module_does_not_export_is_named(tmp_path):
    files = files_of(tmp_path, a="import { b } from './b.js';\n", b="export const c = 1;\n")
    sources = Sources(files)

    with pytest.raises(ValueError, match=r"js/b\.js does not export b"):
        Joiner(sources, [Pack("one.js", tuple(sources.needed(["js/a.js"])))])


def test_the_packs_are_the_same_each_time():
    first = [(file.name, file.sha) for file in served(Files(STATIC))]
    other = [(file.name, file.sha) for file in served(Files(STATIC))]

    assert first == other


def test_licences_of_libraries_stay():
    start = next(file for file in served(Files(STATIC)) if file.name == "shell/start.js")

    assert b"BSD-3-Clause" in start.content


WRITTEN = {
    "count": "export const START = 7;\nexport function more(n) { return n + START; }\n",
    "pad": "class Pad { size() { return 3; } }\nexport { Pad as default };\n",
    "mark": "globalThis.order = ['mark'];\n",
    "main": """import { more as add } from './count.js';
import Pad from './pad.js';
import './mark.js';
/** @import { Nothing } from './types.d.ts' */
globalThis.order.push('main');
export const run = async () => {
  const { double } = await import('./later.js');
  const { START } = await import('./count.js');
  return [add(1), new Pad().size(), double(START), globalThis.order];
};
""",
    "later": "import { more } from './count.js';\nexport const double = n => more(n) * 2;\n",
}


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_packs_run_like_the_sources(tmp_path):
    sources = Sources(files_of(tmp_path, **WRITTEN))
    packs = [
        Pack("one.mjs", tuple(sources.needed(["js/main.js"]))),
        Pack("two.mjs", ("js/later.js",)),
        Pack("asks.mjs", ("js/asks.js",)),
    ]
    (tmp_path / "js/asks.js").write_text(
        "import { run } from './main.js';\nrun().then(all => console.log(JSON.stringify(all)));\n"
    )
    sources = Sources(Files(tmp_path))
    joiner = Joiner(sources, packs)
    for pack in packs:
        (tmp_path / pack.name).write_text(joiner.text(pack))
    done = subprocess.run(
        ["node", tmp_path / "asks.mjs"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == [8, 3, 28, ["mark", "main"]]


def test_a_developer_sees_the_sources(app):
    client = create_app(replace(app.extensions["config"], shell="SOURCES")).test_client()

    page, worker = client.get("/").text, client.get("/sw.js").text

    assert 'src="/static/js/main.js"' in page
    assert '"/static/js/ui/app.js"' in worker
    assert "shell/start.js" not in worker
