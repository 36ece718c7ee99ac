"""Read a bank statement: the rows of a file as text become lines with whole fen. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.reconciliation.rules.cells import amount_fen, clock_time, day_and_clock, plain
from app.reconciliation.rules.columns import find_header, remarks, roles

_TOTAL = re.compile(
    "^[(【]?(合计|总计|小计|共计|本页|本月|本期|累计|期初|期末|承前页|过次页"
    "|(借方|贷方|收入|支出)(总?笔数|总|合计|累计))"
)
_IN = re.compile("[贷收入进来]|^CR?$|^C[^D]", re.IGNORECASE)
_OUT = re.compile("[借支付出往]|^DR?$|^D[^C]", re.IGNORECASE)
BETWEEN = " / "  # keeps the end of one text from running into the start of the next


@dataclass(frozen=True)
class Line:
    """One line of a statement.

    place: (sheet, row) in the file, both from 1. time: HH:MM:SS, empty if the bank gives none.
    serial: the bank's 流水号 with its leading zeros, empty if there is none.
    in_fen: what came in; negative in a reversal (红字). payer: the other side's name.
    """

    place: tuple[int, int]
    received_on: str
    time: str
    serial: str
    in_fen: int
    out_fen: int
    payer: str = ""
    summary: str = ""
    remark: str = ""

    @property
    def key(self) -> str:
        """Return what tells a line apart in other files: its serial, or else all it says."""
        if self.serial:
            return self.serial
        said = (self.received_on, self.time, self.in_fen, self.out_fen, self.payer, self.summary)
        return "|".join(map(str, (*said, self.remark)))


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be read.

    code: DATE_UNREADABLE, AMOUNT_UNREADABLE, FLAG_UNREADABLE, BOTH_SIDES.
    """

    place: tuple[int, int]
    column: str
    text: str
    code: str


def read(sheets: Sequence[Sequence[Sequence[str]]]) -> tuple[list[Line], list[Fault]] | None:
    """Return all lines in the order of the file, and the cells that cannot be read.

    None if no sheet has a header.
    """
    lines: list[Line] = []
    faults: list[Fault] = []
    headed = False
    for number, rows in enumerate(sheets, 1):
        header = find_header(rows)
        if header is None:
            continue
        headed = True
        skip, names = header
        layout = _Layout(names, roles(names), tuple(remarks(names, roles(names))))
        for at, row in enumerate(rows[skip:], skip + 1):
            if not layout.is_line(row):
                continue
            line, wrong = layout.line(row, (number, at))
            lines += [line] if line is not None else []
            faults += wrong
    return (lines, faults) if headed else None


@dataclass(frozen=True)
class _Layout:
    """The columns of one sheet."""

    names: Sequence[str]
    roles: Mapping[str, int]
    remarks: Sequence[int]

    def cell(self, row: Sequence[str], role: str) -> str:
        place = self.roles.get(role)
        return row[place] if place is not None and place < len(row) else ""

    def is_line(self, row: Sequence[str]) -> bool:
        """Tell a line from blank rows, totals, repeated headers and notes below the table."""
        filled = [plain(cell) for cell in row if plain(cell)]
        if not filled or _TOTAL.match(filled[0]) or roles(row):
            return False
        if day_and_clock(self.cell(row, "date")) or day_and_clock(self.cell(row, "time")):
            return True
        if plain(self.cell(row, "serial")):
            return True
        # Without day and number it is a note, unless there is money that must not get lost.
        money = any(amount_fen(self.cell(row, role)) for role in ("in", "out", "amount"))
        dated = plain(self.cell(row, "date") + self.cell(row, "time"))
        return money and bool(dated) and not any(_TOTAL.match(cell) for cell in filled)

    def line(self, row: Sequence[str], place: tuple[int, int]) -> tuple[Line | None, list[Fault]]:
        when = self._when(row)
        money, wrong = self._money(row)
        if when is None:
            wrong.append(("date" if "date" in self.roles else "time", "DATE_UNREADABLE"))
        faults = [
            Fault(place, plain(self.names[self.roles[role]]), self.cell(row, role), code)
            for role, code in wrong
        ]
        if faults or when is None:
            return None, faults
        other = "payee" if money[1] and "payee" in self.roles else "payer"
        texts = [row[at].strip() for at in self.remarks if at < len(row) and row[at].strip()]
        return Line(
            place, *when, plain(self.cell(row, "serial")), *money,
            self.cell(row, other).strip(), self.cell(row, "summary").strip(), BETWEEN.join(texts),
        ), []  # fmt: skip

    def _when(self, row: Sequence[str]) -> tuple[str, str] | None:
        """Return day and time; a time column that has its own date is the more exact one."""
        exact = day_and_clock(self.cell(row, "time"))
        if exact is not None:
            return exact
        found = day_and_clock(self.cell(row, "date"))
        if found is None:
            return None
        return found[0], found[1] or clock_time(self.cell(row, "time"))

    def _money(self, row: Sequence[str]) -> tuple[tuple[int, int], list[tuple[str, str]]]:
        """Return (in, out) and what is wrong as (role, code)."""
        sides = ("in", "out") if "in" in self.roles else ("amount",)
        fen = {role: amount_fen(self.cell(row, role)) for role in sides}
        wrong = [(role, "AMOUNT_UNREADABLE") for role in sides if fen[role] is None]
        if wrong:
            return (0, 0), wrong
        if "in" in self.roles:
            both = (fen["in"] or 0, fen["out"] or 0)
            return both, [("in", "BOTH_SIDES")] if all(both) else []
        amount = fen["amount"] or 0
        if "flag" not in self.roles:
            return (max(amount, 0), max(-amount, 0)), []
        flag = plain(self.cell(row, "flag"))
        comes, goes = bool(_IN.search(flag)), bool(_OUT.search(flag))
        if comes == goes and amount:
            return (0, 0), [("flag", "FLAG_UNREADABLE")]
        return ((amount, 0) if comes else (0, amount)), []
