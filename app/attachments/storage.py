"""Where complete files rest, by the hash of their content: a folder, or an S3-compatible store.

What is stored is encrypted before it comes here. Keys are `county/ab/abcd…`.
"""

import os
import secrets
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import parse_qs, urlsplit

from flask import current_app
from obstore.exceptions import NotFoundError
from obstore.store import S3Store


class Storage(Protocol):
    """A store of bytes; putting the same key again changes nothing that can be read."""

    def put(self, key: str, body: bytes) -> None:
        """Keep the bytes; on return they survive a power cut."""

    def get(self, key: str) -> bytes | None:
        """Return the bytes, None when there are none."""

    def delete(self, key: str) -> None:
        """Forget the bytes, if there are any."""


class DiskStorage:
    """Files below one folder, readable by this user alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, body: bytes) -> None:
        path = self._folder / key
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        self._sync_folder(path.parent)

    def get(self, key: str) -> bytes | None:
        try:
            return (self._folder / key).read_bytes()
        except FileNotFoundError:
            return None

    def delete(self, key: str) -> None:
        (self._folder / key).unlink(missing_ok=True)

    def _sync_folder(self, folder: Path) -> None:
        # The file's name is on disk only when its folder is.
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class ObjectStorage:
    """A bucket of an S3-compatible store; credentials come from AWS_* variables."""

    def __init__(self, bucket: str, prefix: str, endpoint: str | None) -> None:
        self._store = S3Store(
            bucket,
            prefix=prefix or None,
            endpoint=endpoint,
            virtual_hosted_style_request=False,
            client_options={"allow_http": bool(endpoint and endpoint.startswith("http://"))},
        )

    def put(self, key: str, body: bytes) -> None:
        self._store.put(key, body)

    def get(self, key: str) -> bytes | None:
        try:
            return bytes(self._store.get(key).bytes())
        except (FileNotFoundError, NotFoundError):
            return None

    def delete(self, key: str) -> None:
        self._store.delete(key)


def storage_of(place: str, data_dir: Path) -> Storage:
    """Return the store a setting names: empty, or `s3://bucket/prefix?endpoint=https://host`."""
    if not place:
        return DiskStorage(data_dir / "attachments")
    parts = urlsplit(place)
    endpoint = parse_qs(parts.query).get("endpoint", [None])[0]
    return ObjectStorage(parts.netloc, parts.path.strip("/"), endpoint)


def storage() -> Storage:
    """Return the store of the running application."""
    return cast("Storage", current_app.extensions["attachments"])


def key_of(county: int, sha256: str) -> str:
    """Return where a file rests."""
    return f"{county}/{sha256[:2]}/{sha256}"
