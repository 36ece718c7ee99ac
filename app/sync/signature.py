"""Signed pushes: HTTP Message Signatures (RFC 9421) with the P-256 key of the install.

Covered are "@method", "@path", "content-digest" and "vsync"; contracts.md 2.5. The digest is of
the bytes as sent, so gzip is done before. The signature base is these lines, joined by a
line feed, with none at the end:

    "@method": POST
    "@path": /api/v1/sync/push
    "content-digest": sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:
    "vsync": 1
    "@signature-params": ("@method" "@path" "content-digest" "vsync");created=1764001125;
        keyid="511703.7k2m9qa4x1";alg="ecdsa-p256-sha256"

(the last one is a single line without blanks around the semicolons). It is sent as

    Content-Digest: sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:
    Vsync: 1
    Signature-Input: sig1=("@method" ... "vsync");created=...;keyid="...";alg="ecdsa-p256-sha256"
    Signature: sig1=:<base64 of the 64 bytes r || s>:

A registration, which has no install yet, names "<county>.new" and is signed with the key it
brings. `created` is not judged: a replay is harmless by (install, seq).
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from app.errors import Forbidden

PARAMETERS = re.compile(
    r'sig1=(\("@method" "@path" "content-digest" "vsync"\);created=[0-9]{1,12};'
    r'keyid="([0-9]{6})\.(new|[0-9a-hjkmnp-tv-z]{10})";alg="ecdsa-p256-sha256")'
)
SIGNATURE = re.compile(r"sig1=:([A-Za-z0-9+/=]{88}):")
NEW = "new"


@dataclass(frozen=True)
class Signed:
    """A request with its signature read but not yet verified. install: id, or `new`."""

    county: int
    install: str
    base: bytes
    signature: bytes


class BadSignature(Forbidden):
    """The signature is missing, wrong, or not over these bytes."""

    def __init__(self, reason: str) -> None:
        super().__init__("BAD_SIGNATURE", reason=reason)


def read(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Signed:
    """Return what the headers say was signed, the digest checked. Raises BadSignature."""
    found = PARAMETERS.fullmatch(headers.get("Signature-Input", ""))
    signature = SIGNATURE.fullmatch(headers.get("Signature", ""))
    if found is None or signature is None or headers.get("Vsync") != "1":
        raise BadSignature("headers")
    digest = content_digest(body)
    if not hmac.compare_digest(headers.get("Content-Digest", "").encode(), digest.encode()):
        raise BadSignature("digest")
    base = signature_base(method, path, digest, found[1])
    try:
        raw = base64.b64decode(signature[1], validate=True)
    except binascii.Error as error:
        raise BadSignature("headers") from error
    return Signed(int(found[2]), found[3], base, raw)


def content_digest(body: bytes) -> str:
    """Return the value of the header Content-Digest (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def signature_base(method: str, path: str, digest: str, parameters: str) -> bytes:
    """Return the bytes that are signed."""
    return "\n".join([
        f'"@method": {method}', f'"@path": {path}', f'"content-digest": {digest}', '"vsync": 1',
        f'"@signature-params": {parameters}',
    ]).encode()  # fmt: skip


def verify(signed: Signed, jwk: Any) -> None:
    """Check the signature with a public key. Raises BadSignature."""
    if len(signed.signature) != 64:
        raise BadSignature("signature")
    r, s = (int.from_bytes(part, "big") for part in (signed.signature[:32], signed.signature[32:]))
    try:
        public_key(jwk).verify(encode_dss_signature(r, s), signed.base, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise BadSignature("signature") from error


def public_key(jwk: Any) -> ec.EllipticCurvePublicKey:
    """Return the key of a JWK. Raises BadSignature for any that is no point of P-256."""
    try:
        if jwk["kty"] != "EC" or jwk["crv"] != "P-256":
            raise BadSignature("key")
        x, y = (int.from_bytes(_bytes(jwk[name]), "big") for name in ("x", "y"))
        return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    except (KeyError, TypeError, ValueError) as error:
        raise BadSignature("key") from error


def thumbprint(jwk: Mapping[str, Any]) -> str:
    """Return the RFC 7638 thumbprint of a public key."""
    kept = {name: jwk[name] for name in ("crv", "kty", "x", "y")}
    text = json.dumps(kept, separators=(",", ":"), sort_keys=True).encode()
    return base64.urlsafe_b64encode(hashlib.sha256(text).digest()).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    found = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if len(found) != 32:
        raise ValueError("not 32 bytes")
    return found
