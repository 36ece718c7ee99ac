"""Static files, held in memory, so that what is served is what was hashed.

A deployment puts nginx in front for speed; the bytes are the same.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import brotli
from flask import Request, Response

TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
}
SMALLEST_PACKED = 500  # bytes; below, a packed answer is no shorter


class File:
    """One file: its bytes, their SHA-256 in hex, and packed forms made when first asked for."""

    def __init__(self, name: str, content: bytes, content_type: str | None = None) -> None:
        self.name = name
        self.content = content
        self.sha = hashlib.sha256(content).hexdigest()
        self.type = content_type or _type_of(name)

    def packed(self, how: str) -> bytes:
        """Return the bytes packed with `br` or `gzip`."""
        return _packed(self.content, how)

    def answer(self, request: Request) -> Response:
        """Answer with the file, packed as the browser likes, or 304 if it has these bytes.

        no-cache: the browser may keep it but asks; the service worker checks the hash besides.
        """
        how = _encoding(request, self)
        body = self.content if how is None else self.packed(how)
        response = Response(body, content_type=self.type)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Vary"] = "Accept-Encoding"
        if how is not None:
            response.headers["Content-Encoding"] = how
        response.set_etag(f"{self.sha[:32]}-{how or 'plain'}")
        return response.make_conditional(request.environ)  # type: ignore[return-value]


class Files:
    """All files under a folder, by their path in it."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            name: File(name, path.read_bytes())
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not (name := path.relative_to(folder).as_posix()).startswith(".")
        }
        listed = "".join(f"{file.name} {file.sha}\n" for file in self)
        self.sha = hashlib.sha256(listed.encode()).hexdigest()

    def __iter__(self) -> Iterator[File]:
        return iter(self._files.values())

    def get(self, name: str) -> File | None:
        """Return the file of a path, or None."""
        return self._files.get(name)


def _type_of(name: str) -> str:
    suffix = Path(name).suffix
    return TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")


def _encoding(request: Request, file: File) -> str | None:
    if len(file.content) < SMALLEST_PACKED or file.type.startswith("image/png"):
        return None
    for how in ("br", "gzip"):
        if request.accept_encodings.quality(how) > 0:
            return how
    return None


@lru_cache(maxsize=512)
def _packed(content: bytes, how: str) -> bytes:
    if how == "br":
        return bytes(brotli.compress(content, quality=11))
    return gzip.compress(content, mtime=0)
