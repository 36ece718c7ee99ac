"""The list of what a phone keeps for work without a network: path and content hash."""

import json

from app.shell.files import File, Files
from app.shell.packs import ENGLISH_PACK
from app.shell.served import Packed, Sources

# The second language: fetched once the app stands, so that it costs nobody the first start.
LATER = (f"/static/{ENGLISH_PACK}", "/static/js/words/")


def precache(shell: Packed | Sources, page: File, manifest: File) -> dict[str, str]:
    """Return {path: hex SHA-256} of the page, the manifest and every file of the phone's shell."""
    kept = {path: sha for path, sha in _kept(shell).items() if not path.startswith(LATER)}
    return {"/": page.sha, "/manifest.webmanifest": manifest.sha, **kept}


def later(shell: Packed | Sources) -> dict[str, str]:
    """Return {path: hex SHA-256} of what the phone fetches when it has time."""
    return {path: sha for path, sha in _kept(shell).items() if path.startswith(LATER)}


def _kept(shell: Packed | Sources) -> dict[str, str]:
    return {f"/static/{file.name}": file.sha for file in shell.kept()}


def no_worker(files: Files) -> File:
    """Return the service worker that takes itself out: the way back from a broken one."""
    source = files.get("sw-off.js")
    assert source is not None, "static/sw-off.js is part of the project"
    return File("sw.js", source.content)


def worker(files: Files, shell: Packed | Sources, page: File, manifest: File) -> File:
    """Return the service worker: the two lists, then static/sw.js as it stands."""
    source = files.get("sw.js")
    assert source is not None, "static/sw.js is part of the project"
    first = json.dumps(precache(shell, page, manifest), indent=1)
    rest = json.dumps(later(shell), indent=1)
    head = f"const PRECACHE = {first};\nconst LATER = {rest};\n"
    return File("sw.js", head.encode() + source.content)
