"""The ops of one household visit, as a phone writes them."""

from typing import Any

KINDS = ["INSURED_DEATH_COVER", "PIPL_GENERAL", "PIPL_SENSITIVE", "SHARE_THIRD_PARTY"]
DEATH_COVER_FEN = 2_100_000
PLAN_FEN = 3000
OWN_FEN = 2500  # the collective gives 5 yuan
SHARES = {"INDIVIDUAL": 2500, "COLLECTIVE": 500, "FISCAL": 0, "SPONSOR": 0, "INSURER": 0}


def shares(count: int) -> dict[str, int]:
    return {payer: fen * count for payer, fen in SHARES.items()}


def visit(
    phone: Any,
    campaign: str,
    home: str,
    people: list[str],
    *,
    receipt: str = "0001",
    **changed: Any,
) -> list[tuple]:
    """Return a set of ops: enrollment, three lines, consents, money. changed: fields of `en`."""
    enrollment = phone.next(0)
    head, wife, child = people
    claimed = {"premium_fen": PLAN_FEN * 3, "shares": shares(3)}
    one = {"premium_fen": PLAN_FEN, "shares": shares(1)}
    ops = [("en", "c", {
        "campaign": campaign, "household": home, "outcome": "ENROLL", "declared_on": "2026-03-01",
        "quoted_start_on": "2026-04-01", "claimed": claimed, **changed,
    })]  # fmt: skip
    ops += [
        ("in", "c", {
            "enrollment": enrollment, "person": person, "included": True, "plan": "A", "copies": 1,
            "other_death_cover_fen": 0, "claimed": one,
        })
        for person in people
    ]  # fmt: skip
    consents = [
        (head, "SELF", KINDS, [head]),
        (wife, "SELF", KINDS, [wife]),
        (head, "PARENT", [*KINDS, "PIPL_MINOR"], [child]),
    ]
    ops += [
        ("co", "c", {
            "enrollment": enrollment, "signer": signer, "capacity": capacity, "kinds": kinds,
            "covers": covers, "text_version": "2026-01", "text_sha": "0", "sums_fen": [DEATH_COVER_FEN],
            "method": "SIGN_ON_SCREEN", "evidence": {"strokes": "M0 0"}, "given_on": "2026-03-01",
        })
        for signer, capacity, kinds, covers in consents
    ]  # fmt: skip
    ops.append(("cl", "c", {
        "enrollment": enrollment, "amount_fen": OWN_FEN * 3, "method": "CASH", "book_no": "A07",
        "receipt_no": receipt, "collected_on": "2026-03-01",
    }))  # fmt: skip
    return ops


def totals(households: int) -> dict[str, Any]:
    return {
        "households": households, "persons": households * 3, "premium_fen": PLAN_FEN * 3 * households,
        "shares": shares(3 * households), "collected": {"CASH": OWN_FEN * 3 * households},
    }  # fmt: skip
