"""A bank's file becomes the lines of a statement, or a clear refusal."""

from app.errors import Invalid
from app.reconciliation.rules.statement import Fault, Line, read
from app.reconciliation.spreadsheet import read_sheets
from app.words import say


def read_statement(content: bytes) -> list[Line]:
    """Return the lines of a file in its own order.

    Raises Invalid: STATEMENT_UNREADABLE and others of read_sheets; STATEMENT_NO_HEADER;
    STATEMENT_NO_LINES; STATEMENT_FAULTS with `faults`, every cell that cannot be read.
    """
    found = next((ok for sheets in read_sheets(content) if (ok := read(sheets)) is not None), None)
    if found is None:
        raise Invalid("STATEMENT_NO_HEADER")
    lines, faults = found
    if faults:
        raise Invalid("STATEMENT_FAULTS", faults=faults)
    if not lines:
        raise Invalid("STATEMENT_NO_LINES")
    return lines


def place_of(fault: Fault) -> str:
    """Return where a fault is: `第 12 行 贷方金额`, with the sheet if it is not the first."""
    sheet, row = fault.place
    return say(
        "{0}第 {1} 行 {2}", say("第 {0} 张表 ", sheet) if sheet > 1 else "", row, fault.column
    )
