"""What a phone may send as a file, and how it says so (tus 1.0). Pure."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import Invalid, TooLarge

TUS_VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,expiration,termination"
MAX_BYTES = 300 * 1024
SEAL_BYTES = 65 + 12 + 16  # point, nonce, tag
KID = re.compile(r"k[0-9]{1,9}")
MAX_PIECE = 128 * 1024
MAX_UNFINISHED = 64
MAX_STORED_BYTES = 400 * 1024 * 1024
KEPT_DAYS = 30
SHA256 = re.compile(r"[0-9a-f]{64}")
# First bytes of a file of each type: what it is called must be what it is.
SIGNATURES: Mapping[str, re.Pattern[bytes]] = {
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}


@dataclass(frozen=True)
class Announcement:
    """A file that is to come. size: bytes; sealed: kid of the server's key it is sealed to."""

    sha256: str
    mime: str
    size: int
    village: int
    sealed: str | None = None


def read_announcement(length: str | None, metadata: str | None) -> Announcement:
    """Read the headers Upload-Length and Upload-Metadata. Raises Invalid, TooLarge."""
    if length is None or not re.fullmatch("[0-9]{1,9}", length) or int(length) == 0:
        raise Invalid("UPLOAD_INVALID", path="Upload-Length")
    found = dict(_pairs(metadata or ""))
    sealed = found.get("sealed")
    if sealed is not None and not KID.fullmatch(sealed):
        raise Invalid("UPLOAD_INVALID", path="Upload-Metadata.sealed")
    most = MAX_BYTES + (SEAL_BYTES if sealed else 0)
    if int(length) > most:
        raise TooLarge("TOO_BIG", max=most)
    if not SHA256.fullmatch(found.get("sha256", "")):
        raise Invalid("UPLOAD_INVALID", path="Upload-Metadata.sha256")
    if found.get("mime") not in SIGNATURES:
        raise Invalid("UPLOAD_TYPE", path="Upload-Metadata.mime")
    if not re.fullmatch("[0-9]{12}", found.get("village", "")):
        raise Invalid("UPLOAD_INVALID", path="Upload-Metadata.village")
    return Announcement(found["sha256"], found["mime"], int(length), int(found["village"]), sealed)


def read_offset(text: str | None) -> int:
    """Read the header Upload-Offset. Raises Invalid."""
    if text is None or not re.fullmatch("[0-9]{1,9}", text):
        raise Invalid("UPLOAD_INVALID", path="Upload-Offset")
    return int(text)


def checksum_holds(header: str | None, body: bytes) -> bool:
    """Tell whether a piece is what its Upload-Checksum says. Raises Invalid."""
    kind, _, text = (header or "").partition(" ")
    if kind != "sha256":
        raise Invalid("UPLOAD_INVALID", path="Upload-Checksum")
    try:
        wanted = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Invalid("UPLOAD_INVALID", path="Upload-Checksum") from error
    return hmac.compare_digest(wanted, hashlib.sha256(body).digest())


def is_what_it_says(body: bytes, mime: str) -> bool:
    """Tell whether the first bytes are those of its type."""
    return SIGNATURES[mime].match(body) is not None


def files_of_consent(evidence: Any) -> list[str]:
    """Return the hashes of the files a consent's evidence names: {"files": [{"sha256", …}]}."""
    files = evidence.get("files") if isinstance(evidence, dict) else None
    named: list[Any] = [one.get("sha256") for one in files or [] if isinstance(one, dict)]
    return [one for one in named if _is_hash(one)]


def files_of_answer(answer: Any) -> list[str]:
    """Return the hashes an answer names; an answer to a photo field is a list of them."""
    return [one for one in answer if _is_hash(one)] if isinstance(answer, list) else []


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and SHA256.fullmatch(value) is not None


def _pairs(metadata: str) -> Iterator[tuple[str, str]]:
    for part in metadata.split(","):
        name, _, encoded = part.strip().partition(" ")
        try:
            yield name, base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise Invalid("UPLOAD_INVALID", path=f"Upload-Metadata.{name}") from error
