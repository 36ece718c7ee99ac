"""From rows to what the rules read."""

from app.enrollment.rules.shape import PERSON_FACTS, expand_consents, quoted_cover, rule_household
from tests.factories import template

PERSON = dict.fromkeys(PERSON_FACTS) | {
    "id": "p1",
    "poverty": None,
    "previous_end_on": "2026-03-31",
}
LINE = {
    "included": True, "plan": "A", "copies": 2, "other_death_cover_fen": 5, "beneficiaries": None,
    "answers": None, "claimed": None, "loan": None,
}  # fmt: skip
CONSENT = {
    "covers": ["p1", "p2"], "sums_fen": [7], "kinds": ["A", "B"], "capacity": "SELF", "method": "VOICE",
    "text_version": "1", "given_on": "2026-03-01", "signer": "p1", "withdrawn_on": None,
}  # fmt: skip


def _household(lines, consents=()):
    rows = {"id": "h", "poverty": None}, {"answers": None, "claimed": {"premium_fen": 1}}
    return rule_household(*rows, [PERSON], lines, consents)


def test_who_has_no_line_is_a_member_who_is_not_insured():
    assert _household({}) == {
        "id": "h", "poverty": [], "answers": {}, "claimed": {"premium_fen": 1},
        "members": [{
            **dict.fromkeys(PERSON_FACTS), "id": "p1", "poverty": [], "previous_end": "2026-03-31",
            "included": False, "consents": [],
        }],
    }  # fmt: skip


def test_a_line_says_what_is_bought():
    member = _household({"p1": LINE}, [CONSENT])["members"][0]

    assert member["included"] is True
    assert [member[name] for name in ("plan", "copies", "beneficiaries", "answers")] == [
        "A",
        2,
        [],
        {},
    ]
    assert [one["kind"] for one in member["consents"]] == ["A", "B"]
    assert not _household({"p1": {**LINE, "included": False}})["members"][0]["included"]


def test_a_consent_counts_for_each_it_covers_with_his_own_sum():
    entries = expand_consents(
        [CONSENT, {**CONSENT, "covers": None}, {**CONSENT, "kinds": None, "sums_fen": None}]
    )

    assert [one["sum_insured_ack_fen"] for one in entries["p1"]] == [7, 7]
    assert [one["sum_insured_ack_fen"] for one in entries["p2"]] == [None, None]
    assert entries["p1"][0] == {
        "kind": "A", "capacity": "SELF", "method": "VOICE", "text_version": "1",
        "sum_insured_ack_fen": 7, "given_on": "2026-03-01", "given_by": "p1", "withdrawn_on": None,
    }  # fmt: skip


def test_the_quoted_cover_ends_with_the_loan_where_the_term_does():
    loans = template("LN-MUTUAL-2026")

    assert quoted_cover(loans, "2026-04-01", "2026-09-30")["end"] == "2026-09-30"
    assert (
        quoted_cover(loans, "2026-04-01", None)["end"]
        == quoted_cover(loans, "2026-04-01", "x")["end"]
    )
    assert quoted_cover(template(), "2026-04-01", "2026-09-30")["end"] == "2027-03-31"
    assert quoted_cover(loans, "2026-02-30") == {"start": None, "end": None}
