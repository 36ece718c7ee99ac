"""What a phone gets of static/: a few packs, or the sources as they are written.

    shell = Packed(files)
    shell.script, shell.styles      # what the page names
    shell.kept()                    # every file a phone keeps
    shell.get("shell/start.js")     # a file that stands in no folder

Sources is for developers who want to see in the browser what they wrote (SHELL_FORM=SOURCES).
"""

from app.shell import packs
from app.shell.files import File, Files

OLD_BROWSER = "js/old-browser.js"  # a classic script, for browsers without modules
ICONS = "icons/"
# Folders and files that only the desk uses.
DESK = ("js/console/", "css/console", "vendor/chart")
KEPT = ("js/", "css/", "vendor/", ICONS)


class Packed:
    """The app in packs."""

    script = "shell/start.js"
    styles = ("shell/phone.css",)

    def __init__(self, files: Files) -> None:
        self._files = files

    def get(self, name: str) -> File | None:
        """Return the pack of a name, or None."""
        made = {file.name: file for file in packs.served(self._files)} if _is_pack(name) else {}
        return made.get(name)

    def kept(self) -> list[File]:
        """Return the files a phone keeps."""
        plain = [f for f in self._files if f.name.startswith(ICONS) or f.name == OLD_BROWSER]
        return [*packs.served(self._files), *plain]


class Sources:
    """The app as it is written."""

    script = "js/main.js"
    styles = tuple(f"css/{name}.css" for name in packs.STYLES)

    def __init__(self, files: Files) -> None:
        self._files = files

    def get(self, name: str) -> File | None:
        """Return None: all files stand in the folder."""
        del name
        return None

    def kept(self) -> list[File]:
        """Return the files a phone keeps."""
        return [
            file
            for file in self._files
            if file.name.startswith(KEPT)
            and not file.name.startswith(DESK)
            and not file.name.endswith(".d.ts")
        ]


def _is_pack(name: str) -> bool:
    return name.startswith("shell/") or name == packs.WORKER
