"""A bank's file for tests, and villages whose money it brings."""

from app import clock
from app.db import db, transaction
from app.reconciliation.importing import Upload, import_statement
from app.reconciliation.lines import lines_of
from tests.app.policies.test_issue import accept_all
from tests.factories import COUNTY, TOWNSHIP, VILLAGE, actor
from tests.village import make_village

HEADER = "交易日期,交易时间,对方户名,摘要,附言,借方金额,贷方金额,流水号"
DUE = 9 * 3000  # three households of three


def statement(*rows):
    """Return a file of (payer, text, fen) rows a minute apart, negative fen going out."""
    text = [HEADER]
    for number, (payer, words, fen, *serial) in enumerate(rows, 1):
        yuan = f"{abs(fen) // 100}.{abs(fen) % 100:02d}"
        sides = f"{yuan}," if fen < 0 else f",{yuan}"
        mark = serial[0] if serial else f"S{number:03d}"
        text.append(f"20260302,10:{number:02d}:00,{payer},转账,{words},{sides},{mark}")
    return "\n".join(text).encode()


def bring_in(content, *, by="supervisor01", area=TOWNSHIP, name="三月.csv"):
    """Import a file; return the statement's id."""
    who = actor(by)
    with transaction() as session:
        return import_statement(session, Upload(area, name, content), by=who, at=clock.now())[0]


def lines(statement_id):
    db.session.expire_all()
    return lines_of(db.session(), COUNTY, statement_id)


def states(statement_id):
    return [line.status for line in lines(statement_id)]


def approved_village(county, **options):
    """Make a village whose batch waits for 270.00."""
    made = make_village(county, **options)
    accept_all(county, made, village=options.get("village", VILLAGE))
    return made


__all__ = ["COUNTY", "TOWNSHIP", "VILLAGE"]
