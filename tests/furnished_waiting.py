"""What waits for a person in a village: notices, cash, leavers, conflicts, people who stand twice."""

from typing import Any

from sqlalchemy import insert, update

from app import clock
from app.claims.models import ClaimNotice
from app.db import Model, new_id, transaction
from app.enrollment.models import Withdrawal
from app.inbox.models import FieldConflict
from app.merging.models import IdentityDecision
from app.reconciliation.models import Payin
from app.regions.service import VillageLock, lock_village, release
from app.regions.writing import insert_rows
from app.rosters.models import Household
from app.secrets import place, vault
from tests.factories import COUNTY, CountyFacts
from tests.village import INSTALL, VillageFacts


def put_waiting(
    county: CountyFacts, village: int, made: VillageFacts, twice: list[list[Any]], receipt: str
) -> dict[str, Any]:
    """Make one of each in a village; return {endpoint:name: value} of their addresses.

    twice: places of one identity, [[village, person]], about which somebody has decided.
    """
    agent, decision = county.users["agent01"], new_id()
    with transaction() as session:
        lock = lock_village(session, COUNTY, village)

        def put(model: type[Model], **columns: Any) -> str:
            return insert_rows(session, lock, model, [columns])[0]

        claim = put(
            ClaimNotice, person=made.persons[0][0], kind="INJURY", happened_on="2026-02-28",
            reported_on="2026-03-01", status="REPORTED", steps=[], submitted_by=agent,
        )  # fmt: skip
        payin = put(
            Payin, receipts=[receipt], amount_fen=9000, to_name="陈静", handed_on="2026-03-01",
            pay_no="20260301-0001", files=[], status="SENT", submitted_by=agent,
        )  # fmt: skip
        leaver = put(
            Withdrawal, enrollment=made.enrollments[2], reason="不保了", told_on="2026-03-01",
            returned=[], files=[], status="ASKED", submitted_by=agent,
        )  # fmt: skip
        for home, status in ((made.households[0], "OPEN"), (made.households[1], "RESOLVED")):
            _conflict(session, lock, home, status)
        give = Household.id == made.households[4]
        session.execute(
            update(Household).where(Household.village == village, give).values(give_to="王芳")
        )
        session.execute(insert(IdentityDecision), [{
            "county": COUNTY, "id": decision, "id_no_index": b"x", "decision": "KEPT",
            "people": twice, "written": [], "reason": "真是两个人", "decided_by": "test",
            "decided_at": clock.now(),
        }])  # fmt: skip
        release(session, lock, [], at=clock.now())
    return {
        **_at("claims", ("show", "step"), village=village, key=claim),
        **_at("payins", ("show", "acknowledge", "dispute"), village=village, key=payin),
        **_at("withdrawals", ("show", "agree", "refuse"), village=village, key=leaver),
        **_at("merging", ("conflict", "decide"), village=village, kind="hh",
              entity=made.households[0]),
        **_at("merging", ("reopen",), village=village, kind="hh", entity=made.households[1]),
        **_at("merging", ("duplicate", "join"), village=village, person=made.persons[0][0]),
        **_at("merging", ("part",), village=village, person=made.persons[1][0], key=decision),
        **_at("transfers", ("assign",), village=village, household=made.households[4]),
    }  # fmt: skip


# What these forms say, so that they are answered for the thing and not for a field left out.
FORMS = {
    "console.claims.step": {"status": "DOCS_PENDING", "text": "还缺发票", "ver": "1"},
    "console.merging.reopen": {"reason": "看错了"},
    "console.merging.part": {"reason": "看错了"},
    "console.transfers.assign": {"agent": ""},
    "console.withdrawals.refuse": {"text": "已经付给保险公司"},
}


def _at(stage: str, names: tuple[str, ...], **values: Any) -> dict[str, Any]:
    return {
        f"console.{stage}.{name}:{key}": value for name in names for key, value in values.items()
    }


def _conflict(session: Any, lock: VillageLock, entity: str, status: str) -> None:
    key = lock.new_id()
    where = place("conflicts", "lost_value", lock.county, lock.village, key)
    decided = {
        "choice": "KEPT",
        "reason": "电话核实",
        "by": "test",
        "by_name": "陈静",
        "at": 1,
        "ver": 0,
    }
    insert_rows(session, lock, FieldConflict, [{
        "id": key, "kind": "hh", "entity": entity, "field": "address", "base_ver": 1,
        "kept": {"install": lock.install, "seq": None, "ver": 1},
        "lost": {"install": INSTALL, "seq": 90, "ver": 2}, "status": status,
        "lost_value_enc": vault().seal_json(lock.county, where, "西头"), "raised_at": clock.now(),
        "decision": decided if status == "RESOLVED" else None,
    }])  # fmt: skip
