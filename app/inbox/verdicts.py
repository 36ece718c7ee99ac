"""Write what became of stored ops: beside them, and for the phone that asks later."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, update
from sqlalchemy.orm import Session

from app.accounts.models import Install
from app.bulk import change_runs, put
from app.inbox.models import OpResult
from app.inbox.service import INBOX, Verdict

RESULTS = cast("Table", OpResult.__table__)


def settle(session: Session, county: int, install: str, verdicts: Iterable[Verdict]) -> None:
    """Write the verdicts of stored ops of an install: one statement.

    Ops in a row to which the same happened are told in one line; versions follow one another.
    """
    runs: list[dict[str, Any]] = []
    for one in sorted(verdicts, key=lambda one: one.seq):
        last = runs[-1] if runs else None
        if last is not None and _goes_on(last, one):
            last["last"] = one.seq
        else:
            runs.append({
                "county": county, "install": install, "first": one.seq, "last": one.seq,
                "ver": one.ver, "status": one.status, "result": one.result,
            })  # fmt: skip
    change_runs(session, INBOX, runs, key="seq", rising="ver", written=("status", "result"))


def _goes_on(run: dict[str, Any], one: Verdict) -> bool:
    if one.seq != run["last"] + 1 or (one.status, one.result) != (run["status"], run["result"]):
        return False
    if one.ver is None or run["ver"] is None:
        return one.ver is run["ver"]
    return bool(one.ver - run["ver"] == one.seq - run["first"])


def announce(
    session: Session,
    county: int,
    install: str,
    verdicts: Collection[Verdict],
    *,
    last_result: int,
    at: datetime,
) -> None:
    """Tell a phone, by `results`, what became of ops whose push was answered before.

    The install is locked by the caller; last_result: the number of its last result.
    """
    if not verdicts:
        return
    rows = [
        {
            "county": county, "install": install, "n": last_result + place_no, "seq": one.seq,
            "verdict": one.status, "result": one.result or {}, "at": at,
        }
        for place_no, one in enumerate(verdicts, 1)
    ]  # fmt: skip
    put(session, RESULTS, rows)
    session.execute(
        update(Install)
        .where(Install.county == county, Install.id == install)
        .values(last_result=last_result + len(rows))
    )
