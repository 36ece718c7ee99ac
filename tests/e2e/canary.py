"""Marks of insured persons, looked for in every byte of a browser's profile folder."""

import base64
import os
import signal
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.snappy import unpacked

LENGTH = 48  # bytes out of the middle of a photo: enough to be found by, inside any piece
DRAW = """async () => {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 800, height: 600 });
  const pen = canvas.getContext('2d');
  for (let at = 0; at < 20000; at += 1) {
    pen.fillStyle = `rgb(${at * 7919 % 256} ${at * 104729 % 256} ${at * 1299709 % 256})`;
    pen.fillRect(at * 12.9898 % 800, at * 78.233 % 600, 5, 5);
  }
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.9));
  return [...new Uint8Array(await blob.arrayBuffer())];
}"""
# What the app makes of a picture is drawn on a canvas and leaves it here.
WATCH = """() => {
  const write = HTMLCanvasElement.prototype.toBlob;
  HTMLCanvasElement.prototype.toBlob = function toBlob(done, ...rest) {
    write.call(this, (blob) => { window.lastPhoto = blob; done(blob); }, ...rest);
  };
}"""
LAST = "async () => [...new Uint8Array(await window.lastPhoto.arrayBuffer())]"


def forms(mark: str | bytes) -> list[bytes]:
    """Return a text as browsers write it; of a piece of a file also what its base64 must contain."""
    if isinstance(mark, str):
        return [mark.encode(), mark.encode("utf-16-le"), mark.encode("utf-16-be")]
    shifted = [base64.b64encode(mark[at : at + (len(mark) - at) // 3 * 3]) for at in range(3)]
    return [mark, *shifted, *(one.decode().encode("utf-16-le") for one in shifted)]


def search(folder: Path, *marks: str | bytes) -> set[tuple[str | bytes, str]]:
    """Return (mark, file) of every place in a folder where a mark can be read."""
    found = set()
    wanted = [(mark, form) for mark in marks for form in forms(mark)]
    for path in folder.rglob("*"):
        if not path.is_file() or path.is_symlink():
            continue
        content = path.read_bytes()
        if path.suffix == ".ldb":
            content += unpacked(content)
        name = path.relative_to(folder).as_posix()
        found |= {(mark, name) for mark, form in wanted if form in content}
    return found


def kill(profile: Path) -> None:
    """End the browser of a profile as a crash does: it may write nothing more."""
    mark = f"--user-data-dir={profile}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            mine = mark in (process / "cmdline").read_bytes().split(b"\0")
        except OSError:  # it has ended meanwhile
            continue
        if mine:
            os.kill(int(process.name), signal.SIGKILL)


class Canaries:
    """What stands for one phone's people."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile
        self.marks: list[str | bytes] = []

    def add(self, *marks: str | bytes) -> None:
        self.marks += marks

    def found(self) -> set[tuple[str | bytes, str]]:
        return search(self.profile, *self.marks)

    def picture(self, page: Page) -> Path:
        """Return a picture for the camera to take, outside the profile."""
        file = self.profile.parent / "paper.jpg"
        file.write_bytes(bytes(page.evaluate(DRAW)))
        return file

    def watch_photos(self, page: Page) -> None:
        page.evaluate(WATCH)

    def add_photo(self, page: Page, picture: Path) -> None:
        """Mark the picture as it was taken and as the app kept it."""
        self.add(middle(picture.read_bytes()), middle(bytes(page.evaluate(LAST))))


def middle(content: bytes) -> bytes:
    """Return a piece of a photo it can be recognised by."""
    start = len(content) // 2
    return content[start : start + LENGTH]
