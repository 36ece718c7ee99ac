"""Many phones push into one village at once while another pulls: nothing is missed or doubled."""

import threading

from sqlalchemy import func, select

from app.db import db
from app.inbox.models import InboxOp
from app.regions.models import Village
from app.sync.kinds import KINDS
from tests.app.sync.conftest import Register
from tests.conftest import both_databases
from tests.factories import SECOND
from tests.handset import Handset, rows_of
from tests.visit import visit

WRITERS, PUSHES = 4, 5
BUSY = (429, 503)


def let_in(phone, body):
    """Push, and come again as a phone does that is told the server is busy."""
    while (answer := phone.push_body(body)).status_code in BUSY:
        assert int(answer.headers["Retry-After"]) > 0
    return answer


@both_databases
def test_a_puller_misses_nothing_while_phones_push(app, county):
    register = Register(WRITERS * PUSHES, SECOND)
    phones = [Handset(app, f"agent0{n % 2 + 1}", village=SECOND) for n in range(WRITERS)]
    reader = Handset(app, "agent01", village=SECOND)
    db.session.rollback()  # a reader of this thread would keep writers of SQLite waiting
    faults, seen, busy = [], {}, threading.Event()

    def write(number):
        try:
            phone = phones[number]
            for turn in range(PUSHES):
                place = number * PUSHES + turn
                ops = visit(
                    phone,
                    county.campaign,
                    register.homes[place],
                    register.people[place],
                    receipt=f"{place}",
                )
                body = phone.body(
                    ops, [("hh", "u", {"address": f"{number}"}, register.homes[0], 2**50)]
                )
                first = let_in(phone, body)
                again = let_in(phone, body)
                if (first.json["ok"], first.json["ex"]) != (
                    again.json["ok"],
                    again.json["ex"],
                ) or first.json["ex"]:
                    faults.append((first.json, again.json))
        except Exception as error:  # noqa: BLE001 - shown by the test
            faults.append(error)

    def read():
        after = 0
        while True:
            last = busy.is_set()
            page = reader.get(f"villages/{SECOND}/changes?after={after}&limit=20").json
            for key, row in rows_of(page["rows"]).items():
                seen[key] = row["_v"]
            after = page["next"]
            if last and not page["more"]:
                return

    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    puller = threading.Thread(target=read)
    for thread in (puller, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    busy.set()
    puller.join()

    assert faults == []
    db.session.rollback()
    standing = {
        (code, row.id): row.ver
        for code, kind in KINDS.items()
        for row in db.session.execute(
            select(kind.table.c.id, kind.table.c.ver).where(kind.table.c.village == SECOND)
        )
    }
    assert seen == standing
    ops = db.session.execute(
        select(func.count(), func.count(InboxOp.ver.distinct())).select_from(InboxOp)
    ).one()
    assert ops == (WRITERS * PUSHES * 9, WRITERS * PUSHES * 9)  # each op has a version of its own
    highest = db.session.scalar(select(Village.ver).where(Village.id == SECOND))
    assert max(standing.values()) <= highest
