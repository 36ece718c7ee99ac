"""A person is found by what is known of him, gets his copy, and is erased where law allows."""

import json

import pytest
from sqlalchemy import func, insert, select, update

from app import clock
from app.attachments.models import Attachment, AttachmentUse
from app.attachments.storage import key_of, storage
from app.audit.models import AuditEntry
from app.db import db, transaction
from app.enrollment.models import Consent, Enrollment, InsuredPerson
from app.errors import Conflict
from app.inbox.models import FieldConflict, InboxOp
from app.inbox.ops import Op, pack, unpack
from app.inbox.service import body_place
from app.oversight import chains
from app.policies.models import PolicyInsured
from app.privacy import running, service
from app.privacy.dossier import gather
from app.privacy.finding import search
from app.privacy.models import PrivacyRequest
from app.privacy.rules import Sought
from app.regions.service import lock_village, release
from app.regions.writing import insert_rows, update_rows
from app.rosters.kinds import PERSON
from app.rosters.models import Household, Person, RosterRow
from app.secrets import place, vault
from app.sync.feeds import changes, mark_of, snapshot
from tests.app.exports.test_insured_list import issued
from tests.conftest import both_databases
from tests.factories import COUNTY, PASSWORD, VILLAGE, actor, sign_in, submit
from tests.furnished import SHA, photo
from tests.village import INSTALL, id_no, make_village

TODAY, MOBILE = "2026-03-01", "13912345678"
WIFE = id_no("1982-01-02", 10, "F")  # of the fourth household, which is not enrolled
GONE = ("PERSON", "LINE", "CONFLICT", "OP")


@pytest.fixture
def made(app, county):
    """A wife with a phone, a line of a list, an op and a value that was not adopted."""
    found = make_village(county)
    wife = found.persons[3][1]
    with transaction() as session:
        lock = lock_village(session, COUNTY, VILLAGE)
        row = {"county": COUNTY, "village": VILLAGE, "id": wife}
        update_rows(session, lock, Person, {wife: PERSON.columns(row, "phone", MOBILE)})
        release(session, lock, [], at=clock.now())
    _line(2, {"name": "李秀英", "id_no": WIFE, "phone": MOBILE})
    _op(7, "applied", wife, {"id_no": WIFE, "phone": MOBILE})
    _lost(wife)
    db.session.remove()
    return found


def _line(number, body, reason=None):
    where = place("roster_rows", "body", COUNTY, VILLAGE, f"1.{number}")
    with transaction() as session:
        session.execute(insert(RosterRow), [{
            "county": COUNTY, "village": VILLAGE, "version": 1, "no": number, "sheet": None,
            "row": number + 3, "reason": reason, "warnings": [],
            "body_enc": vault().seal_json(COUNTY, where, body),
        }])  # fmt: skip


def _op(seq, status, entity, fields):
    packed = pack(Op(seq, seq, seq, "ps@1", "u", entity, 1, 0, fields))
    where = body_place(COUNTY, VILLAGE, INSTALL, seq)
    with transaction() as session:
        session.execute(insert(InboxOp), [{
            "county": COUNTY, "install": INSTALL, "seq": seq, "village": VILLAGE, "set_first": seq,
            "set_last": seq, "sha": packed.sha, "sender": "test", "received_at": clock.now(),
            "body_enc": vault().seal(COUNTY, where, packed.body), "status": status, "result": None,
        }])  # fmt: skip


def _lost(entity):
    with transaction() as session:
        lock = lock_village(session, COUNTY, VILLAGE)
        key = lock.new_id()
        where = place("conflicts", "lost_value", COUNTY, VILLAGE, key)
        insert_rows(session, lock, FieldConflict, [{
            "id": key, "kind": "ps", "entity": entity, "field": "phone", "base_ver": 1,
            "kept": {}, "lost": {}, "status": "RESOLVED", "raised_at": clock.now(),
            "lost_value_enc": vault().seal_json(COUNTY, where, "13900000000"),
        }])  # fmt: skip
        release(session, lock, [], at=clock.now())


def asked(*people, names=("李秀英",)):
    with transaction() as session:
        return service.open_request(
            session, [(VILLAGE, one) for one in people], Sought(frozenset(names)), "申请书 1",
            by=actor("admin01"), at=clock.now(),
        )  # fmt: skip


def ask(key):
    with transaction() as session:
        service.ask_erasure(
            session, key, "本人要求", by=actor("admin01"), at=clock.now(), today=TODAY
        )  # fmt: skip


def erase(key):
    ask(key)
    with transaction() as session:
        return service.approve(
            session, key, by=actor("admin02"), at=clock.now(), today=TODAY
        )  # fmt: skip


def leave(made, number=0):
    """Take a whole household out of the campaign."""
    with transaction() as session:
        mine = InsuredPerson.enrollment == made.enrollments[number]
        session.execute(update(InsuredPerson).where(mine).values(included=False))
        one = Enrollment.id == made.enrollments[number]
        session.execute(update(Enrollment).where(one).values(status="WITHDRAWN"))


def sealed_texts():
    """Return all that is sealed about people in the village, in clear."""
    found = []
    for row in db.session.scalars(select(InboxOp).where(InboxOp.seq == 7)):
        where = body_place(COUNTY, VILLAGE, row.install, row.seq)
        found.append(vault().open(COUNTY, where, row.body_enc).decode())
    for row in db.session.scalars(select(RosterRow)):
        where = place("roster_rows", "body", COUNTY, VILLAGE, f"{row.version}.{row.no}")
        found.append(json.dumps(vault().open_json(COUNTY, where, row.body_enc)))
    return found


@both_databases
@pytest.mark.parametrize(
    ("text", "kind", "people"), [(WIFE, "ID_NO", 1), (MOBILE, "PHONE", 1), ("李秀英", "NAME", 4)]
)
def test_a_person_is_found_by_number_phone_and_name(made, text, kind, people):
    found = search(db.session(), COUNTY, text)

    assert (found.kind, len(found.people)) == (kind, people)
    assert WIFE not in str(found)


def test_what_became_no_person_is_found_too(made):
    _line(9, {"name": "王五", "id_no": "519901198202021234"}, reason="ID_CHECKSUM")
    _op(8, "quarantined", f"{INSTALL}-9", {"name": "王五", "id_no": "519901198202021234"})

    found = search(db.session(), COUNTY, "519901198202021234")

    assert [(one.place, one.key) for one in found.loose] == [
        ("LINE", "1.9"),
        ("OP", f"{INSTALL}-8"),
    ]
    assert found.people == []


def test_a_dossier_names_every_record_with_what_becomes_of_it(made):
    wife = made.persons[3][1]

    found = gather(db.session(), COUNTY, [(VILLAGE, wife)], Sought(), today=TODAY)

    fates = {place: {one.fate.rest for one in records} for place, records in found.places()}
    assert {where for where, rest in fates.items() if rest == {"ERASE"}} == set(GONE)
    assert fates["HOUSEHOLD"] == {"KEEP"}
    assert found.block is None


@both_databases
def test_an_erasure_leaves_a_tombstone_that_phones_pull_and_nothing_sealed(made):
    wife = made.persons[3][1]
    before = mark_of(db.session(), COUNTY, VILLAGE).ver

    erase(asked(wife))

    db.session.remove()
    row = db.session.get(Person, (COUNTY, VILLAGE, wife))
    assert row.deleted
    assert [row.name, row.id_no_enc, row.id_no_mask, row.id_no_index, row.phone_enc] == [None] * 5
    pulled = changes(db.session(), mark_of(db.session(), COUNTY, VILLAGE), before)["rows"]
    tombs = [group for group in pulled if group.get("k") == "d"]
    assert [(group["t"], group["r"][0][0]) for group in tombs] == [("ps@1", wife)]
    assert wife not in str(snapshot(db.session(), mark_of(db.session(), COUNTY, VILLAGE), None))
    assert not [text for text in sealed_texts() if WIFE in text or MOBILE in text]
    assert search(db.session(), COUNTY, WIFE).people == []
    assert chains.check(db.session(), COUNTY).broken == ()


def test_an_erased_op_is_still_known_as_the_same_number(made):
    before = db.session.scalar(select(InboxOp.sha).where(InboxOp.seq == 7))

    erase(asked(made.persons[3][1]))

    row = db.session.scalars(select(InboxOp).where(InboxOp.seq == 7)).one()
    op = unpack(vault().open(COUNTY, body_place(COUNTY, VILLAGE, INSTALL, 7), row.body_enc))
    assert (row.sha, op.seq, op.id, op.f) == (before, 7, made.persons[3][1], {})


@both_databases
def test_who_is_on_a_policy_stays_until_ten_years_after_its_end(app, county):
    made, _policy = issued(county, households=4, enrolled=3)
    man = made.persons[0][0]
    _line(2, {"name": "王建国", "id_no": id_no("1980-05-20", 0, "M")})

    key = asked(man)
    erase(key)

    row = db.session.get(PrivacyRequest, (COUNTY, key))
    assert row.outcome["erased"] == {"LINE": 1}
    assert ["PERSON", 1, "POLICY", "2037-03-31"] in row.outcome["kept"]
    assert not db.session.get(Person, (COUNTY, VILLAGE, man)).deleted


def test_a_father_who_signed_for_an_insured_child_stays_with_her_contract(app, county):
    made, _policy = issued(county, households=4, enrolled=3)
    man, _wife, girl = made.persons[0]
    with transaction() as session:
        session.execute(update(Consent).where(Consent.signer == man).values(covers=[girl]))
        session.execute(
            update(PolicyInsured).where(PolicyInsured.person == man).values(person="elsewhere")
        )

    found = gather(db.session(), COUNTY, [(VILLAGE, man)], Sought(), today=TODAY)

    assert (found.owns[0].fate.rest, found.owns[0].fate.why) == ("KEEP", "FAMILY")


def test_who_stands_in_an_enrollment_under_way_is_taken_out_of_it_first(made):
    key = asked(made.persons[0][1])

    with pytest.raises(Conflict, match="PRIVACY_ENROLLED"):
        ask(key)
    leave(made)
    ask(key)


def test_work_that_waits_for_a_decision_is_decided_first(made):
    _op(8, "quarantined", made.persons[3][1], {"name": "李秀"})

    with pytest.raises(Conflict, match="PRIVACY_PENDING"):
        ask(asked(made.persons[3][1]))


def test_a_conflict_that_is_open_is_decided_first(made):
    with transaction() as session:
        session.execute(update(FieldConflict).values(status="OPEN"))

    with pytest.raises(Conflict, match="PRIVACY_PENDING"):
        ask(asked(made.persons[3][1]))


@both_databases
def test_after_a_withdrawal_signature_and_photo_go_and_the_money_stays(made):
    leave(made)
    man = made.persons[0][0]
    consent = db.session.scalars(select(Consent.id).where(Consent.signer == man)).first()
    photo(made.enrollments[0])
    with transaction() as session:
        session.execute(update(AttachmentUse).values(entity=consent))
    assert storage().get(key_of(COUNTY, SHA)) is not None

    key = asked(man, names=("王建国",))
    files = erase(key)

    assert files == [SHA]
    kept = {where: why for where, _count, why, _until in _outcome(key)["kept"]}
    assert kept["MONEY"] == "MONEY"
    db.session.remove()
    row = db.session.get(Consent, (COUNTY, VILLAGE, consent))
    assert (row.deleted, row.evidence_enc, row.covers) == (True, None, None)
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 0
    assert storage().get(key_of(COUNTY, SHA)) is not None  # dropped after the commit
    assert (running.drop_all(), running.drop_all()) == (1, 0)
    assert storage().get(key_of(COUNTY, SHA)) is None


def _outcome(key):
    return db.session.get(PrivacyRequest, (COUNTY, key)).outcome


def test_the_last_of_a_household_takes_its_address_with_him(made):
    home = made.households[3]
    with transaction() as session:
        session.execute(update(Household).where(Household.id == home).values(address="东头 3 号"))

    erase(asked(*made.persons[3]))

    row = db.session.get(Household, (COUNTY, VILLAGE, home))
    assert (row.address, row.deleted) == (None, True)


def test_nobody_approves_his_own_erasure(made):
    key = asked(made.persons[3][1])
    ask(key)

    with pytest.raises(Conflict, match="SECOND_PERSON_NEEDED"), transaction() as session:
        service.approve(session, key, by=actor("admin01"), at=clock.now(), today=TODAY)


def test_a_request_that_ended_remembers_no_name_and_no_number(made):
    key = asked(made.persons[3][1])

    erase(key)

    row = db.session.get(PrivacyRequest, (COUNTY, key))
    assert row.subject_enc is None
    assert "李秀英" not in json.dumps(row.outcome, ensure_ascii=False)


@both_databases
def test_the_pages_find_copy_and_erase_with_two_administrators(made, app, client):
    sign_in(client, "admin01")
    page = submit(client, "/admin/privacy/find", {"q": WIFE})
    assert "李秀英" in page.text
    assert page.text.count(WIFE) == 1  # carried by the form alone, not by an address
    people = f"{VILLAGE}/{made.persons[3][1]}"
    refused = submit(client, "/admin/privacy", {"q": WIFE, "person": people})
    assert (refused.status_code, "写明原因" in refused.text) == (400, True)
    made_at = submit(client, "/admin/privacy", {"q": WIFE, "person": people, "basis": "申请书 7"})
    url = made_at.location
    assert "别处的副本" in client.get(url).text

    wrong = submit(client, f"{url}/copy/json", {"password": "no"})
    assert wrong.status_code == 400
    copy = submit(client, f"{url}/copy/json", {"password": PASSWORD})
    facts = [one for one in json.loads(copy.data)["records"] if one["place"] == "PERSON"]
    assert facts[0]["facts"]["id_no"] == WIFE
    paper = submit(client, f"{url}/copy/pdf", {"password": PASSWORD})
    assert paper.data.startswith(b"%PDF")

    submit(client, f"{url}/ask", {"text": "本人要求"})
    own = submit(client, f"{url}/approve")
    assert (own.status_code, "要由另一个人复核" in own.text) == (409, True)
    sign_in(client, "admin02")
    assert submit(client, f"{url}/approve").status_code == 303
    assert "还留着" in client.get(url).text
    assert "已删除" in client.get("/admin/privacy?status=DONE").text
    actions = set(db.session.scalars(select(AuditEntry.action)))
    assert actions >= {
        "PERSONAL_DATA_SEARCHED", "PERSONAL_DATA_EXPORTED", "ERASURE_ASKED", "ERASURE_DONE",
        "PERSON_ERASED",
    }  # fmt: skip
    listed = client.get("/admin/privacy?as=csv")
    assert listed.headers["Content-Disposition"].startswith("attachment")


def test_a_form_without_a_name_asks_for_one_and_an_unknown_request_is_not_found(made, client):
    sign_in(client, "admin01")

    assert submit(client, "/admin/privacy/find", {"q": " "}).status_code == 400
    assert client.get("/admin/privacy/none").status_code == 404
    assert "没有找到" in submit(client, "/admin/privacy/find", {"q": "没有这人"}).text
