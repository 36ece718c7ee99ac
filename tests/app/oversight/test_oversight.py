"""The log is found and checked, heads betray a rewriting, health is told as it is, keys are renewed."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import delete, insert, select, update

from app import clock
from app.audit.models import AuditEntry, County
from app.audit.service import Chain, Entry, digest, extend, record
from app.db import db, transaction
from app.inbox.models import InboxOp
from app.oversight import chains
from app.oversight.log import Wanted, lines
from app.secrets import vault
from tests.conftest import both_databases
from tests.factories import COUNTY, OUTSIDE, TOWNSHIP, VILLAGE, csrf_token, sign_in, submit
from tests.village import INSTALL, make_village


@pytest.fixture
def admin(client, county):
    sign_in(client, "admin01")
    make_village(county)
    note("USER_CHANGED", "user:x", {"was": "王芳", "id": "511703199001011234"})
    db.session.remove()
    return client


def note(action, subject, detail=None, by="admin"):
    with transaction() as session:
        record(session, COUNTY, Entry(action, subject, by, None, detail), at=clock.now())


def broken():
    db.session.expire_all()
    return chains.check(db.session(), COUNTY).broken


def tamper(**values):
    with transaction() as session:
        third = (AuditEntry.chain == COUNTY) & (AuditEntry.no == 3)
        session.execute(update(AuditEntry).where(third).values(**values))


@both_databases
def test_untouched_chains_hold(admin):
    verdict = chains.check(db.session(), COUNTY)

    assert verdict.broken == ()
    assert verdict.entries >= 8


@both_databases
@pytest.mark.parametrize(
    "values",
    [{"actor": "nobody"}, {"action": "X"}, {"subject": "y"}, {"detail_enc": b"z"}, {"sha": b"s"}],
)
def test_an_entry_that_was_changed_is_found(admin, values):
    tamper(**values)

    assert broken() == ((COUNTY, 3),)


def test_an_entry_that_was_deleted_is_found_also_at_the_end(admin):
    with transaction() as session:
        last = session.scalar(select(County.audit_no).where(County.county == COUNTY))
        session.execute(delete(AuditEntry).where(AuditEntry.chain == COUNTY, AuditEntry.no == last))
    assert broken() == ((COUNTY, last),)


def test_a_chain_written_anew_holds_by_itself_and_not_against_exported_heads(admin):
    kept = chains.read_heads(chains.heads(db.session(), COUNTY, at=clock.now()), COUNTY)
    with transaction() as session:
        rows = session.execute(
            select(*AuditEntry.__table__.columns)
            .where(AuditEntry.chain == COUNTY)
            .order_by(AuditEntry.no)
        ).mappings().all()  # fmt: skip
        session.execute(delete(AuditEntry).where(AuditEntry.chain == COUNTY))
        head = b""
        for row in rows:
            new = {**row, "actor": "nobody", "previous": head}
            head = digest(new)
            session.execute(insert(AuditEntry), [{**new, "sha": head}])
        session.execute(update(County).where(County.county == COUNTY).values(audit_head=head))

    assert broken() == ()
    assert chains.check(db.session(), COUNTY, kept).broken == ((COUNTY, len(rows)),)


def test_heads_of_a_chain_that_is_gone_are_missed(admin):
    assert chains.check(db.session(), COUNTY, {OUTSIDE: (1, "00")}).broken == ((OUTSIDE, 1),)


@pytest.mark.parametrize(
    "content", [b"", b"x", b"{}", b"[]", b'{"format":"audit-heads/1","county":1,"heads":[]}']
)
def test_what_is_no_file_of_heads_is_refused(admin, content):
    data = {"file": (BytesIO(content or b" "), "h.json"), "csrf_token": csrf_token(admin)}
    answer = admin.post("/admin/audit/check", data=data)

    assert (answer.status_code, "这不是本县导出的末值文件" in answer.text) == (400, True)


@both_databases
def test_the_page_checks_exports_and_checks_against_the_export(admin):
    file = submit(admin, "/admin/audit/heads")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert json.loads(file.data)["heads"][0][0] == COUNTY

    data = {"file": (BytesIO(file.data), "h.json"), "csrf_token": csrf_token(admin)}
    page = admin.post("/admin/audit/check", data=data).text

    assert "条日志全部连续" in page
    assert "和导出的末值一致" in page
    log = admin.get("/admin/audit?action=CHAINS_CHECKED").text
    assert "against_heads True" in log
    db.session.remove()
    tamper(actor="nobody")
    db.session.remove()
    assert "1 处对不上" in submit(admin, "/admin/audit/check").text


def test_the_log_is_found_by_person_act_place_and_day(admin, time):
    page = admin.get("/admin/audit").text
    assert "改人员" in page
    assert "511703199001011234" not in page
    assert "511703****34" in page

    def found(**wanted):
        return [one.subject for one in lines(db.session(), COUNTY, Wanted(**wanted))[0]]

    assert found(action="USER_CHANGED") == ["user:x"]
    assert found(text="user:x") == ["user:x"]
    assert {one.who for one in lines(db.session(), COUNTY, Wanted(text="周敏"))[0]} == {"周敏"}
    assert found(area=TOWNSHIP, action="USER_CHANGED") == []
    assert found(first="2026-03-02") == []
    assert "user:x" in found(first="2026-03-01", last="2026-03-01")
    assert "user:x" in found(sensitive=True)
    assert "没有这样的记录" in admin.get("/admin/audit?q=nothing").text
    assert admin.get("/admin/audit?first=x&last=2026-02-30&page=x&area=y").status_code == 200


def test_what_is_found_of_the_log_leaves_as_a_file_that_the_log_knows_of(admin):
    file = admin.get("/admin/audit?action=USER_CHANGED&as=csv")

    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "改人员" in file.text
    assert "511703199001011234" not in file.text
    assert "登录" not in file.text
    assert "LIST_TAKEN" in admin.get("/admin/audit").text


def test_a_long_log_has_pages(admin):
    chain = Chain(COUNTY, VILLAGE, 0, b"")
    with transaction() as session:
        entries = [Entry("SIGNED_IN", f"user:{no}", "admin") for no in range(60)]
        extend(session, chain, entries, at=clock.now() + timedelta(hours=1))
    first = admin.get("/admin/audit?action=SIGNED_IN").text
    assert "第 1–50 条" in first
    assert "下一页" in first
    assert "上一页" in admin.get("/admin/audit?action=SIGNED_IN&page=2").text


def test_health_says_what_waits_too_long_and_that_nothing_is_safe(admin, time):
    with transaction() as session:
        session.execute(insert(InboxOp), [{
            "county": COUNTY, "install": INSTALL, "seq": 1, "village": VILLAGE, "set_first": 1,
            "set_last": 1, "sha": b"", "sender": "x", "body_enc": b"", "status": "quarantined",
            "received_at": clock.now() - timedelta(days=4),
        }])  # fmt: skip
    db.session.remove()
    page = admin.get("/admin/health").text

    assert "请主管到待处理里决定" in page
    assert page.count("太久") == 1
    assert "系统自己没有做备份" in page
    with transaction() as session:
        session.execute(update(County).values(safe_kind="BACKUP", backup_at=clock.now()))
    assert "最近一次校验过的备份：今天 12:00" in admin.get("/admin/health").text


@both_databases
def test_new_keys_are_made_from_the_page_and_noted(admin):
    old = vault().data_key(COUNTY), vault().sealing_key()[0]

    submit(admin, "/admin/health/keys/data")
    submit(admin, "/admin/health/keys/sealing")

    assert (vault().data_key(COUNTY), vault().sealing_key()[0]) == (old[0] + 1, "k2")
    page = admin.get("/admin/health").text
    assert "重新加密" in page
    log = admin.get("/admin/audit?just=sensitive").text
    assert "换数据密钥" in log
    assert "周敏" in log
