"""A version is made by one person, sold by another, and then never changes."""

import hashlib

import pytest

from app import clock
from app.db import db, transaction
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.products import queries, service
from tests.conftest import both_databases
from tests.factories import PRODUCT, publish, sign_in, template

CODES = [
    "HH-150-2026", "JP-COOP-2026", "LN-MUTUAL-2026", "MG-ACC-2026", "PR-RETURN-2026",
    "WV-ACC-ILL-2026",
]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_sample_template_can_be_put_on_sale(app, county, code):
    with transaction() as session:
        version = publish(session, template(code), county.users)

    assert queries.published(code, version) == {**template(code), "version": version}


def test_who_made_a_version_does_not_publish_it(app, county):
    admin = county.users["admin01"]
    with transaction() as session:
        version = service.new_version(session, PRODUCT, {}, by=admin, at=clock.now())
        service.submit(session, PRODUCT, version, by=admin)
    with pytest.raises(Forbidden), transaction() as session:
        service.publish(session, PRODUCT, version, by=admin, at=clock.now())


def test_a_draft_is_not_published_unseen_nor_submitted_by_another(app, county):
    one, two = county.users["admin01"], county.users["admin02"]
    with transaction() as session:
        version = service.new_version(session, PRODUCT, {}, by=one, at=clock.now())
    with pytest.raises(Conflict), transaction() as session:
        service.publish(session, PRODUCT, version, by=two, at=clock.now())
    with pytest.raises(Conflict), transaction() as session:
        service.submit(session, PRODUCT, version, by=two)
    with pytest.raises(NotFound):
        queries.published(PRODUCT, version)


@both_databases
def test_a_new_version_is_the_newest_one_with_some_members_replaced(app, county):
    sale = {"from": "2026-02-01", "to": "2026-06-30"}
    with transaction() as session:
        version = service.new_version(session, PRODUCT, {"sale": sale}, by="a", at=clock.now())
        service.submit(session, PRODUCT, version, by="a")
        service.publish(session, PRODUCT, version, by="b", at=clock.now())

    body = queries.published(PRODUCT, version)

    assert version == county.version + 1
    assert body["sale"] == sale
    assert body["version"] == version
    assert body["plans"] == template()["plans"]


@pytest.mark.parametrize("change", [{"max_copies": 0}, {"kind": "OTHER"}, {"surprise": 1}])
def test_a_template_against_the_schema_is_refused(app, county, change):
    with pytest.raises(Invalid) as refusal, transaction() as session:
        service.draft(session, {**template(), **change}, by="a", at=clock.now())

    assert refusal.value.code == "TEMPLATE_INVALID"
    assert refusal.value.detail["faults"]


def test_phones_get_the_bytes_that_the_sha_is_of(app, county, client):
    sign_in(client, "agent01")
    heads = queries.version_heads(db.session(), {(PRODUCT, county.version)})

    answer = client.get(f"/api/v1/product-versions/{PRODUCT}/{county.version}")

    assert hashlib.sha256(answer.data).hexdigest() == heads[0]["sha"]
    assert heads[0]["status"] == "PUBLISHED"
    assert client.get(f"/api/v1/product-versions/{PRODUCT}/99").status_code == 404


def test_phones_get_dictionaries_by_their_sha(app, county, client):
    sign_in(client, "agent01")

    heads = queries.dictionary_heads()

    assert [head["set"] for head in heads] == ["CONSENT_TEXT", "OCCUPATION", "RELATION"]
    for head in heads:
        path = f"/api/v1/dictionaries/{head['set']}"
        assert client.get(f"{path}/{head['sha']}").json["sha"] == head["sha"]
        assert client.get(f"{path}/0000").status_code == 404


def test_every_consent_the_product_on_sale_asks_for_has_a_text(app, county):
    texts = {item["code"]: item["body"]["texts"] for item in _items("CONSENT_TEXT")}
    for consent in template()["consents"]:
        assert consent["kind"] in texts[consent["text_version"]], consent


def test_every_refused_occupation_has_a_name(app, county):
    known = {item["code"] for item in _items("OCCUPATION")}
    for code in CODES:
        assert set((template(code)["occupation"] or {}).get("refused_codes", [])) <= known, code
    assert all(1 <= item["body"]["class"] <= 6 for item in _items("OCCUPATION"))


def _items(name):
    return queries.dictionary(name)["items"]
