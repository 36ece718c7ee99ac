"""Cash from the agent's hand to the township: said on the phone, counted at the desk, told back."""

import pytest

from app import clock
from app.attachments import service as attachments
from app.db import db, transaction
from app.enrollment.models import Collection
from app.errors import Conflict, Invalid, NotFound
from app.reconciliation import payins
from app.reconciliation.holders import holders
from app.reconciliation.models import Payin, Remittance
from tests.conftest import both_databases
from tests.factories import COUNTY, SECOND, VILLAGE, actor, sign_in, submit
from tests.handset import Handset, rows_of
from tests.village import make_village

SLIP = "ab" * 32
NO = "20260301-0942"


def receipts(village=VILLAGE):
    db.session.expire_all()
    rows = db.session.query(Collection).filter_by(village=village, method="CASH")
    return [row.id for row in rows.order_by(Collection.id)]


def fen_of(keys):
    rows = db.session.query(Collection).filter(Collection.id.in_(keys))
    return sum(row.amount_fen for row in rows)


def said(keys, **change):
    fields = {
        "receipts": keys, "amount_fen": fen_of(keys), "to_name": "陈志远",
        "handed_on": "2026-03-01", "pay_no": NO, "files": [SLIP], **change,
    }  # fmt: skip
    return ("pi", "c", fields)


def only_act(by="supervisor01"):
    db.session.expire_all()
    (act,) = payins.acts(db.session(), actor(by))
    return act


def acknowledge(reference="", by="supervisor01"):
    who = actor(by)
    with transaction() as session:
        act = next(one for one in payins.acts(session, who) if one.status == "SENT")
        return payins.acknowledge(
            session, act, reference, by=who, at=clock.now(), today=clock.today()
        )


def dispute(fen, text="少一张五十的"):
    who = actor("supervisor01")
    with transaction() as session:
        payins.dispute(session, payins.acts(session, who)[0], fen, text, by=who, at=clock.now())


def pulled(phone, village=VILLAGE):
    answer = phone.get(f"villages/{village}/changes").json
    return rows_of(answer["rows"])


@both_databases
def test_what_is_counted_becomes_a_remittance_and_the_phone_learns_of_it(app, county):
    make_village(county)
    phone, keys = Handset(app), receipts()
    answer = phone.push([said(keys)])
    assert answer["ex"] == []
    act = only_act()
    assert (act.agent_name, act.status, act.fen) == ("李明", "SENT", fen_of(keys))
    assert act.files == [(VILLAGE, SLIP)]
    assert holders(db.session(), actor("supervisor01"))[0].fen == act.fen

    made = acknowledge("收 7")

    row = db.session.get_one(Remittance, (COUNTY, made))
    assert (row.amount_fen, row.state, row.reference) == (fen_of(keys), "RECORDED", "收 7")
    assert holders(db.session(), actor("supervisor01")) == []
    found = pulled(phone)
    told = found["pi", f"{phone.install}-1"]
    assert told["status"] == "ACKNOWLEDGED"
    assert (told["answer"]["counted_fen"], told["answer"]["by_name"]) == (fen_of(keys), "陈静")
    assert {found["cl", key]["status"] for key in keys} == {"REMITTED"}
    with pytest.raises(StopIteration):
        acknowledge()


def test_a_dispute_leaves_the_money_in_the_agents_hand_and_tells_him_why(app, county):
    make_village(county)
    phone, keys = Handset(app), receipts()
    phone.push([said(keys)])
    fen = fen_of(keys)
    for counted, text, code in (
        (None, "少了", "AMOUNT_INVALID"), (fen, "一样", "PAYIN_EQUAL"), (1, "", "DISPUTE_REASON"),
        (1, "长" * 201, "DISPUTE_REASON"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=code):
            dispute(counted, text)

    dispute(fen - 5000)

    told = pulled(phone)["pi", f"{phone.install}-1"]
    assert told["status"] == "DISPUTED"
    assert (told["answer"]["counted_fen"], told["answer"]["text"]) == (fen - 5000, "少一张五十的")
    assert holders(db.session(), actor("supervisor01"))[0].fen == fen
    with pytest.raises(Conflict, match="PAYIN_STATE"):
        dispute(1)
    again = phone.push([said(keys, pay_no="20260301-1015")])
    assert again["ex"] == []
    assert acknowledge()


@both_databases
def test_one_act_over_two_villages_is_one_remittance(app, county):
    make_village(county)
    make_village(county, village=SECOND)
    phone = Handset(app)
    for village in (VILLAGE, SECOND):
        phone.village = village
        phone.push([said(receipts(village))])
    act = only_act()
    assert [row.village for row in act.rows] == [VILLAGE, SECOND]
    assert act.fen == fen_of(receipts() + receipts(SECOND))

    acknowledge()

    (made,) = db.session.query(Remittance).all()
    assert made.amount_fen == act.fen
    assert {row.status for row in db.session.query(Payin)} == {"ACKNOWLEDGED"}


def test_a_village_that_arrives_late_is_counted_for_itself(app, county):
    make_village(county)
    make_village(county, village=SECOND)
    phone = Handset(app)
    phone.push([said(receipts())])
    acknowledge()
    phone.village = SECOND
    phone.push([said(receipts(SECOND))])

    acknowledge()

    assert db.session.query(Remittance).count() == 2


def test_the_agent_takes_it_back_as_long_as_nobody_counted_it(app, county):
    make_village(county)
    phone, keys = Handset(app), receipts()
    phone.push([said(keys[:1])], [said(keys[1:], pay_no="20260301-0950")])
    first, second = f"{phone.install}-1", f"{phone.install}-2"
    phone.push([("pi", "u", {"void_reason": "点错了"}, first)])
    assert pulled(phone)["pi", first]["status"] == "VOID"
    acknowledge()

    answer = phone.push([("pi", "u", {"void_reason": "点错了"}, second)])

    assert answer["ex"][0][1:] == [
        "quarantined",
        {"set": [4, 4], "code": "ENTITY_SETTLED", "seq": 4},
    ]
    assert pulled(phone)["pi", second]["status"] == "ACKNOWLEDGED"


def test_receipts_that_changed_meanwhile_stop_the_counting(app, county):
    make_village(county)
    phone, keys = Handset(app), receipts()
    phone.push([said(keys, amount_fen=fen_of(keys) - 1)])
    with pytest.raises(Conflict, match="PAYIN_AMOUNT"):
        acknowledge()
    dispute(fen_of(keys) - 1, "少一分")
    phone.push([said(keys, pay_no="20260301-1001")], [said(keys, pay_no="20260301-1002")])
    acknowledge()
    with pytest.raises(Conflict, match="RECEIPT_STATE"):
        acknowledge()


def test_a_cancelled_remittance_takes_the_counting_back(app, county):
    make_village(county)
    phone, keys = Handset(app), receipts()
    phone.push([said(keys)])
    made, who = acknowledge(), actor("supervisor01")

    with transaction() as session:
        payins.cancel(session, made, "点错了人", by=who, at=clock.now())

    told = pulled(phone)["pi", f"{phone.install}-1"]
    assert (told["status"], told["answer"]["text"]) == ("REVOKED", "点错了人")
    assert holders(db.session(), who)[0].fen == fen_of(keys)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"amount_fen": 0}, "amount_fen"), ({"pay_no": "x"}, "pay_no"), ({"files": ["x"]}, "files"),
        ({"handed_on": "昨天"}, "handed_on"), ({"receipts": ["7k2m9qa4x1-999"]}, "receipts"),
        ({"status": "ACKNOWLEDGED"}, "status"),
    ],
)  # fmt: skip
def test_a_malformed_one_is_put_aside_with_the_field(app, county, change, name):
    make_village(county)
    phone = Handset(app)
    answer = phone.push([said(receipts(), **change)])
    assert answer["ex"][0][2]["field"] == name
    assert db.session.query(Payin).count() == 0


def test_who_works_elsewhere_neither_sees_it_nor_its_slip(app, county):
    make_village(county)
    phone = Handset(app)
    phone.push([said(receipts())])
    key = only_act().key
    with pytest.raises(NotFound, match="PAYIN_UNKNOWN"):
        payins.act_of(db.session(), actor("agent02"), *key)
    assert attachments.villages_naming(db.session(), COUNTY, SLIP) == {VILLAGE}


def test_the_pages_count_dispute_and_keep_what_was_typed(app, county, client):
    make_village(county)
    phone, keys = Handset(app), receipts()
    phone.push([said(keys)])
    key = only_act().key
    sign_in(client, "supervisor01")
    page = client.get("/console/money/payins").text
    assert NO in page
    assert "等点收 1" in page
    assert "说交了、等点收" in client.get("/console/money/remittances").text
    url = f"/console/money/payins/{key[0]}/{key[1]}"
    refused = submit(client, f"{url}/dispute", {"counted": "一百", "text": "差一张"})
    assert refused.status_code == 400
    assert "差一张" in refused.text
    counted = {"fen": fen_of(keys)}
    answer = submit(client, f"{url}/acknowledge", {"reference": "收 9", **counted})
    assert answer.status_code == 303
    assert "收 9" in client.get(answer.location).text
    assert "已点收" in client.get(url).text
    assert submit(client, f"{url}/acknowledge", counted).status_code == 409
    assert client.get("/console/money/payins/511703100200/x-1").status_code == 404


def test_nothing_is_acknowledged_that_came_after_the_counting(app, county, client):
    make_village(county)
    make_village(county, village=SECOND)
    phone = Handset(app)
    phone.push([said(receipts())])
    seen = only_act()
    url = "/console/money/payins/{}/{}/acknowledge".format(*seen.key)
    counted = {"fen": seen.fen}
    phone.village = SECOND
    phone.push([said(receipts(SECOND))])
    sign_in(client, "supervisor01")

    answer = submit(client, url, counted)

    assert answer.status_code == 409
    assert "这笔交款刚变过" in answer.text
    assert db.session.query(Remittance).count() == 0
    assert submit(client, url, {"fen": only_act().fen}).status_code == 303
