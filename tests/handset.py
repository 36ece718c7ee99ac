"""A phone for tests: a key, an install, ops with numbers, signed pushes. No engine, no store."""

import base64
import gzip
import json
from collections.abc import Iterable
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from flask import Flask

from app.sync.signature import content_digest, signature_base
from tests.factories import COUNTY, PHONE, VILLAGE, sign_in

AT = 1772337600  # 12:00 of 2026-03-01 in Shanghai


class Handset:
    """One install. `ops` takes (t, k, fields, id?, base?) and returns a body."""

    def __init__(self, app: Flask, login: str = "agent01", *, village: int = VILLAGE) -> None:
        self.client = app.test_client()
        self.actor = sign_in(self.client, login)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.village, self.seq, self.acked = village, 0, 0
        self.install = "new"
        answer = self.send(
            "/api/v1/sync/installs", {"jwk": self.jwk, "app": "1.0.0", "label": "test"}
        )
        assert answer.status_code == 201, answer.text
        self.install = answer.json["install"]

    @property
    def jwk(self) -> dict[str, str]:
        numbers = self.key.public_key().public_numbers()
        x, y = (
            base64.urlsafe_b64encode(n.to_bytes(32, "big")).rstrip(b"=").decode()
            for n in (numbers.x, numbers.y)
        )
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y}

    def sign(self, path: str, body: bytes, *, method: str = "POST") -> dict[str, str]:
        parameters = (
            '("@method" "@path" "content-digest" "vsync");created=1;'
            f'keyid="{COUNTY}.{self.install}";alg="ecdsa-p256-sha256"'
        )
        digest = content_digest(body)
        base = signature_base(method, path, digest, parameters)
        r, s = decode_dss_signature(self.key.sign(base, ec.ECDSA(hashes.SHA256())))
        raw = base64.b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()
        return {
            "Content-Digest": digest, "Vsync": "1", "Signature-Input": f"sig1={parameters}",
            "Signature": f"sig1=:{raw}:",
        }  # fmt: skip

    def send(self, path: str, body: Any, *, packed: bool = False, headers: Any = None):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        extra = {"Content-Encoding": "gzip"} if packed else {}
        if packed:
            data = gzip.compress(data)
        signed = self.sign(path, data)
        all_headers = {**PHONE, **signed, **extra, **(headers or {})}
        return self.client.post(
            path, data=data, headers=all_headers, content_type="application/json"
        )

    def get(self, path: str, **options: Any):
        headers = {"Vsync-Install": self.install, **options.pop("headers", {})}
        return self.client.get(f"/api/v1/sync/{path}", headers=headers, **options)

    def next(self, place: int) -> str:
        """Return the id of what op `place` of the next set will make."""
        return f"{self.install}-{self.seq + 1 + place}"

    def body(self, *sets: Iterable[tuple], pull: Any = None, **header: Any) -> dict[str, Any]:
        """Number the ops of some sets; op = (kind, act, fields, id=None, base=0)."""
        first, groups, spans = self.seq + 1, [], []
        for ops in sets:
            begin = self.seq + 1
            for op in ops:
                t, k, fields, key, base = (*op, *(None, 0)[len(op) - 3 :])
                self.seq += 1
                columns = ["_n", "_d", *([] if k == "c" else ["_id"]), *fields]
                row = [self.seq, 0, *([] if k == "c" else [key]), *fields.values()]
                groups.append(
                    {"t": t if "@" in t else f"{t}@1", "k": k, "b": base, "c": columns, "r": [row]}
                )
            if self.seq > begin:
                spans.append([begin, self.seq])
        return {
            "p": 1, "install": self.install, "epoch": [1, "t0"], "village": self.village,
            "first": first, "acked": self.acked, "now": AT, "at": AT, "sets": spans, "ops": groups,
            "report": {"unsent": 0}, **({"pull": pull} if pull else {}), **header,
        }  # fmt: skip

    def push_body(self, body: dict[str, Any], **options: Any):
        answer = self.send("/api/v1/sync/push", body, **options)
        if answer.status_code == 200:
            self.acked = answer.json["last"]
        return answer

    def push(self, *sets: Iterable[tuple], **header: Any) -> dict[str, Any]:
        """Push some sets; return the answer."""
        answer = self.push_body(self.body(*sets, **header))
        assert answer.status_code == 200, answer.text
        return answer.json


def rows_of(groups: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return pulled rows by kind and id."""
    return {
        (group["t"][:2], values[0]): {"k": group.get("k"), **dict(zip(group["c"], values, strict=True))}
        for group in groups
        for values in group["r"]
    }  # fmt: skip
