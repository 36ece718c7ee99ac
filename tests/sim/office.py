"""What the office does in the state machine of `machine.py`: write, decide, upgrade, forget."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import update

from app import clock
from app.accounts.models import Install
from app.accounts.service import set_areas
from app.db import transaction
from app.errors import Conflict
from app.regions.service import lock_village, release
from app.regions.writing import update_rows
from app.rosters.models import Household
from app.sync import applying, compacting
from app.sync.cli import compact_all, requeue_all, sweep_all
from app.sync.deciding import Decision, decide
from tests.conftest import Clock
from tests.factories import COUNTY, CountyFacts
from tests.handset import Handset
from tests.sim.expected import Key

FIELDS = ("group_name", "household_no", "address")
HOMES = 2
VALUES = st.sampled_from(["a", "b", "c", "d", None])


class Office:
    """Rules of the people at desks, and of the program itself."""

    facts: CountyFacts
    hands: Clock
    patch: pytest.MonkeyPatch
    phones: list[Handset]
    revoked: set[str]
    village: int
    granted: bool

    @rule()
    def upgrade(self) -> None:
        """The server learns what newer phones say, and applies what it had not known."""
        self.reads.add("hh@2")
        self.patch.setattr(applying, "READS", frozenset({"1", "2"}))
        unknown = [
            one for one in self.inbox()
            if one.status == "quarantined" and (one.result or {}).get("code") == "KIND_UNKNOWN"
        ]  # fmt: skip
        unknown.sort(key=lambda one: (one.received_at, one.install, one.seq))
        vers = {(one.install, one.seq): one.ver or 0 for one in self.inbox()}
        at = self.head()
        requeue_all()
        for install in dict.fromkeys(one.install for one in unknown):
            keys = {(install, one.seq) for one in unknown if one.install == install}
            at = self.judge_again(keys, vers, at)
        self.check()

    @rule()
    def compact(self) -> None:
        """As if more than a year went by: who wrote what of everything so far is forgotten."""
        self.hands.at += timedelta(minutes=1)
        known = [one.ver for one in self.inbox() if one.ver and one.received_at < self.hands.at]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(compacting, "MAX_OFFLINE", timedelta(0))
            compact_all()
        self.floor = max([self.floor, *known])
        for row in self.rows().values():
            if row.ver <= self.floor:
                for name in FIELDS:
                    value = self.fields.get((row.id, name), (None,))[0]
                    self.fields[row.id, name] = (value, self.floor, "")
        self.check()

    @rule(
        home=st.integers(0, HOMES - 1),
        values=st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=1),
    )
    def write(self, home: int, values: dict[str, Any]) -> None:
        with transaction() as session:
            lock = lock_village(session, COUNTY, self.village)
            update_rows(session, lock, Household, {self.homes[home]: values})
            release(session, lock, [], at=clock.now())
        row = self.rows()[self.homes[home]]
        for name, value in values.items():
            self.fields[row.id, name] = (value, row.ver, row.writer)
        self.check()

    @rule(granted=st.booleans())
    def change_areas(self, granted: bool) -> None:
        with transaction() as session:
            areas = [COUNTY] if granted else []
            set_areas(session, COUNTY, self.facts.users["agent01"], areas, by="sim", at=clock.now())
        self.granted = granted

    @rule(which=st.integers(0, 1), back=st.booleans())
    def revoke(self, which: int, back: bool) -> None:
        install = self.phones[which].install
        with transaction() as session:
            status = "ACTIVE" if back else "REVOKED"
            session.execute(update(Install).where(Install.id == install).values(status=status))
        (self.revoked.discard if back else self.revoked.add)(install)

    @rule(data=st.data(), accepted=st.booleans())
    def decide(self, data: st.DataObject, accepted: bool) -> None:
        """A supervisor lets a set pass that was put aside, or refuses it."""
        aside = self.sorted(key for key, status in self.judged.items() if status == "quarantined")
        if not aside:
            return
        key = data.draw(st.sampled_from(aside))
        vers = {(one.install, one.seq): one.ver or 0 for one in self.inbox()}
        since, allowed = self.head(), self.expect(key) == "applied"
        decision = Decision(accepted, "", "u", "n")
        try:
            with transaction(one_county=True) as session:
                decide(session, COUNTY, self.village, *key, decision, at=clock.now())
        except Conflict:
            assert not allowed
        else:
            assert not accepted or allowed
            self.decided(key, vers, since, accepted=accepted)
        self.check()

    def decided(self, key: Key, vers: dict[Key, int], since: int, *, accepted: bool) -> None:
        self.judged[key] = "resolved"
        if accepted:
            self.merge(key, since + 1, self.late(key, vers), since)
        else:
            self.refused.add(key)
        self.judge_children(key, vers, since + accepted, since)

    @rule()
    def sweep(self) -> None:
        self.hands.at += timedelta(minutes=5)
        sweep_all()
        self.check()
