"""What the forms of endorsements say."""

from collections.abc import Mapping
from typing import Any

from app.civil_date import parse_date
from app.endorsements import rules
from app.endorsements.judging import Wanted
from app.endorsements.service import Request, Step
from app.errors import Invalid
from app.money import format_yuan, parse_yuan
from app.products.queries import dictionary
from app.text import whole

CAPACITIES = ("SELF", "PARENT", "GUARDIAN_WITH_PARENT_OK")
METHODS = ("PAPER_PHOTO", "FINGERPRINT_PHOTO")
IDENTITY = ("name", "id_type", "id_no", "birth_date", "sex", "relation")
ID_TYPES = ("RESIDENT_ID", "BIRTH_CERT", "HOUSEHOLD_BOOK", "PASSPORT")
NAMED_ROWS = 4


def request_of(form: Any, today: str) -> Request:
    """Read what is asked for. Raises Invalid naming what is wrong."""
    kind = form.get("kind", "")
    if kind not in rules.KINDS:
        raise Invalid("ENDORSEMENT_KIND")
    lines: list[Wanted] = []
    if kind in ("REMOVE", "REPLACE"):
        lines += [
            Wanted("D", number, None, f"claimed-{number}" in form)
            for number in _numbers(form.getlist("line"))
        ]
    if kind in rules.JOINING and form.get("person"):
        lines.append(Wanted("A", None, form["person"], body=_joining(form)))
    if kind in ("CORRECT", "BENEFICIARY"):
        body = _identity(form) if kind == "CORRECT" else _named(form)
        lines += [Wanted("U", number, body=body) for number in _numbers(form.getlist("line"))[:1]]
    if kind == "REPLACE" and {one.op for one in lines} != {"A", "D"}:
        raise Invalid("ENDORSEMENT_REPLACE")
    if kind == "CANCEL" and "told" not in form:
        raise Invalid("CANCEL_NOT_TOLD")
    return Request(
        kind, _date(form.get("effective_on")) if kind in rules.JOINING else None,
        (_date(form.get("notice_on")) or today) if kind in rules.LEAVING else None,
        form.get("reason", "").strip(), lines, frozenset(_numbers([form.get("claimed_lines", "")])),
    )  # fmt: skip


def step_of(form: Mapping[str, str], action: str) -> Step:
    """Read a step with an endorsement."""
    return Step(
        action, whole(form.get("base", "")) or 0,
        form.get("text", "").strip(), form.get("received_on", "").strip() or None,
        form.get("reference", "").strip(),
    )  # fmt: skip


def typed(request: Request) -> dict[str, Any]:
    """Return what a draft says, by the names of the form."""
    given: dict[str, Any] = {
        "kind": request.kind, "effective_on": request.effective_on or "",
        "notice_on": request.notice_on or "", "reason": request.reason,
        "line": [str(one.policy_line) for one in request.lines if one.policy_line],
        "claimed_lines": "，".join(str(number) for number in sorted(request.claimed)),
    }  # fmt: skip
    for one in request.lines:
        if one.claimed:
            given[f"claimed-{one.policy_line}"] = "1"
        if one.person:
            given["person"] = one.person
        given |= {name: value for name, value in one.body.items() if name != "beneficiaries"}
        for number, named in enumerate(one.body.get("beneficiaries") or [], start=1):
            share = named.get("share_bp")
            given |= {
                f"b-name-{number}": named.get("name"), f"b-relation-{number}": named["relation"],
                f"b-order-{number}": named["order"],
                f"b-share-{number}": "" if share is None else share // 100,
            }  # fmt: skip
    if given.get("occupation"):
        given["occupation"] = given["occupation"]["code"]
    if given.get("other_death_cover_fen") is not None:
        fen = given.pop("other_death_cover_fen")
        given["other_death_cover"] = format_yuan(fen).removesuffix(".00")
    return given


def _joining(form: Mapping[str, str]) -> dict[str, Any]:
    capacity, method = form.get("capacity", ""), form.get("method", "")
    other, copies = form.get("other_death_cover", "").strip(), form.get("copies", "1").strip()
    if capacity not in CAPACITIES or method not in METHODS or not form.get("paper_no", "").strip():
        raise Invalid("CONSENT_INCOMPLETE")
    given_on = _date(form.get("given_on"))
    if given_on is None:
        raise Invalid("DATE_INVALID")
    work = _occupation(form.get("occupation", ""))
    return {
        **({"occupation": work} if work else {}),
        "plan": form.get("plan", ""), "copies": whole(copies) or 1,
        "other_death_cover_fen": _fen(other) if other else None,
        "signer": form.get("signer") or form.get("person"), "capacity": capacity,
        "method": method, "given_on": given_on, "paper_no": form["paper_no"].strip()[:60],
    }  # fmt: skip


def _occupation(code: str) -> dict[str, Any] | None:
    """Return {code, class} of an occupation that was chosen."""
    items = dictionary("OCCUPATION")["items"] if code else []
    return next(
        ({"code": code, "class": one["body"]["class"]} for one in items if one["code"] == code),
        None,
    )


def _identity(form: Mapping[str, str]) -> dict[str, Any]:
    body: dict[str, Any] = {
        name: form.get(name, "").strip()[:60] for name in IDENTITY if form.get(name, "").strip()
    }
    if body.get("id_type") not in (None, *ID_TYPES) or body.get("sex") not in (None, "M", "F"):
        raise Invalid("ENDORSEMENT_EMPTY")
    if "birth_date" in body and parse_date(body["birth_date"]) is None:
        raise Invalid("DATE_INVALID")
    return body


def _named(form: Mapping[str, str]) -> dict[str, Any]:
    """Read beneficiaries; an empty list is the legal heirs. The insured signs (保险法 39, 41)."""
    if not form.get("paper_no", "").strip():
        raise Invalid("BENEFICIARY_UNSIGNED")
    found = []
    for number in range(1, NAMED_ROWS + 1):
        name = form.get(f"b-name-{number}", "").strip()[:100]
        share = form.get(f"b-share-{number}", "").strip()
        if name:
            found.append({
                "kind": "NAMED", "name": name, "relation": form.get(f"b-relation-{number}", ""),
                "order": whole(form.get(f"b-order-{number}", "1")) or 1,
                "share_bp": (whole(share) or 0) * 100 if share else None,
            })  # fmt: skip
    return {"beneficiaries": found, "paper_no": form["paper_no"].strip()[:60]}


def _numbers(texts: list[str]) -> list[int]:
    parts = " ".join(texts).replace(",", " ").replace("，", " ").replace("、", " ").split()
    found = (whole(part) for part in dict.fromkeys(parts))
    return [number for number in found if number is not None]


def _date(text: str | None) -> str | None:
    given = (text or "").strip()
    if not given:
        return None
    if parse_date(given) is None:
        raise Invalid("DATE_INVALID")
    return given


def _fen(text: str) -> int:
    """Return an amount in fen; one that cannot be read is not taken for nothing."""
    fen = parse_yuan(text)
    if fen is None:
        raise Invalid("AMOUNT_INVALID")
    return fen
