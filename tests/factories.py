"""A county to test in, made by the ordinary services; name only what matters to the test."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.accounts import service as accounts
from app.accounts.models import Login
from app.accounts.queries import actor_of
from app.accounts.rules import Actor
from app.campaigns.service import open_campaign
from app.db import db, transaction
from app.products import service as products
from app.regions.service import load_divisions, open_county

ROOT = Path(__file__).parents[1]
COUNTY = 511703
TOWNSHIP = 511703100
VILLAGE, SECOND, THIRD, OUTSIDE = 511703100200, 511703100202, 511703100203, 511703101200
PASSWORD = "Test-Password-7"
PRODUCT = "WV-ACC-ILL-2026"
# What every unsafe request of the phone carries.
PHONE = {"X-App": "1", "Sec-Fetch-Site": "same-origin"}
PEOPLE = (
    ("agent01", "李明", "AGENT", (VILLAGE, SECOND)),
    ("agent02", "王芳", "AGENT", (SECOND, THIRD)),
    ("supervisor01", "陈静", "SUPERVISOR", (TOWNSHIP,)),
    ("supervisor02", "赵刚", "SUPERVISOR", (TOWNSHIP,)),
    ("admin01", "周敏", "ADMIN", (COUNTY,)),
    ("admin02", "孙伟", "ADMIN", (COUNTY,)),
)


@dataclass(frozen=True)
class CountyFacts:
    """What `make_county` made: user ids by sign-in name, the campaign, its product version."""

    campaign: str
    version: int
    county: int = COUNTY
    township: int = TOWNSHIP
    village: int = VILLAGE
    villages: tuple[int, ...] = (VILLAGE, SECOND, THIRD)
    product: str = PRODUCT
    users: dict[str, str] = field(default_factory=dict)


def template(code: str = PRODUCT) -> dict[str, Any]:
    """Return one of the sample templates."""
    return json.loads((ROOT / "tests/fixtures/templates" / f"{code}.json").read_text())


def make_county() -> CountyFacts:
    """Fill an empty database: divisions, people, a product on sale, a campaign in 3 villages."""
    at = clock.now()
    with transaction() as session:
        load_divisions(session, ROOT / "app/regions/divisions/511703.csv")
        open_county(session, COUNTY, "t0")
        products.load_dictionaries(session)
        users = {
            login: accounts.create_user(
                session, COUNTY, login=login, name=name, role=role, areas=areas,
                password=PASSWORD, must_change_password=False, by="test", at=at,
            )
            for login, name, role, areas in PEOPLE
        }  # fmt: skip
        version = publish(session, template(), users)
        campaign = open_campaign(
            session, COUNTY, product=PRODUCT, version=version, name="2026年度全村统保",
            opens_on="2026-01-01", closes_on="2026-03-25", scheme_start_on="2026-04-01",
            target_bp=8500, villages=[VILLAGE, SECOND, THIRD], by=users["admin01"], at=at,
        )  # fmt: skip
    return CountyFacts(campaign, version, users=users)


def publish(session: Any, body: dict[str, Any], users: dict[str, str]) -> int:
    """Put a template on sale by two admins; return its version."""
    at = clock.now()
    version = products.draft(session, body, by=users["admin01"], at=at)
    products.submit(session, body["code"], version, by=users["admin01"])
    products.publish(session, body["code"], version, by=users["admin02"], at=at)
    return version


def sign_in(client: FlaskClient, login: str, *, audience: str | None = None) -> Actor:
    """Give the client the session cookie of a person; agents get PHONE, all others DESK."""
    at = clock.now()
    with transaction() as session:
        place = session.execute(
            select(Login.county, Login.user).where(Login.login_name == login)
        ).one()
        kind = audience or ("PHONE" if login.startswith("agent") else "DESK")
        person = accounts.Person(place.county, place.user, "")
        cookie = accounts.open_session(session, person, audience=kind, at=at)
    client.set_cookie("__Host-phone" if kind == "PHONE" else "__Host-desk", cookie)
    actor = actor_of(db.session(), cookie, kind, at=at)
    assert actor is not None
    return actor


def actor(login: str, *, audience: str = "DESK") -> Actor:
    """Return a signed-in person without a client."""
    return sign_in(_NoClient(), login, audience=audience)  # type: ignore[arg-type]


class _NoClient:
    def set_cookie(self, *_: str) -> None:
        """Nobody keeps it."""


def csrf_token(client: FlaskClient) -> str:
    """Return a token for the client's forms."""
    page = client.get("/sign-in").get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "the sign-in page has no token"
    return found.group(1)


def submit(client: FlaskClient, url: str, data: dict[str, Any] | None = None, **options: Any):
    """Post a form of the console with its token."""
    return client.post(url, data={**(data or {}), "csrf_token": csrf_token(client)}, **options)
