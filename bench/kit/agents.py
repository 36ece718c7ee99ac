"""A county of agents who all come back at once, one village each, every village alike.

One phone is recorded; its requests are written anew for each agent: his village, his install, his
signature. Versions and ids are those of the record, as all villages were made in the same way.
"""

import base64
import gzip
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest.mock import patch

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from sqlalchemy import select

from app import clock
from app.accounts import passwords
from app.accounts import service as accounts
from app.accounts.api import COOKIE
from app.accounts.models import User
from app.accounts.queries import actor_of
from app.campaigns.models import Campaign
from app.db import db, transaction
from app.sync.signature import content_digest, signature_base, thumbprint
from bench.kit import servers
from bench.kit.county import COUNTY, County, make_county
from bench.kit.phones import Recording

Requests = list[dict[str, Any]]
DROPPED = ("Cookie", "Signature", "Signature-Input", "Content-Digest", "Vsync-Install", "Origin")


@dataclass(frozen=True)
class Install:
    """A phone of the herd: its name, key and session."""

    name: str
    key: ec.EllipticCurvePrivateKey
    cookie: str


@contextmanager
def one_hash() -> Iterator[None]:
    """Hash the one password of all people once: nobody signs in here."""
    with patch.object(accounts, "hash_password", cache(passwords.hash_password)):
        yield


def assemble(place: servers.Place, agents: int, households: int) -> tuple[County, list[Install]]:
    """Fill an empty database; every agent is signed in on a registered phone."""
    app = place.app()
    with one_hash():
        county = make_county(app, agents, households, alike=True)
    with app.app_context(), transaction() as session:
        users = dict(session.execute(select(User.login_name, User.id)).tuples().all())
        found = [
            _install(session, users[county.agent(code)], number)
            for number, code in enumerate(county.villages)
        ]
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return county, found


def _install(session: Any, user: str, number: int) -> Install:
    at = clock.now()
    person = accounts.Person(COUNTY, user, "AGENT")
    cookie = accounts.open_session(session, person, audience="PHONE", at=at)
    actor = actor_of(session, cookie, "PHONE", at=at)
    assert actor is not None
    key = ec.generate_private_key(ec.SECP256R1())
    jwk = _jwk(key)
    body = {
        "jwk": jwk, "app": "1.0.0", "label": f"phone {number}", "prev_install": None,
        "install": None, "checks": {}, "wire": {},
    }  # fmt: skip
    name, _ = accounts.register_install(session, actor, body, thumbprint(jwk), at=at)
    return Install(name, key, cookie)


def _jwk(key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    numbers = key.public_key().public_numbers()
    x, y = (
        base64.urlsafe_b64encode(one.to_bytes(32, "big")).rstrip(b"=").decode()
        for one in (numbers.x, numbers.y)
    )
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def campaign_of(place: servers.Place) -> str:
    """Return the id of the only campaign of a database."""
    with place.app().app_context():
        found: str | None = db.session.scalar(select(Campaign.id))
        db.session.remove()
        db.engine.dispose()
    assert found is not None
    return found


def _server_install(village: int) -> str:
    return f"s{village % 10**6:06d}-"


@dataclass(frozen=True)
class Pattern:
    """A recorded phone, and the words in its requests that are another's in the herd."""

    recording: Recording
    village: int
    campaign: str

    def requests(self, install: Install, village: int, campaign: str) -> Requests:
        """Return what the phone of another agent sends."""
        names = {
            str(self.village): str(village),
            _server_install(self.village): _server_install(village),
            self.campaign: campaign, self.install: install.name,
        }  # fmt: skip

        def renamed(text: str) -> str:
            for old, new in names.items():
                text = text.replace(old, new)
            return text

        return [self._request(one, install, renamed) for one in self.recording.requests]

    @property
    def install(self) -> str:
        """Return the install that was recorded."""
        push = gzip.decompress(base64.b64decode(self.recording.pushes[0]["body"]))
        found: str = json.loads(push)["install"]
        return found

    def _request(
        self, one: dict[str, Any], install: Install, renamed: Callable[[str], str]
    ) -> dict[str, Any]:
        path, body = renamed(one["path"]), base64.b64decode(one["body"])
        headers = {name: text for name, text in one["headers"].items() if name not in DROPPED}
        headers |= {"Cookie": f"{COOKIE}={install.cookie}", "Vsync-Install": install.name}
        headers.pop("If-None-Match", None)
        if body:
            body = gzip.compress(renamed(gzip.decompress(body).decode()).encode(), 6)
            headers |= _signature(install, path, body)
        return {"method": one["method"], "path": path, "headers": headers, "body": body}


def _signature(install: Install, path: str, body: bytes) -> dict[str, str]:
    parameters = (
        f'("@method" "@path" "content-digest" "vsync");created={int(time.time())};'
        f'keyid="{COUNTY}.{install.name}";alg="ecdsa-p256-sha256"'
    )
    digest = content_digest(body)
    base = signature_base("POST", path, digest, parameters)
    r, s = decode_dss_signature(install.key.sign(base, ec.ECDSA(hashes.SHA256())))
    raw = base64.b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()
    return {
        "Content-Digest": digest, "Vsync": "1", "Signature-Input": f"sig1={parameters}",
        "Signature": f"sig1=:{raw}:",
    }  # fmt: skip
