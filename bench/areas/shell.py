"""What the app itself weighs: to the first household form, and in all. Brotli as it is served."""

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from app.shell import STATIC
from app.shell.files import SMALLEST_PACKED, File, Files
from app.shell.precache import precache
from bench.kit import browser, servers
from bench.kit.county import make_county
from bench.records import Run

SILENCE = 4000  # milliseconds after which nothing more is asked for


def measure(run: Run) -> None:
    """Open the app for the first time and go to a household; add up what was asked for."""
    with tempfile.TemporaryDirectory(prefix="tongbao-bench-") as name:
        asked = _asked(Path(name))
    files = Files(STATIC)
    sizes = [_packed(files, path) for path in asked]
    run.add("shell.first_form_br_bytes", "B", [sum(sizes)])
    run.add("shell.first_form_requests", "count", [len(asked)])
    nothing = File("page", b"")
    kept = [one for one in precache(files, nothing, nothing) if one.startswith("/static/")]
    code = [one for one in kept if not one.endswith(".png")]
    run.add("shell.total_br_bytes", "B", [sum(_packed(files, one) for one in code)])
    run.add("shell.total_files", "count", [len(kept)])


def _asked(folder: Path) -> list[str]:
    """Return the paths of files a browser asked for until the household form stood there."""
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
    return sorted(one for one in paths if one.startswith("/static/"))


def _packed(files: Files, path: str) -> int:
    file = files.get(path.removeprefix("/static/"))
    assert file is not None, path
    packs = len(file.content) >= SMALLEST_PACKED and not file.name.endswith(".png")
    return len(file.packed("br") if packs else file.content)
