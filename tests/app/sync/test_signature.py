"""Signatures: the example of the module's docstring, and everything that must not pass."""

import pytest
from sqlalchemy import update

from app.accounts.models import Install
from app.db import transaction
from app.sync import signature
from tests.factories import COUNTY, PHONE
from tests.handset import Handset

BODY = b'{"hello": "world"}'
DIGEST = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"  # RFC 9530, appendix D


def test_the_base_is_the_text_of_the_documentation():
    parameters = '("@method" "@path" "content-digest" "vsync");created=1764001125;keyid="511703.7k2m9qa4x1";alg="ecdsa-p256-sha256"'

    base = signature.signature_base(
        "POST", "/api/v1/sync/push", signature.content_digest(BODY), parameters
    )

    assert signature.content_digest(BODY) == DIGEST
    assert base.decode() == (
        '"@method": POST\n"@path": /api/v1/sync/push\n'
        f'"content-digest": {DIGEST}\n"vsync": 1\n'
        f'"@signature-params": {parameters}'
    )


def test_a_signature_holds_for_its_bytes_path_and_key_only(app, county, phone):
    other = Handset(app, "agent02")
    good = phone.sign("/api/v1/sync/push", BODY)
    signed = signature.read("POST", "/api/v1/sync/push", good, BODY)

    signature.verify(signed, phone.jwk)
    assert (signed.county, signed.install) == (COUNTY, phone.install)
    with pytest.raises(signature.BadSignature):
        signature.verify(signed, other.jwk)
    with pytest.raises(signature.BadSignature):
        signature.verify(signature.read("POST", "/api/v1/sync/lastwill", good, BODY), phone.jwk)
    with pytest.raises(signature.BadSignature):
        signature.verify(signature.read("PUT", "/api/v1/sync/push", good, BODY), phone.jwk)
    with pytest.raises(signature.BadSignature):
        signature.read("POST", "/api/v1/sync/push", good, BODY + b" ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Signature", ""), ("Signature", "sig1=:AAAA:"), ("Signature-Input", ""), ("Vsync", "2"),
        ("Signature-Input", 'sig1=("@method");created=1;keyid="511703.new";alg="ecdsa-p256-sha256"'),
        ("Signature-Input", 'sig1=("@method" "@path" "content-digest" "vsync");created=1;keyid="511703.x";alg="none"'),
        ("Content-Digest", DIGEST.replace("X", "Y")), ("Signature", f"sig1=:{'A' * 86}==:"),
    ],
)  # fmt: skip
def test_a_push_without_a_good_signature_is_refused(app, county, register, phone, name, value):
    answer = phone.send("/api/v1/sync/push", phone.body(), headers={name: value})

    assert (answer.status_code, answer.json["code"]) == (403, "BAD_SIGNATURE")


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        None,
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
        {"kty": "RSA"},
    ],
)
def test_what_is_no_point_of_the_curve_is_no_key(jwk):
    with pytest.raises(signature.BadSignature):
        signature.public_key(jwk)


def test_a_key_that_did_not_sign_is_not_registered(app, county):
    phone, thief = Handset(app), Handset(app, "agent02")
    thief.install = "new"

    answer = thief.send("/api/v1/sync/installs", {"jwk": phone.jwk, "app": "1", "label": ""})

    assert (answer.status_code, answer.json["code"]) == (403, "BAD_SIGNATURE")


def test_registering_again_gives_the_same_install_and_another_person_gets_none(app, county):
    phone = Handset(app)
    install, phone.install = phone.install, "new"

    again = phone.send("/api/v1/sync/installs", {"jwk": phone.jwk, "app": "1", "label": ""})

    assert (again.status_code, again.json["install"]) == (200, install)
    kinds = ("hh", "ps", "ph", "en", "in", "co", "cl", "ba", "wd", "pi", "cn")
    assert again.json["wire"] == dict.fromkeys(kinds, 1)
    phone.client = Handset(app, "agent02").client
    other = phone.send("/api/v1/sync/installs", {"jwk": phone.jwk, "app": "1", "label": ""})
    assert (other.status_code, other.json["code"]) == (409, "KEY_TAKEN")


def test_another_agent_may_carry_the_ops_of_a_colleague(app, county, register, phone):
    body = phone.body([("hh", "u", {"address": "东头"}, register.homes[0])])
    phone.client = Handset(app, "agent02").client

    assert phone.push_body(body).status_code == 200


def test_a_stopped_phone_may_only_leave_its_will(app, county, register, phone):
    body = phone.body([("hh", "u", {"address": "东头"}, register.homes[0])])
    with transaction() as session:
        session.execute(update(Install).where(Install.id == phone.install).values(status="REVOKED"))

    refused = phone.push_body(body)
    phone.client = app.test_client()
    will = phone.send("/api/v1/sync/lastwill", body)
    again = phone.send("/api/v1/sync/lastwill", body)

    assert (refused.status_code, refused.json["code"]) == (403, "DEVICE_REVOKED")
    assert refused.json["wipe"] is True  # it clears itself once it has handed over what it had
    assert (will.status_code, will.json["last"]) == (202, 1)
    assert again.status_code == 202


def test_nobody_pushes_without_a_session(app, county, register, phone):
    body = phone.body()
    phone.client = app.test_client()

    assert phone.send("/api/v1/sync/push", body, headers=PHONE).json["code"] == "SIGNED_OUT"
