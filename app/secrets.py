"""Keys of the server: encrypted columns, blind index, acknowledgement codes, sealing key.

Keys live as files of mode 0600 under TONGBAO_DATA/keys, never in the database or its backup.
"""

import hashlib
import hmac
import json
import os
import secrets as random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from flask import current_app

KEY_ID = b"\x00\x01"
ACK_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Unreadable(Exception):
    """A sealed value that cannot be opened with the keys at hand."""


class Vault:
    """All secret keys of one server; made on first use, shared by its processes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ciphers: dict[int, AESGCM] = {}

    def seal(self, county: int, where: str, plaintext: bytes) -> bytes:
        """Encrypt for one place. where: `table|column|county|village|id`, authenticated."""
        nonce = os.urandom(12)
        return KEY_ID + nonce + self._cipher(county).encrypt(nonce, plaintext, where.encode())

    def open(self, county: int, where: str, sealed: bytes) -> bytes:
        """Decrypt what `seal` made for the same place. Raises Unreadable."""
        try:
            return self._cipher(county).decrypt(sealed[2:14], sealed[14:], where.encode())
        except Exception as error:
            raise Unreadable(where.split("|", maxsplit=1)[0]) from error

    def seal_json(self, county: int, where: str, value: Any) -> bytes:
        """Encrypt a JSON value."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return self.seal(county, where, text.encode())

    def open_json(self, county: int, where: str, sealed: bytes | None) -> Any:
        """Decrypt a JSON value; None stays None."""
        return None if sealed is None else json.loads(self.open(county, where, sealed))

    def blind_index(self, id_type: str, identity: str) -> bytes:
        """Return the 16 bytes under which equal identities are found (contracts.md 10.2)."""
        text = f"{id_type}|{identity}".encode()
        return hmac.digest(self._key("index"), text, "sha256")[:16]

    def acknowledgement(self, county: int, install: str, first: int, last: int, epoch: int) -> str:
        """Return the eight-character 回执 of a push, as `R7K2-0934` (contracts.md 3.6)."""
        text = f"{county}|{install}|{first}|{last}|{epoch}".encode()
        digest = hmac.digest(self._key("server"), text, "sha256")
        letters = [ACK_ALPHABET[byte % len(ACK_ALPHABET)] for byte in digest[:8]]
        return "".join(letters[:4]) + "-" + "".join(letters[4:])

    def form_key(self) -> bytes:
        """Return the key that signs console forms against forgery."""
        return hashlib.sha256(b"form" + self._key("server")).digest()

    def sealing_key(self) -> ec.EllipticCurvePrivateKey:
        """Return the P-256 key to which phones seal what only the server may open."""
        return cast("ec.EllipticCurvePrivateKey", load_der_private_key(self._sealing_der(), None))

    def _sealing_der(self) -> bytes:
        def make() -> bytes:
            key = ec.generate_private_key(ec.SECP256R1())
            return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

        return self._file("sealing-k1", make)

    def _cipher(self, county: int) -> AESGCM:
        if county not in self._ciphers:
            self._ciphers[county] = AESGCM(self._key(f"county-{county}-1"))
        return self._ciphers[county]

    @cache  # noqa: B019 - one vault lives as long as its process
    def _key(self, name: str) -> bytes:
        return self._file(name, lambda: random.token_bytes(32))

    def _file(self, name: str, make: Callable[[], bytes]) -> bytes:
        path = self._folder / f"{name}.key"
        if not path.exists():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = self._folder / f".{name}.{random.token_hex(8)}"
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(make())
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(draft, path)  # of two processes that start together, the first one's key
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_bytes()


def vault() -> Vault:
    """Return the vault of the running application."""
    return cast("Vault", current_app.extensions["vault"])


def place(table: str, column: str, county: int, village: int, row: str) -> str:
    """Return the authenticated place of an encrypted column (contracts.md 10.1)."""
    return f"{table}|{column}|{county}|{village}|{row}"


def mask_id_no(text: str) -> str:
    """Return an ID number for the screen: `511703********0015`."""
    return (
        text[:6] + "*" * max(len(text) - 10, 0) + text[-4:] if len(text) > 10 else "*" * len(text)
    )


def mask_phone(text: str) -> str:
    """Return a phone number for the screen: `138****1234`."""
    return text[:3] + "****" + text[-4:] if len(text) > 7 else "*" * len(text)
