"""What a push asks of the database does not grow with what it carries."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from app.db import db
from tests.app.sync.conftest import Register
from tests.conftest import both_databases
from tests.handset import Handset
from tests.visit import visit

MOST = 24


@contextmanager
def statements() -> Iterator[list[str]]:
    """Return all that is said to the database while the block runs, transactions apart."""
    said: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def visits(phone, county, many, numbers):
    """Return the sets of some households, each of which names what stands in itself alone."""
    sets = []
    for number in numbers:
        own, ops = (
            phone.next(sum(map(len, sets))),
            visit(
                phone,
                county.campaign,
                many.homes[number],
                many.people[number],
                receipt=f"{number:04d}",
            ),
        )
        first = phone.next(0)
        sets.append([
            (t, k, {name: own if value == first else value for name, value in fields.items()})
            for t, k, fields in ops
        ])  # fmt: skip
    return sets


@both_databases
def test_a_push_of_80_households_takes_as_many_statements_as_one_of_a_single(app, county, register):
    many, phone = Register(82), Handset(app)
    phone.push(*visits(phone, county, many, [0]))  # reads what is read once in a process

    counts = []
    for numbers in ([1], range(2, 82)):
        sets = visits(phone, county, many, numbers)
        with statements() as said:
            answer = phone.push(*sets)
        assert answer["ex"] == []
        assert answer["ok"][-1][1] == answer["last"]
        counts.append([statement[:40] for statement in said])

    alone, crowd = counts
    assert crowd == alone
    assert len(alone) <= MOST, "\n".join(alone)
