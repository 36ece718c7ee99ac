"""Configuration, read once from the environment. A malformed value refuses to start."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

VERSION = "0.1.0"


@dataclass(frozen=True)
class Config:
    """Everything a deployment may choose.

    database_url: SQLAlchemy URL, SQLite or PostgreSQL (psycopg 3).
    data_dir: folder for keys, backups and, by default, the SQLite database; never inside static/.
    backup_minutes: how often the embedded database is copied and verified; 0 = never.
    proxies: how many proxies stand in front and set X-Forwarded-For and -Proto; 0 = believe none.
    attachments: where photos rest: empty = in data_dir, or s3://bucket/prefix?endpoint=https://host.
    shell: how the phone app is served: PACKED in few small files, or its SOURCES as written.
    shell_worker: False takes the service worker off the phones: the way back from a broken release.
    """

    database_url: str
    data_dir: Path
    backup_minutes: int = 10
    testing: bool = False
    proxies: int = 0
    attachments: str = ""
    shell: str = "PACKED"
    shell_worker: bool = True

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Read DATABASE_URL, TONGBAO_DATA, BACKUP_MINUTES, TRUSTED_PROXIES, ATTACHMENTS, SHELL_*.

        All have a default.

        Raises ValueError naming the variable that cannot be read.
        """
        data_dir = Path(environ.get("TONGBAO_DATA") or "data").resolve()
        url = environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'tongbao.sqlite3'}"
        return cls(
            _database_url(url),
            data_dir,
            backup_minutes=_number("BACKUP_MINUTES", environ.get("BACKUP_MINUTES") or "10"),
            proxies=_number("TRUSTED_PROXIES", environ.get("TRUSTED_PROXIES") or "0"),
            attachments=_attachments(environ.get("ATTACHMENTS") or ""),
            shell=_one_of("SHELL_FORM", environ.get("SHELL_FORM") or "PACKED", "PACKED", "SOURCES"),
            shell_worker=_one_of("SHELL_WORKER", environ.get("SHELL_WORKER") or "ON", "ON", "OFF")
            == "ON",
        )


def _database_url(url: str) -> str:
    if url.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    if url.startswith(("sqlite:///", "postgresql+psycopg://")):
        return url
    raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://")


def _attachments(place: str) -> str:
    if place and not re.fullmatch(r"s3://[a-z0-9.-]+(/[^?]*)?(\?endpoint=https?://.+)?", place):
        raise ValueError("ATTACHMENTS must be s3://bucket/prefix?endpoint=https://host, or empty")
    return place


def _one_of(name: str, value: str, *allowed: str) -> str:
    if value not in allowed:
        raise ValueError(f"{name} must be {' or '.join(allowed)}")
    return value


def _number(name: str, text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"{name} must be a whole number, 0 or more")
    return int(text)
