"""Judge an enrollment as it stands: what it costs, what the rules say, what the server adds.

Pure: the same case always gives the same judgement. Rules run only for who wants to be insured.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.enrollment.rules.household import assess_household
from app.enrollment.rules.shape import quoted_cover, rule_household
from app.findings import Finding, finding
from app.products.rules.subsidy import PAYERS

Row = Mapping[str, Any]
DAYS_LATE = 30  # contracts.md 6.3
# What the phone computed otherwise: both figures stand in the detail of the finding.
CLAIMED = {"PREMIUM_MISMATCH", "SHARES_SUM", "SHARES_MISMATCH"}
SHARES = {"premium_fen": "fen", "shares": "shares"}


@dataclass(frozen=True)
class Case:
    """An enrollment with all that bears on it; rows are opened, oldest first, none deleted.

    received_on: civil date its first op arrived. start: cover.start when the row has none.
    twice: places of standing collections whose receipt number is used elsewhere in the village.
    elsewhere: {person id: enrollment} who is enrolled a second time. contested: paths of fields
    with an open conflict. missing: paths of evidence and answers whose files are not complete.
    """

    template: Mapping[str, Any]
    enrollment: Row
    household: Row
    persons: Sequence[Row]
    lines: Sequence[Row]
    consents: Sequence[Row]
    collections: Sequence[Row]
    received_on: str
    start: str | None = None
    twice: Collection[int] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    contested: Sequence[str] = ()
    missing: Sequence[str] = ()


@dataclass(frozen=True)
class Judgement:
    """computed: {"premium_fen", "shares", "persons", "received_on"}; lines: by line id."""

    computed: dict[str, Any]
    findings: list[dict[str, Any]]
    lines: dict[str, dict[str, Any] | None]


def judge(case: Case) -> Judgement:
    """Return what the server makes of an enrollment."""
    today, doubtful = day_of_check(case.enrollment["declared_on"], case.received_on)
    computed: dict[str, Any] = {
        "premium_fen": 0, "shares": dict.fromkeys(PAYERS, 0), "persons": 0,
        "received_on": case.received_on,
    }  # fmt: skip
    found: list[dict[str, Any]] = []
    parts: dict[str, dict[str, Any]] = {}
    if case.enrollment["outcome"] == "ENROLL":
        parts = _by_the_rules(case, today, computed, found)
    found += _by_the_server(case, computed, doubtful=doubtful)
    lines = {one["id"]: parts.get(one["person"]) for one in case.lines}
    return Judgement(computed, found, lines)


def day_of_check(declared_on: str | None, received_on: str) -> tuple[str, bool]:
    """Return `today` of the checks, and whether the declared day is doubtful (contracts.md 6.3)."""
    earliest = (date.fromisoformat(received_on) - timedelta(days=DAYS_LATE)).isoformat()
    if declared_on is not None and earliest <= declared_on <= received_on:
        return declared_on, False
    return received_on, True


def cover_of(case: Case) -> dict[str, str | None]:
    """Return {start, end} of the quoted cover."""
    loans = [line["loan"] for line in case.lines if line["included"] and line["loan"]]
    end = loans[0].get("end") if loans else None
    return quoted_cover(case.template, case.enrollment["quoted_start_on"] or case.start, end)


def _by_the_rules(
    case: Case, today: str, computed: dict[str, Any], found: list[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    lines = {line["person"]: line for line in case.lines}
    household = rule_household(case.household, case.enrollment, case.persons, lines, case.consents)
    cover = cover_of(case)
    template = dict(case.template)
    rules, quote = assess_household(template, household, cover, today)
    parts = {
        one["id"]: {"premium_fen": one["premium_fen"], "shares": one["shares"]}
        for one in quote["members"]
    }
    computed["premium_fen"], computed["shares"] = quote["premium_fen"], quote["shares"]
    computed["persons"] = sum(one["included"] for one in household["members"])
    found += [
        {**one, "source": "RULES", "detail": _detail(one, household, quote, parts)} for one in rules
    ]
    return parts


def _detail(one: Finding, household: Row, quote: Row, parts: Mapping[str, Row]) -> dict[str, Any]:
    """Return what the phone claimed beside what the server computed, where they differ."""
    if one["code"] not in CLAIMED:
        return {}
    path, claimed, computed = one["path"], household["claimed"], quote
    if path.startswith("members["):
        member = household["members"][int(path[8 : path.index("]")])]
        # In mixed plans no member has a price of his own that counts.
        claimed, computed = member["claimed"], parts.get(member["id"], {})
    names = {"premium_fen": "fen"} if one["code"] == "PREMIUM_MISMATCH" else SHARES
    return {
        f"{side}_{name}": figures.get(key)
        for key, name in names.items()
        for side, figures in (("claimed", claimed), ("computed", computed))
    }


def _by_the_server(case: Case, computed: Row, *, doubtful: bool) -> Iterable[dict[str, Any]]:
    if doubtful:
        yield _server("CLOCK_DOUBTFUL", "declared_on", received_on=case.received_on)
    own = (computed["shares"] or {}).get("INDIVIDUAL") or 0
    standing = [row for row in case.collections if row["status"] != "VOID"]
    taken = sum(row["amount_fen"] or 0 for row in standing)
    if own > 0 and not standing:
        yield _server("RECEIPT_MISSING", "collections", own_fen=own)
    elif computed["shares"] is not None and taken != own:
        yield _server("COLLECTED_DIFFERS", "collections", own_fen=own, collected_fen=taken)
    for place in sorted(case.twice):
        yield _server("RECEIPT_DUPLICATE", f"collections[{place}].receipt_no")
    for place, line in enumerate(case.lines):
        if line["included"] and line["person"] in case.elsewhere:
            other = case.elsewhere[line["person"]]
            yield _server(
                "PERSON_ENROLLED_ELSEWHERE", f"insured[{place}]",
                person=line["person"], enrollment=other,
            )  # fmt: skip
    for path in sorted(case.contested):
        yield _server("FIELD_CONFLICT", path)
    for path in case.missing:
        yield _server("EVIDENCE_MISSING", path)


def _server(code: str, path: str, **detail: Any) -> dict[str, Any]:
    return {**finding(code, path), "source": "SERVER", "detail": detail}
