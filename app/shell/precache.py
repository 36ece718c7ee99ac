"""The list of what a phone keeps for work without a network: path and content hash."""

import json

from app.shell.files import File, Files
from app.shell.served import Packed, Sources


def precache(shell: Packed | Sources, page: File, manifest: File) -> dict[str, str]:
    """Return {path: hex SHA-256} of the page, the manifest and every file of the phone."""
    kept = {f"/static/{file.name}": file.sha for file in shell.kept()}
    return {"/": page.sha, "/manifest.webmanifest": manifest.sha, **kept}


def no_worker(files: Files) -> File:
    """Return the service worker that takes itself out: the way back from a broken one."""
    source = files.get("sw-off.js")
    assert source is not None, "static/sw-off.js is part of the project"
    return File("sw.js", source.content)


def worker(files: Files, shell: Packed | Sources, page: File, manifest: File) -> File:
    """Return the service worker: the list, then static/sw.js as it stands."""
    source = files.get("sw.js")
    assert source is not None, "static/sw.js is part of the project"
    table = json.dumps(precache(shell, page, manifest), indent=1)
    text = f"const PRECACHE = {table};\n".encode() + source.content
    return File("sw.js", text)
