"""What the phone keeps is what the server serves, byte for byte."""

import hashlib
import json
import re
from dataclasses import replace

import brotli
import pytest

from app import create_app
from app.shell.files import Files
from app.shell.hosts import IN_APPS
from tests.conftest import embedded_only
from tests.factories import ROOT

MODULES = ROOT / "node_modules"
VENDORED = {
    "argon2.js": "hash-wasm/dist/argon2.umd.min.js",
    "chart.js": "chart.js/dist/chart.umd.min.js",
    "idb.js": "idb/build/index.js",
    "signature_pad.js": "signature_pad/dist/signature_pad.min.js",
}


@pytest.fixture
def precache(client):
    text = client.get("/sw.js").text
    return json.loads(re.match(r"const PRECACHE = (\{.*?\});\n", text, re.DOTALL).group(1))


def test_every_hash_of_the_worker_is_that_of_what_is_served(client, precache):
    for path, sha in precache.items():
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert hashlib.sha256(answer.data).hexdigest() == sha, path


def test_the_phone_keeps_all_of_its_files_and_none_of_the_desk(precache):
    icons = {path for path in precache if path.startswith("/static/icons/")}

    assert len(icons) == 3
    assert set(precache) - icons == {
        "/", "/manifest.webmanifest", "/static/js/old-browser.js", "/static/shell/phone.css",
        "/static/shell/start.js", "/static/shell/screens.js",
        "/static/js/lock/argon2-worker.js",
    }  # fmt: skip


def test_the_second_language_comes_later_than_the_shell(client, precache):
    text = client.get("/sw.js").text
    later = json.loads(re.search(r"const LATER = (\{.*?\});\n", text, re.DOTALL).group(1))

    assert set(later) == {"/static/shell/english.js"}
    assert not precache.keys() & later.keys()
    for path, sha in later.items():
        assert hashlib.sha256(client.get(path).data).hexdigest() == sha, path


def test_the_page_names_only_files_that_the_phone_keeps(client, precache):
    page = client.get("/").text
    for path in re.findall(r'(?:href|src)="([^"]+)"', page):
        assert path in precache, path


def test_static_files_are_packed_for_browsers_that_can_unpack(client):
    answer = client.get("/static/css/components.css", headers={"Accept-Encoding": "gzip, br"})

    assert answer.headers["Content-Encoding"] == "br"
    assert brotli.decompress(answer.data) == (ROOT / "static/css/components.css").read_bytes()
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_file_the_browser_has_is_not_sent_again(client):
    first = client.get("/static/css/tokens.css")
    again = client.get("/static/css/tokens.css", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_the_worker_and_the_page_are_asked_for_each_time(client):
    for path in ("/", "/sw.js", "/manifest.webmanifest"):
        assert client.get(path).headers["Cache-Control"] == "no-cache"
    assert client.get("/sw.js").content_type.startswith("text/javascript")


WECHAT = "Mozilla/5.0 (Linux; Android 13) Chrome/138.0 XWEB/1380215 MicroMessenger/8.0.60"
QQ_BROWSER = "Mozilla/5.0 (Linux; Android 13) Chrome/121.0 MQQBrowser/19.5 Mobile Safari/537.36"


@pytest.mark.parametrize(
    "agent", [WECHAT, WECHAT.replace("MicroMessenger", "wxwork"), "Chrome/121 Mobile QQ/9.1.0"]
)
def test_inside_another_app_there_is_a_guide_that_stores_nothing(client, agent):
    answer = client.get("/", headers={"User-Agent": agent})

    assert "在浏览器打开" in answer.text
    assert "shell/start.js" not in answer.text
    assert "http://localhost/" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert "User-Agent" in answer.headers["Vary"]
    script = client.get("/static/js/guide.js").text
    assert not re.search(r"indexedDB|localStorage|serviceWorker|document\.cookie", script)


def test_a_browser_of_the_same_house_gets_the_app(client):
    assert "shell/start.js" in client.get("/", headers={"User-Agent": QQ_BROWSER}).text


def test_both_sides_know_the_same_apps():
    page = (ROOT / "static/js/floor/engine.js").read_text()

    assert set(re.findall(r"\['([^']+)', '[A-Z]+'\]", page.split("BRIDGES")[0])) == set(IN_APPS)


def test_nothing_outside_the_static_folder_is_served(client):
    for path in ("/static/../config.py", "/static/%2e%2e/config.py", "/static/nothing.js"):
        assert client.get(path).status_code == 404


def test_the_manifest_names_icons_of_the_size_they_say(client):
    for icon in client.get("/manifest.webmanifest").get_json(force=True)["icons"]:
        data = client.get(icon["src"]).data
        width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
        assert icon["sizes"] == f"{width}x{height}"


def test_switched_off_the_worker_takes_itself_out_and_leaves_the_data(app):
    off = create_app(replace(app.extensions["config"], shell_worker=False)).test_client()
    answer = off.get("/sw.js")

    assert "PRECACHE" not in answer.text
    assert "registration.unregister()" in answer.text
    assert "indexedDB" not in answer.text
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_worker_is_short():
    assert len((ROOT / "static/sw.js").read_text().splitlines()) < 150


@embedded_only
def test_health_tells_version_database_and_migration(client):
    health = client.get("/healthz").json

    assert health["status"] == "ok"
    assert health["database"] == "sqlite"
    assert health["migration"] == (ROOT / "migrations/HEAD").read_text().strip()


@embedded_only
def test_health_is_bad_when_the_database_does_not_answer(app, client):
    (app.extensions["config"].data_dir / "tongbao.sqlite3").write_bytes(b"not a database" * 99)

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json["status"]) == (503, "database does not answer")


@pytest.mark.skipif(not MODULES.exists(), reason="the sources of vendored files are not installed")
def test_vendored_files_are_those_of_the_locked_versions():
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name in ("chart.js", "hash-wasm", "idb", "lit-html", "signature_pad"):
        installed = json.loads((MODULES / name / "package.json").read_text())
        assert installed["version"] == lock[f"node_modules/{name}"]["version"]
    for file in Files(ROOT / "static/vendor"):
        source = MODULES / VENDORED.get(file.name, file.name)
        assert _bare(file.content) == _bare(source.read_bytes()), file.name


def _bare(content):
    """Leave out the references to source maps: the maps are not served."""
    return re.sub(rb"\n?//# sourceMappingURL=\S+\s*$", b"", content).rstrip()
