"""A claim notice: taken at the door, completed with photos, passed on, told back."""

import json
from pathlib import Path

import pytest

from app import clock
from app.attachments import service as attachments
from app.claims import rules, service
from app.claims.models import ClaimNotice
from app.db import db, transaction
from app.errors import Conflict, Invalid, NotFound
from tests.conftest import both_databases
from tests.factories import COUNTY, VILLAGE, actor, sign_in, submit
from tests.handset import Handset, rows_of
from tests.village import make_village

PHOTO = "ab" * 32
TWIN = Path(__file__).parents[2] / "claims.json"


def told(whom, **change):
    fields = {
        "person": whom, "kind": "INJURY", "happened_on": "2026-02-28",
        "reported_on": "2026-03-01", "place": "村口", "cause": "摔倒", "hospital": "县医院",
        "story": "下坡摔倒，左手骨折", "reporter": "王建国", "reporter_phone": "13800001234",
        "answers": {"ID": [PHOTO]}, **change,
    }  # fmt: skip
    return ("cn", "c", fields)


def take(key, status, text="", claim_no="", base=None):
    who = actor("supervisor01")
    db.session.expire_all()
    ver = db.session.get_one(ClaimNotice, (COUNTY, VILLAGE, key)).ver
    step = service.Step(status, text, claim_no, ver if base is None else base)
    with transaction() as session:
        service.take_step(session, VILLAGE, key, step, by=who, at=clock.now())


def pulled(phone, key):
    return rows_of(phone.get(f"villages/{VILLAGE}/changes").json["rows"])["cn", key]


def test_the_checklist_is_that_of_the_phone():
    assert {kind: list(papers) for kind, papers in rules.CHECKLIST.items()} == json.loads(
        TWIN.read_text()
    )
    assert rules.missing("INJURY", {"ID": [PHOTO], "INVOICE": []}) == [
        "MEDICAL", "INVOICE", "ACCIDENT", "ACCOUNT",
    ]  # fmt: skip


@both_databases
def test_it_is_kept_sealed_and_its_state_travels_back(app, county):
    made = make_village(county)
    phone = Handset(app)
    assert phone.push([told(made.persons[0][0])])["ex"] == []
    key = f"{phone.install}-1"
    (one,) = service.notices(db.session(), actor("supervisor01"))
    assert (one.person.name, one.agent, len(one.missing)) == ("王建国", "李明", 4)
    assert one.row.reporter_phone_mask == "138****1234"
    assert b"\xe9\xaa\xa8" not in one.row.story_enc
    assert attachments.villages_naming(db.session(), COUNTY, PHOTO) == {VILLAGE}
    assert pulled(phone, key)["story"] == "下坡摔倒，左手骨折"

    take(key, "DOCS_PENDING", "还缺发票")
    take(key, "FORWARDED", claim_no="C2026-7")

    row = pulled(phone, key)
    assert (row["status"], row["claim_no"]) == ("FORWARDED", "C2026-7")
    assert [(step["status"], step["text"], step["by_name"]) for step in row["steps"]] == [
        ("DOCS_PENDING", "还缺发票", "陈静"), ("FORWARDED", None, "陈静"),
    ]  # fmt: skip


def test_papers_are_added_until_it_is_closed(app, county):
    made = make_village(county)
    phone = Handset(app)
    phone.push([told(made.persons[0][0])])
    key, more = f"{phone.install}-1", "cd" * 32
    take(key, "FORWARDED", claim_no="C1")
    answer = phone.push([("cn", "u", {"answers": {"INVOICE": [more]}}, key, 1 << 41)])
    assert answer["ex"] == []
    row = db.session.get_one(ClaimNotice, (COUNTY, VILLAGE, key))
    assert row.answers == {"ID": [PHOTO], "INVOICE": [more]}
    assert attachments.villages_naming(db.session(), COUNTY, more) == {VILLAGE}
    take(key, "CLOSED", "已赔付")
    answer = phone.push([("cn", "u", {"place": "别处"}, key, 1 << 41)])
    assert answer["ex"][0][2]["code"] == "ENTITY_SETTLED"


def test_a_notice_taken_back_by_the_agent_is_done(app, county):
    made = make_village(county)
    phone = Handset(app)
    phone.push([told(made.persons[0][0])])
    key = f"{phone.install}-1"
    phone.push([("cn", "u", {"void_reason": "报错了人"}, key, 1 << 41)])
    assert pulled(phone, key)["status"] == "VOID"
    with pytest.raises(Conflict, match="CLAIM_STATE"):
        take(key, "FORWARDED", claim_no="C1")


def test_a_step_says_what_it_must_and_a_stale_form_is_refused(app, county):
    made = make_village(county)
    phone = Handset(app)
    phone.push([told(made.persons[0][0])])
    key = f"{phone.install}-1"
    for status, text, number, code in (
        ("FORWARDED", "", "", "CLAIM_NO_MISSING"), ("CLOSED", "", "", "CLAIM_TEXT_MISSING"),
        ("DOCS_PENDING", "长" * 201, "", "CLAIM_TEXT_LONG"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=code):
            take(key, status, text, number)
    take(key, "DOCS_PENDING", "还缺发票")
    with pytest.raises(Conflict, match="STALE_FORM"):
        take(key, "CLOSED", "结了", base=1)
    with pytest.raises(NotFound):
        service.notice_of(db.session(), actor("agent02"), VILLAGE, key)


@pytest.mark.parametrize(
    ("change", "name"),
    [({"kind": "FIRE"}, "kind"), ({"happened_on": "昨天"}, "happened_on"),
     ({"person": "7k2m9qa4x1-999"}, "person"), ({"claim_no": "1"}, "claim_no")],
)  # fmt: skip
def test_a_malformed_one_is_put_aside_with_the_field(app, county, change, name):
    made = make_village(county)
    answer = Handset(app).push([told(made.persons[0][0], **change)])
    assert answer["ex"][0][2]["field"] == name


def test_the_pages_show_it_and_keep_what_was_typed(app, county, client):
    made = make_village(county)
    phone = Handset(app)
    phone.push([told(made.persons[0][0])])
    sign_in(client, "supervisor01")
    assert "等收下 1" in client.get("/console/claims").text
    url = f"/console/claims/{VILLAGE}/{phone.install}-1"
    page = client.get(url).text
    assert "左手骨折" in page
    assert "缺 4 项" in page
    ver = db.session.get_one(ClaimNotice, (COUNTY, VILLAGE, f"{phone.install}-1")).ver
    wrong = submit(client, url, {"status": "FORWARDED", "text": "已寄出", "ver": ver})
    assert wrong.status_code == 400
    assert "已寄出" in wrong.text
    done = submit(client, url, {"status": "FORWARDED", "claim_no": "C9", "ver": ver})
    assert done.status_code == 303
    assert "C9" in client.get(url).text
    assert client.get(f"/console/claims/{VILLAGE}/x-1").status_code == 404


def test_a_new_notice_is_seen_however_many_there_are(app, county, monkeypatch):
    made, phone = make_village(county), Handset(app)
    people = [key for home in made.persons for key in home]
    phone.push(*[[told(key, happened_on="2026-02-01")] for key in people[:2]])
    for number in (1, 2):
        take(f"{phone.install}-{number}", "CLOSED", "已赔付")
    phone.push([told(people[2])])
    monkeypatch.setattr(service, "LIST_MAX", 2)

    found = service.notices(db.session(), actor("supervisor01"))

    assert [one.row.status for one in found] == ["REPORTED", "CLOSED"]
    one = service.notice_of(db.session(), actor("supervisor01"), VILLAGE, f"{phone.install}-2")
    assert one.row.status == "CLOSED"
