"""Sealing ops to the server as a phone does it (static/js/outbox/sealed.js)."""

import base64
import os
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.canonical import canonical_json
from app.secrets import vault
from app.sync.schemas import decode_push
from tests.factories import COUNTY


def seal(
    install: str, seq: int, text: bytes, *, key: tuple[str, ec.EllipticCurvePublicKey] | None = None
) -> list[Any]:
    """Return [seq, kid, base64] of a text. key: (id, public key) to seal to, else today's."""
    kid, raw = under_seal(text, f"vsync/1|{COUNTY}|{install}|{seq}", key=key)
    return [seq, kid, base64.b64encode(raw).decode()]


def seal_photo(install: str, sha256: str, body: bytes) -> tuple[str, bytes]:
    """Return (kid, sealed bytes) of a photo."""
    return under_seal(body, f"tongbao file 1|{COUNTY}|{install}|{sha256}")


def under_seal(
    text: bytes, where: str, *, key: tuple[str, ec.EllipticCurvePublicKey] | None = None
) -> tuple[str, bytes]:
    """Return (kid, point, nonce and ciphertext). where: what is authenticated with it."""
    kid, theirs = key or vault().sealing_key()
    ours = ec.generate_private_key(ec.SECP256R1())
    point = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    info = f"tongbao sealed 1|{kid}".encode()
    secret = HKDF(algorithm=hashes.SHA256(), length=32, salt=point, info=info).derive(
        ours.exchange(ec.ECDH(), theirs)
    )
    nonce = os.urandom(12)
    return kid, point + nonce + AESGCM(secret).encrypt(nonce, text, where.encode())


def texts_of(body: dict[str, Any]) -> dict[int, bytes]:
    """Return the canonical text of each op of a compact push, by seq."""
    return {one.op.seq: one.body for one in decode_push(body).ops}


def sealed_form(body: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Return a compact push as the same phone sends it while locked."""
    rows = [seal(body["install"], seq, text, **options) for seq, text in texts_of(body).items()]
    header = {name: value for name, value in body.items() if name not in ("ops", "at")}
    return {**header, "sealed": rows}


def op_text(body: dict[str, Any], **changes: Any) -> bytes:
    """Return the text of the first op of a compact push with something changed."""
    op = decode_push(body).ops[0].op
    value = {
        "at": op.at, "b": op.b, "f": op.f, "id": op.id, "k": op.k, "seq": op.seq,
        "set": [op.first, op.last], "t": op.t,
    }  # fmt: skip
    return canonical_json(value | changes)
