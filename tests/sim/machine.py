"""A Hypothesis state machine on the real application; its model is a few dicts.

One village per example, two phones of one agent, a reader who pulls in small pages, a supervisor,
crashes between the transactions, revoked areas and phones, unreadable and repeated pushes.
"""

import json
from collections.abc import Iterable
from itertools import cycle
from typing import Any

import pytest
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import select

from app import clock
from app.accounts.service import set_areas
from app.db import db, transaction
from app.inbox.models import FieldConflict, InboxOp
from app.regions.models import Village
from app.regions.service import lock_village, release
from app.regions.writing import insert_rows
from app.rosters.models import Household
from app.sync import exchange
from app.sync.schemas import decode_push
from tests.conftest import Clock
from tests.factories import COUNTY, CountyFacts
from tests.handset import Handset, rows_of
from tests.sim.expected import Expected, Key, after, raiser
from tests.sim.office import FIELDS, HOMES, VALUES, Office

WAYS = (
    "whole",
    "killed after storing",
    "fault in applying",
    "killed before committing",
    "answer lost",
)
CODES = {
    "gap": "GAP", "ahead": "SERVER_BEHIND", "reused": "SEQ_REUSED", "cut": "BAD_BODY",
    "split": "SET_SPLIT",
}  # fmt: skip
# Which phone, which household, how many versions ago it was seen, what is written, whether made new.
EDIT = st.tuples(
    st.integers(0, 1), st.integers(0, HOMES - 1), st.integers(0, 6),
    st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=1), st.sampled_from([False] * 5 + [True]),
)  # fmt: skip


class Killed(BaseException):
    """The process is gone."""


class Phones(Office, Expected, RuleBasedStateMachine):
    """Set `app`, `facts` and `hands` on a subclass (see `machine_of`)."""

    app: Flask
    facts: CountyFacts
    hands: Clock
    villages: Any

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.context = self.app.app_context()
        self.context.push()
        self.app.extensions.pop("throttle", None)
        self.village = next(self.villages)
        self.granted = True
        self.sent: dict[tuple[str, int], bytes] = {}
        self.wills: set[tuple[str, int]] = set()
        self.cursor, self.seen = 0, {}

    @initialize()
    def begin(self) -> None:
        with transaction() as session:
            set_areas(
                session, COUNTY, self.facts.users["agent01"], [COUNTY], by="sim", at=clock.now()
            )
            lock = lock_village(session, COUNTY, self.village)
            self.homes = insert_rows(session, lock, Household, [{"group_name": "1"}] * HOMES)
            release(session, lock, [], at=clock.now())
        self.floor = (
            db.session.scalar(select(Village.min_ver).where(Village.id == self.village)) or 0
        )
        for row in self.rows().values():
            for name in row.field_meta:
                self.fields[row.id, name] = (getattr(row, name), row.ver, row.writer)
        self.phones = [Handset(self.app, village=self.village) for _ in range(2)]
        self.queues: list[list[tuple]] = [[], []]
        self.bodies: list[tuple[Handset, dict[str, Any]]] = []
        self.revoked: set[str] = set()

    def rows(self) -> dict[str, Household]:
        db.session.rollback()
        db.session.expire_all()
        found = db.session.scalars(select(Household).where(Household.village == self.village))
        return {one.id: one for one in found}

    def head(self) -> int:
        db.session.rollback()
        return db.session.scalar(select(Village.ver).where(Village.id == self.village)) or 0

    def sorted(self, keys: Iterable[Key]) -> list[Key]:
        """Sort by what is the same in every run of an example: names of installs are not."""
        order = [one.install for one in self.phones]
        return sorted(keys, key=lambda key: (order.index(key[0]), key[1]))

    # what people do

    @rule(
        edits=st.lists(EDIT, min_size=1, max_size=5),
        together=st.booleans(),
        way=st.sampled_from(WAYS),
    )
    def save(self, edits: list[tuple], together: bool, way: str) -> None:
        """Edits of both phones, typed over what was seen some versions ago; often sent at once."""
        head = self.head()
        for which, home, back, values, create in edits:
            base = max(head - back, 0)
            op = ("hh", "c", values) if create else ("hh", "u", values, self.homes[home], base)
            self.queues[which].append(op)
        if together:
            for which in (0, 1):
                self.push(which, 9, way)

    @rule(
        which=st.integers(0, 1),
        kind=st.sampled_from(
            ["zz", "walk_order", "deleted", "unknown id", "half", "newer", "new home"]
        ),
    )
    def save_what_is_not_allowed(self, which: int, kind: str) -> None:
        """Another program's op, or a newer one's: it goes aside and stops nobody."""
        odd = {
            "zz": ("zz", "u", {"address": "x"}, self.homes[0], 0),
            "walk_order": ("hh", "u", {"walk_order": 5}, self.homes[0], 0),
            "deleted": ("hh", "d", {}, self.homes[0], 0),
            "unknown id": ("hh", "u", {"address": "x"}, "s999999-77", 0),
            "half": ("hh", "u", {"address": "\ud800"}, self.homes[0], 0),
            "newer": ("hh@2", "u", {"address": "n"}, self.homes[1], self.head()),
            "new home": ("hh@2", "c", {"address": "n"}),
        }
        self.queues[which].append(odd[kind])

    @rule(data=st.data(), value=VALUES)
    def save_on_what_a_newer_program_made(self, data: st.DataObject, value: Any) -> None:
        made = self.sorted(key for key, op in self.ops.items() if op.t == "hh@2" and op.k == "c")
        if not made:
            return
        install, seq = data.draw(st.sampled_from(made))
        which = [one.install for one in self.phones].index(install)
        op = ("hh", "u", {"household_no": value}, f"{install}-{seq}", self.head())
        self.queues[which].append(op)

    @precondition(lambda self: any(self.queues))
    @rule(which=st.integers(0, 1), count=st.integers(1, 4), way=st.sampled_from(WAYS))
    def push_some(self, which: int, count: int, way: str) -> None:
        self.push(which if self.queues[which] else 1 - which, count, way)

    def push(self, which: int, count: int, way: str) -> None:
        phone, queue = self.phones[which], self.queues[which]
        sets, seq = queue[:count], phone.seq
        if not sets:
            return
        body = phone.body(*([one] for one in sets))
        if phone.install in self.revoked:
            answer = phone.push_body(body)
            assert (answer.status_code, answer.json["code"]) == (403, "DEVICE_REVOKED")
            phone.seq = seq
            return
        del queue[:count]
        self.bodies.append((phone, body))
        for packed in decode_push(body).ops:
            key = (phone.install, packed.op.seq)
            self.sent[key], self.ops[key] = packed.sha, packed.op
        self.deliver(phone, body, way)

    def deliver(self, phone: Handset, body: dict[str, Any], way: str) -> None:
        acked = phone.acked
        with pytest.MonkeyPatch.context() as patch:
            real = exchange.apply_received
            if way == "killed after storing":
                patch.setattr(exchange, "apply_received", raiser(Killed))
            elif way == "fault in applying":
                patch.setattr(exchange, "apply_received", raiser(ZeroDivisionError))
            elif way == "killed before committing":
                patch.setattr(exchange, "apply_received", after(real, Killed))
            try:
                answer = phone.push_body(body)
            except Killed:
                db.session.rollback()
                phone.acked = max(acked, phone.seq)  # learnt by the next state
                self.check()
                return
        assert answer.status_code == 200, answer.text
        assert answer.json["last"] == phone.seq
        if way == "answer lost":
            phone.acked = acked
        self.check()
        self.check_answer(phone, answer.json)

    def check_answer(self, phone: Handset, answer: dict[str, Any]) -> None:
        stored = {one.seq: one for one in self.inbox() if one.install == phone.install}
        for first, last, ver in answer["ok"]:
            for seq in range(first, last + 1):
                assert stored[seq].ver == (None if ver is None else ver + seq - first)
        for seq, verdict, _ in answer["ex"]:
            assert stored[seq].status == verdict

    @precondition(lambda self: self.bodies)
    @rule(data=st.data(), way=st.sampled_from(WAYS))
    def push_again(self, data: st.DataObject, way: str) -> None:
        """A repeat of any earlier push changes nothing and is answered the same."""
        phone, body = data.draw(st.sampled_from(self.bodies))
        if phone.install in self.revoked:
            return
        body = {**body, "acked": min(body["acked"], phone.acked)}
        self.deliver(phone, body, way)

    @rule(
        which=st.integers(0, 1), fault=st.sampled_from(["gap", "ahead", "reused", "cut", "split"])
    )
    def push_wrongly(self, which: int, fault: str) -> None:
        """Nothing of a push that cannot be is stored."""
        phone = self.phones[which]
        if phone.install in self.revoked:
            return
        seq, acked = phone.seq, phone.acked
        phone.seq += {"gap": 1, "reused": -1}.get(fault, 0)
        if phone.seq < 0:
            phone.seq = seq
            return
        body = phone.body([("hh", "u", {"address": f"{fault}!"}, self.homes[0], 0)])
        if fault == "ahead":
            body["acked"] = phone.seq
        if fault == "split":
            body["sets"] = [[phone.seq, phone.seq + 1]]
        data: Any = body
        if fault == "cut":
            data = json.dumps(body).encode()[:-9]
        answer = phone.send("/api/v1/sync/push", data)
        assert answer.status_code in (400, 409), answer.text
        assert answer.json["code"] == CODES[fault]
        phone.seq, phone.acked = seq, acked
        self.check()

    @precondition(lambda self: any(self.queues))
    @rule(which=st.integers(0, 1))
    def last_will(self, which: int) -> None:
        """A stopped phone hands over what it has; all of it waits for a person."""
        phone, queue = self.phones[which], self.queues[which]
        if phone.install not in self.revoked or not queue:
            return
        body = phone.body(*([one] for one in queue))
        queue.clear()
        answer = phone.send("/api/v1/sync/lastwill", body)
        if answer.status_code == 429:
            self.app.extensions.pop("throttle", None)
            answer = phone.send("/api/v1/sync/lastwill", body)
        assert answer.status_code == 202, answer.text
        for packed in decode_push(body).ops:
            key = (phone.install, packed.op.seq)
            self.sent[key], self.ops[key] = packed.sha, packed.op
            self.wills.add(key)
        self.check()

    @rule(limit=st.integers(1, 4))
    def pull(self, limit: int) -> None:
        """A reader whose cursor moves page by page misses nothing."""
        reader = next((one for one in self.phones if one.install not in self.revoked), None)
        if reader is None or not self.granted:
            return
        answer = reader.get(f"villages/{self.village}/changes?after={self.cursor}&limit={limit}")
        if answer.status_code == 410:
            assert 0 < self.cursor < self.floor
            self.begin_anew(reader)
            return
        page = answer.json
        for key, row in rows_of(page["rows"]).items():
            self.seen[key] = row
        self.cursor = page["next"]
        self.more = page["more"]

    def begin_anew(self, reader: Handset) -> None:
        """A cursor too old: take the village as it stands, page by page."""
        self.seen, token, first = {}, None, None
        while first is None or token:
            query = f"?page={token}" if token else ""
            page = reader.get(f"villages/{self.village}/snapshot{query}").json
            first = first or page["at_ver"]
            self.seen |= rows_of(page["page"]["rows"])
            token = page["next"]
        self.cursor, self.more = first, True

    # what must hold

    def inbox(self) -> list[InboxOp]:
        db.session.rollback()
        db.session.expire_all()
        return list(db.session.scalars(select(InboxOp).where(InboxOp.village == self.village)))

    def check(self) -> None:
        """Judge what was judged since the last look, by a merge of our own; compare."""
        stored = {(one.install, one.seq): one for one in self.inbox()}
        assert {key: one.sha for key, one in stored.items()} == self.sent
        fresh = [
            one
            for key, one in stored.items()
            if key not in self.judged and one.status != "received"
        ]
        for one in sorted(fresh, key=lambda one: (one.ver or 0, one.seq)):
            key = (one.install, one.seq)
            self.judged[key] = self.judge(key, one)
            assert one.status == self.judged[key], f"{key}: {one.result}"
        versions = [one.ver for one in stored.values() if one.ver is not None]
        assert len(versions) == len(set(versions))
        rows = self.rows()
        for (key, name), (value, _, _) in self.fields.items():
            assert getattr(rows[key], name) == value, f"{key} {name}"

    def judge(self, key: tuple[str, int], one: InboxOp) -> str:
        if key in self.wills or (one.result or {}).get("code") == "OUT_OF_SCOPE":
            assert key in self.wills or not self.granted
            return "quarantined"
        assert self.granted
        verdict = self.expect(key)
        if verdict == "applied" and self.merge(key, one.ver or 0):
            return "conflict"
        return verdict

    def teardown(self) -> None:
        try:
            if hasattr(self, "phones"):
                self.finish()
        finally:
            self.patch.undo()
            db.session.remove()
            self.context.pop()

    def finish(self) -> None:
        self.sweep()
        assert all(one.status != "received" for one in self.inbox())
        kept = db.session.execute(
            select(FieldConflict.lost, FieldConflict.field).where(
                FieldConflict.village == self.village
            )
        ).all()
        assert sorted((lost["install"], lost["seq"], field) for lost, field in kept) == sorted(
            self.lost
        )
        self.change_areas(granted=True)
        self.revoke(0, back=True)
        for _ in range(200):
            self.pull(limit=3)
            if not self.more:
                break
        here = {("hh", key): row.ver for key, row in self.rows().items()}
        assert {key: row["_v"] for key, row in self.seen.items()} == here
        for (_, key), row in self.seen.items():
            assert all(row[name] == getattr(self.rows()[key], name) for name in FIELDS)


def machine_of(app: Flask, facts: CountyFacts, hands: Clock) -> type[Phones]:
    """Return the machine of one application; every example takes the next village."""
    with app.app_context():
        codes = db.session.scalars(select(Village.id).order_by(Village.id)).all()
        db.session.remove()
    app.logger.disabled = True
    return type(
        "Machine", (Phones,), {"app": app, "facts": facts, "hands": hands, "villages": cycle(codes)}
    )
