"""The list of what a phone keeps for work without a network: path and content hash."""

import json

from app.shell.files import File, Files

# Folders and files that only the desk uses, or that the browser fetches by itself.
DESK = ("js/console/", "css/console", "vendor/chart")
KEPT = ("js/", "css/", "vendor/", "icons/")
# The second language: fetched once the app stands, so that it costs nobody the first start.
LATER = ("js/words/",)


def precache(files: Files, page: File, manifest: File) -> dict[str, str]:
    """Return {path: hex SHA-256} of the page, the manifest and every file of the phone's shell."""
    kept = {name: sha for name, sha in _kept(files).items() if not _waits(name)}
    return {"/": page.sha, "/manifest.webmanifest": manifest.sha, **kept}


def later(files: Files) -> dict[str, str]:
    """Return {path: hex SHA-256} of what the phone fetches when it has time."""
    return {name: sha for name, sha in _kept(files).items() if _waits(name)}


def _kept(files: Files) -> dict[str, str]:
    return {
        f"/static/{file.name}": file.sha
        for file in files
        if file.name.startswith(KEPT)
        and not file.name.startswith(DESK)
        and not file.name.endswith(".d.ts")
    }


def _waits(path: str) -> bool:
    return path.removeprefix("/static/").startswith(LATER)


def worker(files: Files, page: File, manifest: File) -> File:
    """Return the service worker: the two lists, then static/sw.js as it stands."""
    source = files.get("sw.js")
    assert source is not None, "static/sw.js is part of the project"
    shell = json.dumps(precache(files, page, manifest), indent=1)
    rest = json.dumps(later(files), indent=1)
    head = f"const PRECACHE = {shell};\nconst LATER = {rest};\n"
    return File("sw.js", head.encode() + source.content)
