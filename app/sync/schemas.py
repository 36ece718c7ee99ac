"""The push (contracts.md 3.1 to 3.4): row groups or sealed ops in, canonical ops out."""

from collections.abc import Iterator
from typing import Any

from app.errors import Invalid
from app.inbox.ops import Delivery, Op, PackedOp, pack
from app.kinds import text
from app.sync.groups import COLUMN, SEQ_MAX, drafts_of, kept, number, require
from app.sync.opening import Unsealed, unsealed

OPS_MAX, OP_CHARS, SET_OPS, SET_CHARS = 1000, 32 * 1024, 200, 64 * 1024
REPORT_MAX = 20
PAGE_ROWS = 500
Json = dict[str, Any]


def decode_push(body: Any, county: int = 0) -> Delivery:
    """Return the push of a JSON body. Raises Invalid BAD_BODY, SET_SPLIT.

    Refused is only what leaves doubt about which ops came; one that cannot be read is kept as it
    came. Names of a header that we do not know are a newer phone's. county: of the install that
    signed; sealed ops are bound to both.
    """
    require(isinstance(body, dict) and body.get("p") == 1, "header")
    install = body.get("install")
    require(isinstance(install, str) and len(install) == 10, "install")
    village = number(body.get("village"), "village")
    drafts = [*drafts_of(body.get("ops", []), install), *_sealed(body, county, install)]
    require(len(drafts) <= OPS_MAX, "ops")
    drafts.sort(key=lambda one: one["seq"])
    _check_row(drafts, body)
    _set_times(drafts, body)
    sets = _sets(body, drafts)
    ops = tuple(_packed([_judged(one, sets) for one in drafts], sets))
    pull = body.get("pull")
    require(pull is None or isinstance(pull, dict), "pull")
    after = None if pull is None else number(pull.get("after"), "pull.after")
    limit = PAGE_ROWS if pull is None else number(pull.get("limit", PAGE_ROWS), "pull.limit")
    return Delivery(
        install, village, number(body.get("acked", 0), "acked"), ops, after,
        min(max(limit, 1), PAGE_ROWS), _report(body.get("report")), _epoch(body.get("epoch")),
    )  # fmt: skip


def _epoch(value: Any) -> tuple[int, str]:
    """Return (number, id); a phone that has never heard of a timeline sends null."""
    if value is None:
        return 0, ""
    require(isinstance(value, list) and len(value) == 2 and text(40)(value[1]), "epoch")
    return number(value[0], "epoch"), value[1]


def _report(report: Any) -> Json:
    """Return what a phone says of itself, small and flat; what is not so is left out."""
    if not isinstance(report, dict):
        return {}
    plain = {name: value for name, value in report.items() if _is_plain(name, value)}
    return dict(list(plain.items())[:REPORT_MAX])


def _is_plain(name: str, value: Any) -> bool:
    finite = isinstance(value, int | float) and abs(value) <= SEQ_MAX
    flat = value is None or finite or text(200)(value)
    return flat and COLUMN.fullmatch(name) is not None


def _sealed(body: Json, county: int, install: str) -> Iterator[Json]:
    """Yield ops that only the server may open; what it cannot open is kept as it came."""
    rows = body.get("sealed", [])
    require(isinstance(rows, list), "sealed")
    for row in rows:
        require(isinstance(row, list) and len(row) == 3, "sealed")
        seq, kid, sealed = row
        require(isinstance(kid, str) and isinstance(sealed, str), "sealed")
        seq = number(seq, "sealed")
        closed = {"t": "", "k": "", "id": "", "b": 0, "f": {"kid": kid, "sealed": sealed}}
        found = unsealed(county, install, seq, kid, sealed)
        yield {"seq": seq, "delay": 0, **closed, "unsealed": found}


def _judged(draft: Json, sets: dict[int, tuple[int, int]]) -> Json:
    """Return a draft with what its seal held, if that belongs to this place and this set."""
    found: Unsealed | None = draft.pop("unsealed", None)
    if found is None or found.op["set"] != list(sets.get(draft["seq"], (draft["seq"],) * 2)):
        return draft
    return {**draft, **{name: value for name, value in found.op.items() if name != "set"}}


def _check_row(drafts: list[Json], body: Json) -> None:
    if drafts:
        first = number(body.get("first"), "first")
        require(first >= 1, "first")
        seqs = [one["seq"] for one in drafts]
        require(seqs == list(range(first, first + len(drafts))), "ops")


def _set_times(drafts: list[Json], body: Json) -> None:
    at = body.get("at", 0)
    require(type(at) is int and abs(at) <= SEQ_MAX, "at")  # a phone's clock may say anything
    for one in drafts:
        at += one.pop("delay")
        one["at"] = at


def _sets(body: Json, drafts: list[Json]) -> dict[int, tuple[int, int]]:
    """Return the set of each op that is in one of several."""
    given = body.get("sets", [])
    require(isinstance(given, list), "sets")
    first, last = (drafts[0]["seq"], drafts[-1]["seq"]) if drafts else (1, 0)
    found: dict[int, tuple[int, int]] = {}
    for pair in given:
        require(isinstance(pair, list) and len(pair) == 2, "sets")
        begin, end = number(pair[0], "sets"), number(pair[1], "sets")
        require(begin <= end, "sets")
        if begin < first or end > last:
            raise Invalid("SET_SPLIT", set=[begin, end])
        for seq in range(begin, end + 1):
            require(seq not in found, "sets")
            found[seq] = (begin, end)
    return found


def _packed(drafts: list[Json], sets: dict[int, tuple[int, int]]) -> Iterator[PackedOp]:
    """Yield the ops as they are stored; of a set that is too large at least one cannot be read."""
    chars: dict[int, int] = {}
    for one in drafts:
        first, last = sets.get(one["seq"], (one["seq"], one["seq"]))
        packed = _pack(one, first, last)
        # Counted in characters, as the phone counts them before it saves.
        count = len(packed.body.decode())
        chars[first] = chars.get(first, 0) + count
        large = count > OP_CHARS or chars[first] > SET_CHARS or one["seq"] - first >= SET_OPS
        yield _unread(one, first, last, "size") if one["t"] and large else packed


def _pack(draft: Json, first: int, last: int) -> PackedOp:
    try:
        return pack(Op(first=first, last=last, **draft))
    except ValueError:  # half a character, a number beyond all numbers: no canonical text
        return _unread(draft, first, last, "text")


def _unread(draft: Json, first: int, last: int, fault: str) -> PackedOp:
    raw = kept(draft["seq"], draft, fault)
    del raw["delay"]
    return pack(Op(first=first, last=last, at=draft["at"], **raw))
