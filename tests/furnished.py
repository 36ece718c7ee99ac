"""A county with something on every page of the desk, and the address of each page of it.

One village is issued and endorsed, a second is under review, a third waits for money.
"""

import hashlib
import re
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from app import clock
from app.accounts.models import Install
from app.accounts.service import create_user
from app.attachments import service as files
from app.attachments.models import AttachmentUse
from app.attachments.rules import Announcement
from app.audit.models import County
from app.db import db, transaction
from app.endorsements.judging import Wanted
from app.enrollment.models import Collection, InsuredPerson
from app.exports.service import ask, format_of
from app.imports import service as imports
from app.inbox.models import InboxOp
from app.inbox.ops import Op, pack
from app.inbox.service import body_place
from app.privacy import service as privacy
from app.privacy.rules import Sought
from app.products.queries import dictionary
from app.reconciliation import refunds, write_offs
from app.reconciliation.models import Refund
from app.reconciliation.refunds import Leaver
from app.reconciliation.service import Received, enter_payment
from app.regions.service import open_county
from app.secrets import vault
from tests.app.endorsements.test_endorsements import asked, save
from tests.app.exports.test_insured_list import issued
from tests.app.reconciliation.bank import DUE, approved_village, bring_in, statement
from tests.app.reconciliation.test_remittances import bring
from tests.factories import (
    COUNTY,
    OUTSIDE,
    PASSWORD,
    SECOND,
    THIRD,
    VILLAGE,
    CountyFacts,
    actor,
    publish,
    template,
)  # fmt: skip
from tests.furnished_waiting import FORMS, put_waiting
from tests.sheets import HEAD, MAN, WOMAN, row, workbook
from tests.village import INSTALL, VillageFacts, make_village

OTHER_COUNTY = 511722
OTHER_INSTALL = "8k2m9qa4x1"
PHOTO = b"\xff\xd8\xff\xe0" + bytes(2000) + b"\xff\xd9"
SHA = hashlib.sha256(PHOTO).hexdigest()
SHEET = workbook(("名册", [
    HEAD, row("王建国", MAN, "户主", house="7"), row("李秀英", WOMAN, "妻", house="7"),
    row("钱多", 519901198005156013, "子", house="7"),
]))  # fmt: skip


def furnish(county: CountyFacts) -> dict[str, Any]:
    """Fill the county; return the value of each name in an address.

    A name may be given for one endpoint alone, as `console.reconciliation.payments:village`.
    """
    made, policy = issued(county, households=4, enrolled=3)
    second = make_village(
        county, village=SECOND, households=5, enrolled=4, unpaid=(1,),
        findings={2: [{"code": "CONSENT_MISSING", "severity": "BLOCK", "path": "consents"}]},
    )  # fmt: skip
    third = approved_village(county, village=THIRD)
    who, at = actor("supervisor01"), clock.now()
    receipt = db.session.scalars(select(Collection).where(Collection.village == SECOND)).first()
    leaver = db.session.scalars(select(InsuredPerson).where(InsuredPerson.village == THIRD)).first()
    statement_key = bring_in(
        statement(("双石村", "保费", 27000), ("某公司", "货款", 700), ("王建国", "", -500))
    )
    remittance = bring(county.users["agent01"], [receipt.id])
    endorsement = save(policy, asked("REMOVE", Wanted("D", 2), notice="2026-03-01"))
    with transaction() as session:
        refunds.leave(
            session, Leaver(THIRD, leaver.id, "2026-03-10", False, "不参加了"), by=who, at=at
        )
        money = Received(THIRD, county.campaign, third.batch, DUE - 300, "2026-03-01", "T2")
        enter_payment(session, money, by=who, at=at)
        proposal = write_offs.Proposal(THIRD, third.batch, 300, "零头不收")
        write_off = write_offs.propose(session, proposal, by=who, at=at)
        key = imports.upload(session, who, VILLAGE, "名册.xlsx", SHEET, "2026-03-01", at=at)
        file = ask(session, policy, format_of("persons", "POLICY"), by=who, at=at).id
    _set_aside(SECOND)
    photo(made.enrollments[0])
    twice = [[VILLAGE, made.persons[1][0]], [SECOND, second.persons[1][0]]]
    waiting = put_waiting(county, SECOND, second, twice, receipt.id)
    draft = _draft(county)
    _elsewhere()
    refund = db.session.scalars(select(Refund.id)).first()
    return {
        "village": VILLAGE, "campaign": county.campaign, "policy": policy, "key": key,
        "batch": second.batch, "line": second.enrollments[0], "receipt": receipt.id,
        "statement": statement_key, "line_no": 2, "remittance": remittance, "refund": refund,
        "insured": leaver.id, "agent": county.users["agent01"], "endorsement": endorsement,
        "word": "schedule", "number": 1, "install": INSTALL, "first": 90, "sha256": SHA,
        "user": county.users["agent02"], "forms": {
            **FORMS,
            "console.write_offs.propose": {"village": THIRD, "batch": third.batch},
            "console.write_offs.decide": {"decision": "APPROVE"},
        },
        "write_off": write_off, "code": county.product, "version": draft, "kind": "json",
        "action": "submit", "name": "RELATION", "sha": dictionary("RELATION")["sha"],
        "asked": _asked(made), "form": "json",
        "upload": f"{INSTALL}-{SHA}", "path": "nothing",
        "public.shell.static:name": "css/tokens.css", **_by_endpoint(file, endorsement),
        **waiting,
    }  # fmt: skip


def _by_endpoint(file: str, endorsement: str) -> dict[str, Any]:
    second = (
        "reconciliation.show", "reconciliation.line", "reconciliation.accept",
        "reconciliation.return_lines", "reconciliation.undo", "undo.cancel", "undo.ask",
        "undo.reopen", "desk.edit", "desk.save", "desk.void", "desk.choose", "desk.enter",
        "aside.decided", "slips.show", "withdrawals.ask", "withdrawals.withdraw",
    )  # fmt: skip
    third = ("refunds.leaver", "refunds.leave")
    endorsements = (
        "endorsements.show",
        "endorsements.edit",
        "endorsements.change",
        "endorsements.step",
    )
    return {
        **{f"console.{name}:village": SECOND for name in second},
        **{f"console.{name}:village": THIRD for name in third},
        **{f"console.{name}:key": endorsement for name in endorsements},
        **{f"admin.dictionaries.{one}:name": "OCCUPATION" for one in ("show", "add", "change")},
        "admin.dictionaries.change:code": "010101",
        "admin.people.act:action": "restore",
        "admin.privacy.act:action": "close",
        "console.exports.progress:key": file,
        "console.exports.fetch:key": file,
    }


def _asked(made: VillageFacts) -> str:
    """Record a request for his data of somebody who is insured."""
    with transaction() as session:
        return privacy.open_request(
            session, [(VILLAGE, made.persons[0][0])], Sought(frozenset({"王建国"})), "申请书 1",
            by=actor("admin01"), at=clock.now(),
        )  # fmt: skip


def address(app: Flask, endpoint: str, values: dict[str, Any]) -> str:
    """Return the address of a route with things that are there."""
    rule = next(one for one in app.url_map.iter_rules() if one.endpoint == endpoint)
    given = {name: values.get(f"{endpoint}:{name}", values.get(name)) for name in rule.arguments}
    assert None not in given.values(), f"furnish() knows no {given} for {endpoint}"
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(given[found[1]]), rule.rule)


def _set_aside(village: int) -> None:
    op = Op(90, 90, 90, "hh@1", "u", f"{INSTALL}-1", 1, 0, {"address": "东头"})
    packed, where = pack(op), body_place(COUNTY, village, INSTALL, 90)
    with transaction() as session:
        session.execute(insert(InboxOp), [{
            "county": COUNTY, "install": INSTALL, "seq": 90, "village": village, "set_first": 90,
            "set_last": 90, "sha": packed.sha, "sender": "test", "received_at": clock.now(),
            "body_enc": vault().seal(COUNTY, where, packed.body), "status": "quarantined",
            "result": {"code": "OUT_OF_SCOPE"},
        }])  # fmt: skip


def photo(enrollment: str) -> None:
    with transaction() as session:
        upload = files.announce(
            session,
            COUNTY,
            INSTALL,
            Announcement(SHA, "image/jpeg", len(PHOTO), VILLAGE),
            at=clock.now(),
        )
        files.append(session, upload, 0, PHOTO)
        files.complete(session, upload)
        session.execute(insert(AttachmentUse), [{
            "county": COUNTY, "village": VILLAGE, "enrollment": enrollment, "entity": "x",
            "sha256": SHA,
        }])  # fmt: skip


def _draft(county: CountyFacts) -> int:
    with transaction() as session:
        return publish(session, template(), county.users)


def _elsewhere() -> None:
    """Make those who must not see any of it: other townships, another county."""
    at = clock.now()
    with transaction() as session:
        if session.get(County, OTHER_COUNTY) is None:
            open_county(session, OTHER_COUNTY, "t1")
        for county, login, role, areas in (
            (COUNTY, "agent09", "AGENT", [OUTSIDE]),
            (COUNTY, "supervisor09", "SUPERVISOR", [OUTSIDE // 1000]),
            (OTHER_COUNTY, "admin09", "ADMIN", [OTHER_COUNTY]),
        ):
            user = create_user(
                session, county, login=login, name=login, role=role, areas=areas,
                password=PASSWORD, must_change_password=False, by="test", at=at,
            )  # fmt: skip
            if role == "AGENT":
                session.execute(insert(Install), [{
                    "county": county, "id": OTHER_INSTALL, "agent": user, "jwk": {}, "checks": {},
                    "thumbprint": "t9", "label": "红米 9A", "app": "1", "wire": {},
                    "created_at": at, "seen_at": at - timedelta(days=5),
                    "report": {"unsent": 12, "oldest_unsent_s": 86_400, "free_mb": 80},
                }])  # fmt: skip
