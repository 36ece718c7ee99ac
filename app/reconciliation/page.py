"""The three books of a batch side by side, and where they part, household by household."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.batches import display
from app.batches.lines import Line, server_totals
from app.reconciliation.rules.premium import due_fen
from app.text import whole
from app.words import say

PAYERS = ("FISCAL", "COLLECTIVE", "SPONSOR", "INSURER", "INDIVIDUAL")


@dataclass(frozen=True)
class Column:
    """One column: what the phone says, what the server computes, what arrived, the difference."""

    label: str
    phone: int | None
    server: int
    arrived: int | None
    difference: int
    money: bool = True

    @property
    def departs(self) -> bool:
        """Tell whether phone and server differ here."""
        return self.phone is not None and self.phone != self.server


@dataclass(frozen=True)
class Parting:
    """A household whose figures do not agree. kind: UNPAID, SHORT, OVER, or PREMIUM."""

    line: Line
    kind: str
    fen: int


def columns(totals: Mapping[str, Any], lines: Sequence[Line], arrived_fen: int) -> list[Column]:
    """Return the columns of the three books; those empty on both sides are left out."""
    server = server_totals(lines)
    shares, phone_shares = server["shares"], totals.get("shares") or {}
    taken, phone_taken = server["collected"], totals.get("collected") or {}
    shown = [
        _column(say("户"), totals.get("households"), server["households"], money=False),
        _column(say("人"), totals.get("persons"), server["persons"], money=False),
        _column(say("保费"), totals.get("premium_fen"), server["premium_fen"]),
    ]
    for payer in PAYERS:
        phone, own = phone_shares.get(payer) or 0, shares.get(payer, 0)
        if phone or own or payer == "INDIVIDUAL":
            shown.append(_column(display.PAYERS[payer], phone, own))
    for method, label in display.METHODS.items():
        phone, own = phone_taken.get(method) or 0, taken.get(method, 0)
        if phone or own:
            shown.append(_column(label, phone, own))
    phone_sum, own_sum = sum(v or 0 for v in phone_taken.values()), sum(taken.values())
    short = own_sum - shares.get("INDIVIDUAL", 0)
    shown.append(Column(say("实收"), phone_sum, own_sum, None, short))
    due = due_fen(server["premium_fen"], shares)
    phone_due = due_fen(totals.get("premium_fen") or 0, phone_shares)
    shown.append(Column(say("应到账"), phone_due, due, arrived_fen, arrived_fen - due))
    return shown


def partings(lines: Sequence[Line]) -> list[Parting]:
    """Return the households that explain the whole difference, money collected first."""
    found = []
    kept = [line for line in lines if line.status != "WITHDRAWN"]
    for line in kept:
        fen = line.difference_fen
        if fen < 0:
            kind = "SHORT" if line.collected_fen else "UNPAID"
            found.append(Parting(line, kind, -fen))
        elif fen > 0:
            found.append(Parting(line, "OVER", fen))
    for line in kept:
        if line.claimed_fen is not None and line.computed_fen is not None:
            fen = line.computed_fen - line.claimed_fen
            if fen:
                found.append(Parting(line, "PREMIUM", fen))
    return found


def who(line: Line, finding: Mapping[str, Any]) -> str:
    """Return the name of the person a finding is about, by `members[i].`; else nothing."""
    path: str = finding["path"]
    if not path.startswith("members["):
        return ""
    place = whole(path.removeprefix("members[").partition("]")[0])
    persons = line.dossier.persons
    if place is not None and place < len(persons):
        return persons[place].name or ""
    return ""


def _column(label: str, phone: int | None, server: int, *, money: bool = True) -> Column:
    return Column(label, phone, server, None, server - (phone or 0), money)
