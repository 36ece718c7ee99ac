"""Shell: the phone app's own files: page, manifest, service worker, static files.

Receives  the files under static/ and templates/public/.
Promises  what is served equals what the service worker precached, file by file.
Hands on  nothing; it never sees anybody's data.
Words     shell, precache: docs/glossary.md.
"""

from flask import Flask


def install(app: Flask) -> None:
    """Serve the static files of the shell."""
