"""From rows to the household that the rules read (tests/vectors/README.md). Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.civil_date import known_date, last_day_of_term

Json = dict[str, Any]
Row = Mapping[str, Any]
PERSON_FACTS = (
    "id", "name", "id_type", "id_valid_to", "sex", "birth_date", "relation", "residence",
    "life_status", "legal_capacity", "occupation", "id_no", "phone",
)  # fmt: skip


def rule_household(
    household: Row,
    enrollment: Row,
    persons: Sequence[Row],
    lines: Mapping[str, Row],
    consents: Iterable[Row],
) -> Json:
    """Return a household as the rules read it; members in the order of `persons`.

    persons carry id_no and phone, lines (by person id) carry loan, all opened.
    """
    given = expand_consents(consents)
    return {
        "id": household["id"],
        "poverty": household["poverty"] or [],
        "answers": enrollment["answers"] or {},
        "claimed": enrollment["claimed"],
        "members": [_member(one, lines.get(one["id"]), given[one["id"]]) for one in persons],
    }


def _member(person: Row, line: Row | None, consents: list[Json]) -> Json:
    facts = {name: person[name] for name in PERSON_FACTS}
    facts |= {
        "poverty": person["poverty"] or [],
        "previous_end": person["previous_end_on"],
        "included": bool(line and line["included"]),
        "consents": consents,
    }
    if line is not None:
        facts |= {
            "plan": line["plan"], "copies": line["copies"],
            "other_death_cover_fen": line["other_death_cover_fen"],
            "beneficiaries": line["beneficiaries"] or [], "answers": line["answers"] or {},
            "claimed": line["claimed"], "loan": line["loan"],
        }  # fmt: skip
    return facts


def expand_consents(consents: Iterable[Row]) -> defaultdict[str, list[Json]]:
    """Return the consents of each person, one entry per kind (contracts.md 4)."""
    entries: defaultdict[str, list[Json]] = defaultdict(list)
    for consent in consents:
        sums = consent["sums_fen"] or []
        for place, person in enumerate(consent["covers"] or []):
            entries[person] += [
                {
                    "kind": kind, "capacity": consent["capacity"], "method": consent["method"],
                    "text_version": consent["text_version"],
                    "sum_insured_ack_fen": sums[place] if place < len(sums) else None,
                    "given_on": consent["given_on"], "given_by": consent["signer"],
                    "withdrawn_on": consent["withdrawn_on"],
                }
                for kind in consent["kinds"] or []
            ]  # fmt: skip
    return entries


def quoted_cover(
    template: Mapping[str, Any], start: str | None, loan_end: str | None = None
) -> dict[str, str | None]:
    """Return {start, end} of the cover quoted until the policy is issued (contracts.md 6.2)."""
    first = known_date(start)
    if first is None:
        return {"start": None, "end": None}
    end = last_day_of_term(first, template["term"]["months"])
    ends = known_date(loan_end)
    if template["term"]["rule"] == "LOAN_TERM" and ends is not None:
        end = min(end, ends)
    return {"start": start, "end": end.isoformat()}
