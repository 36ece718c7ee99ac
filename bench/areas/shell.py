"""What the app itself weighs: to the first household form, and in all. Brotli as it is served."""

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from app.shell import STATIC
from app.shell.files import SMALLEST_PACKED, File, Files
from app.shell.served import Packed
from bench.kit import browser, servers
from bench.kit.county import make_county
from bench.records import Run

SILENCE = 4000  # milliseconds after which nothing more is asked for


def measure(run: Run) -> None:
    """Open the app for the first time and go to a household; add up what was asked for."""
    with tempfile.TemporaryDirectory(prefix="tongbao-bench-") as name:
        asked = _asked(Path(name))
    files = Files(STATIC)
    shell = Packed(files)
    sizes = [_packed(shell.get(name) or files.get(name), name) for name in asked]
    run.add("shell.first_form_br_bytes", "B", [sum(sizes)])
    run.add("shell.first_form_requests", "count", [len(asked)])
    kept = shell.kept()
    code = {file.name: _packed(file, file.name) for file in kept if not _is_picture(file)}
    run.add("shell.total_br_bytes", "B", [sum(code.values())])
    run.add("shell.total_files", "count", [len(kept)])
    run.add("shell.english_br_bytes", "B", [code["shell/english.js"]])


def _asked(folder: Path) -> list[str]:
    """Return the names of files a browser asked for until the household form stood there."""
    paths: set[str] = set()
    with servers.empty(folder / "data") as place:
        make_county(place.app(), 1, 10)
        with (
            servers.serving(place) as server,
            browser.phone(folder / "profile", server, worker=False) as phone,
        ):
            phone.page.on("request", lambda request: paths.add(urlsplit(request.url).path))
            phone.go()
            phone.sign_in("agent01")
            phone.page.get_by_role("button", name="下载花名册").first.click()
            phone.page.locator("main a.btn--main").click()
            phone.page.locator(".vrows a.row").first.click()
            phone.page.wait_for_timeout(SILENCE)
    return sorted(one.removeprefix("/static/") for one in paths if one.startswith("/static/"))


def _is_picture(file: File) -> bool:
    return file.name.endswith(".png")


def _packed(file: File | None, name: str) -> int:
    assert file is not None, name
    packs = len(file.content) >= SMALLEST_PACKED and not _is_picture(file)
    return len(file.packed("br") if packs else file.content)
