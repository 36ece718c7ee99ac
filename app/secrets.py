"""Keys of the server: encrypted columns, blind index, acknowledgement codes, sealing key.

Keys live as files of mode 0600 under TONGBAO_DATA/keys, never in the database or its backup. Data
keys and sealing keys are rings: the newest number seals, every number on disk opens.
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

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from flask import current_app

FIRST = 1
POINT, NONCE = 65, 12  # bytes of an uncompressed P-256 point, of a GCM nonce
ACK_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
Seal = Callable[[str, bytes], bytes]  # (place, plaintext) to what rests
compact_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Unreadable(Exception):
    """A sealed value that cannot be opened with the keys at hand."""


class Vault:
    """All secret keys of one server; made on first use, shared by its processes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ciphers: dict[tuple[int, int], AESGCM] = {}
        self._newest: dict[str, int] = {}
        self._seen_at = -1

    def seal(self, county: int, where: str, plaintext: bytes) -> bytes:
        """Encrypt for one place. where: `table|column|county|village|id`, authenticated."""
        return self.sealer(county)(where, plaintext)

    def sealer(self, county: int) -> Seal:
        """Return `seal` for many values of a county at once, with the key that is newest now."""
        number = self.data_key(county)
        encrypt, head = self._cipher(county, number).encrypt, number.to_bytes(2)

        def seal(where: str, plaintext: bytes) -> bytes:
            nonce = os.urandom(NONCE)
            return head + nonce + encrypt(nonce, plaintext, where.encode())

        return seal

    def open(self, county: int, where: str, sealed: bytes) -> bytes:
        """Decrypt what `seal` made for the same place. Raises Unreadable."""
        try:
            cipher = self._cipher(county, int.from_bytes(sealed[:2]))
            return cipher.decrypt(sealed[2:14], sealed[14:], where.encode())
        except Exception as error:
            raise Unreadable(where.split("|", maxsplit=1)[0]) from error

    def seal_json(self, county: int, where: str, value: Any) -> bytes:
        """Encrypt a JSON value."""
        return self.seal(county, where, compact_json(value).encode())

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

    def data_key(self, county: int) -> int:
        """Return the number of the key that columns of a county are sealed with now."""
        return self._number(f"county-{county}-", lambda: random.token_bytes(32))

    def add_data_key(self, county: int) -> int:
        """Make the next data key of a county; what older ones sealed can still be opened."""
        return self._add(f"county-{county}-", self.data_key(county), random.token_bytes(32))

    def sealing_key(self) -> tuple[str, ec.EllipticCurvePublicKey]:
        """Return (key id, P-256 key) to which phones seal what only the server may open."""
        number = self._number("sealing-k", _new_sealing_key)
        return f"k{number}", self._private(number).public_key()

    def add_sealing_key(self) -> str:
        """Make the next sealing key; return its id. Phones hear of it by `state`."""
        number = self._number("sealing-k", _new_sealing_key)
        return f"k{self._add('sealing-k', number, _new_sealing_key())}"

    def open_op(self, kid: str, sealed: bytes, where: str) -> bytes:
        """Open an op or a photo that a phone sealed to us: point, nonce, ciphertext.

        where: what is authenticated with it (docs/protocol.md). Raises Unreadable.
        """
        try:
            point, nonce = sealed[:POINT], sealed[POINT : POINT + NONCE]
            theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
            shared = self._private(int(kid.removeprefix("k"))).exchange(ec.ECDH(), theirs)
            info = f"tongbao sealed 1|{kid}".encode()
            key = HKDF(algorithm=hashes.SHA256(), length=32, salt=point, info=info).derive(shared)
            return AESGCM(key).decrypt(nonce, sealed[POINT + NONCE :], where.encode())
        except Exception as error:
            raise Unreadable("sealed op") from error

    def _private(self, number: int) -> ec.EllipticCurvePrivateKey:
        der = self._kept(f"sealing-k{number}")
        return cast("ec.EllipticCurvePrivateKey", load_der_private_key(der, None))

    def _cipher(self, county: int, number: int) -> AESGCM:
        if (county, number) not in self._ciphers:
            self._ciphers[county, number] = AESGCM(self._kept(f"county-{county}-{number}"))
        return self._ciphers[county, number]

    def _number(self, stem: str, make: Callable[[], bytes]) -> int:
        """Return the newest number of a ring; another process may have added it."""
        self._notice()
        if stem not in self._newest:
            numbers = [path.stem.removeprefix(stem) for path in self._folder.glob(f"{stem}*.key")]
            newest = max((int(one) for one in numbers if one.isdecimal()), default=0)
            if not newest:
                self._file(f"{stem}{FIRST}", make)
            self._newest[stem] = newest or FIRST
        return self._newest[stem]

    def _notice(self) -> None:
        """Forget which numbers are newest when a file was added to the folder."""
        try:
            seen_at = self._folder.stat().st_mtime_ns
        except FileNotFoundError:
            seen_at = -1
        if seen_at != self._seen_at:
            self._newest, self._seen_at = {}, seen_at

    def _add(self, stem: str, newest: int, key: bytes) -> int:
        self._file(f"{stem}{newest + 1}", lambda: key)
        self._newest = {}
        return newest + 1

    def _kept(self, name: str) -> bytes:
        return (self._folder / f"{name}.key").read_bytes()

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


def _new_sealing_key() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


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
