"""Shell: the phone app's own files: page, manifest, service worker, static files.

Receives  the files under static/ and templates/public/.
Promises  what is served equals what the service worker precached, file by file.
Hands on  nothing; it never sees anybody's data.
Words     shell, pack, precache: docs/glossary.md.
"""

from pathlib import Path

from flask import Flask

from app.shell.files import Files
from app.shell.served import Packed, Sources

STATIC = Path(__file__).parents[2] / "static"


def install(app: Flask) -> None:
    """Read the static files once: all that is served of them is what was read now."""
    files = Files(STATIC)
    app.extensions["files"] = files
    packed = app.extensions["config"].shell == "PACKED"
    app.extensions["shell"] = Packed(files) if packed else Sources(files)
