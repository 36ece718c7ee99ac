"""The compact push (contracts.md 3.1 to 3.4): row groups in, canonical ops out."""

import re
from collections.abc import Iterator
from typing import Any

from app.errors import Invalid, TooLarge
from app.inbox.ops import Delivery, Op, PackedOp, pack
from app.kinds import text
from app.sync.kinds import KINDS

HEADER = {
    "p", "install", "epoch", "village", "first", "acked", "now", "at", "sets", "ops", "sealed",
    "pull", "report",
}  # fmt: skip
OPS_MAX, OP_CHARS, SET_OPS, SET_CHARS = 1000, 32 * 1024, 200, 64 * 1024
PAGE_ROWS = 500
SEQ_MAX = 2**53 - 1
WIRE_KIND = re.compile(r"[a-z]{2}@[0-9]{1,4}")
COLUMN = re.compile(r"[a-z_]{1,40}")
RESERVED = {"_n", "_d", "_id", "_b"}
Json = dict[str, Any]


def decode_push(body: Any) -> Delivery:
    """Return the push of a JSON body. Raises Invalid BAD_BODY, SET_SPLIT; TooLarge TOO_BIG."""
    _require(isinstance(body, dict) and body.keys() <= HEADER and body.get("p") == 1, "header")
    install = body.get("install")
    _require(isinstance(install, str) and len(install) == 10, "install")
    village = _number(body.get("village"), "village")
    drafts = [*_drafts(body, install), *_sealed(body)]
    _require(len(drafts) <= OPS_MAX, "ops")
    drafts.sort(key=lambda one: one["seq"])
    _check_row(drafts, body)
    _set_times(drafts, body)
    ops = tuple(_packed(drafts, _sets(body, drafts)))
    pull = body.get("pull")
    _require(pull is None or isinstance(pull, dict), "pull")
    report = body.get("report", {})
    _require(isinstance(report, dict), "report")
    after = None if pull is None else _number(pull.get("after"), "pull.after")
    limit = PAGE_ROWS if pull is None else _number(pull.get("limit", PAGE_ROWS), "pull.limit")
    return Delivery(
        install, village, _number(body.get("acked", 0), "acked"), ops, after,
        min(max(limit, 1), PAGE_ROWS), _report(report), _epoch(body.get("epoch")),
    )  # fmt: skip


def _require(holds: bool, path: str) -> None:
    if not holds:
        raise Invalid("BAD_BODY", path=path)


def _number(value: Any, path: str) -> int:
    _require(type(value) is int and 0 <= value <= SEQ_MAX, path)
    return int(value)


def _epoch(value: Any) -> tuple[int, str]:
    """Return (number, id); a phone that has never heard of a timeline sends null."""
    if value is None:
        return 0, ""
    _require(isinstance(value, list) and len(value) == 2 and text(40)(value[1]), "epoch")
    return _number(value[0], "epoch"), value[1]


def _report(report: Json) -> Json:
    """Return what a phone says of itself, small and flat."""
    _require(len(report) <= 20, "report")
    for name, value in report.items():
        plain = value is None or isinstance(value, bool | int | float) or text(200)(value)
        _require(plain and COLUMN.fullmatch(name) is not None, "report")
    return report


def _drafts(body: Json, install: str) -> Iterator[Json]:
    groups = body.get("ops", [])
    _require(isinstance(groups, list), "ops")
    for place, group in enumerate(groups):
        path = f"ops[{place}]"
        _require(isinstance(group, dict) and group.keys() <= {"t", "k", "b", "c", "r"}, path)
        t, k, columns, rows = group.get("t"), group.get("k"), group.get("c"), group.get("r")
        _require(isinstance(t, str) and WIRE_KIND.fullmatch(t) is not None, f"{path}.t")
        _require(k in ("c", "u", "d"), f"{path}.k")
        _require(isinstance(columns, list) and isinstance(rows, list), path)
        _require(all(isinstance(one, str) and COLUMN.fullmatch(one) for one in columns), path)
        _require(len(set(columns)) == len(columns) and ("_id" in columns) == (k != "c"), path)
        _require(not any(one[0] == "_" for one in set(columns) - RESERVED), f"{path}.c")
        base = _number(group.get("b", 0), f"{path}.b")
        references = _references(t, columns)
        for row in rows:
            _require(isinstance(row, list) and len(row) == len(columns), f"{path}.r")
            cells = dict(zip(columns, row, strict=True))
            yield _draft(cells, t, k, base, install, references)


def _draft(cells: Json, t: str, k: str, base: int, install: str, references: list[str]) -> Json:
    seq = _number(cells.pop("_n", None), "_n")
    key = full_id(cells.pop("_id"), install) if k != "c" else f"{install}-{seq}"
    _require(isinstance(key, str), "_id")
    delay = cells.pop("_d", 0)
    _require(type(delay) is int, "_d")
    base = _number(cells.pop("_b", base), "_b")
    _name_in_full(cells, references, install)
    return {"seq": seq, "delay": delay, "t": t, "k": k, "id": key, "b": base, "f": cells}


def full_id(value: Any, install: str) -> Any:
    """Return an entity id in full; an integer is one of this install."""
    return f"{install}-{value}" if type(value) is int else value


def _references(t: str, columns: list[str]) -> list[str]:
    """Return the columns of a wire kind that name other entities."""
    kind = KINDS.get(t.partition("@")[0])
    return [] if kind is None else [one for one in columns if one in kind.references]


def _name_in_full(cells: Json, references: list[str], install: str) -> None:
    for name in references:
        value = cells[name]
        if isinstance(value, list):
            cells[name] = [full_id(one, install) for one in value]
        else:
            cells[name] = full_id(value, install)
    evidence = cells.get("evidence")
    if isinstance(evidence, dict) and "same_as" in evidence:
        cells["evidence"] = {**evidence, "same_as": full_id(evidence["same_as"], install)}


def _sealed(body: Json) -> Iterator[Json]:
    """Yield ops nobody but the server may open; until it can, they are kept as they came."""
    rows = body.get("sealed", [])
    _require(isinstance(rows, list), "sealed")
    for row in rows:
        _require(isinstance(row, list) and len(row) == 3, "sealed")
        seq, kid, sealed = row
        _require(isinstance(kid, str) and isinstance(sealed, str), "sealed")
        seq = _number(seq, "sealed")
        fields = {"kid": kid, "sealed": sealed}
        yield {"seq": seq, "delay": 0, "t": "", "k": "", "id": "", "b": 0, "f": fields}


def _check_row(drafts: list[Json], body: Json) -> None:
    if drafts:
        first = _number(body.get("first"), "first")
        _require(first >= 1, "first")
        seqs = [one["seq"] for one in drafts]
        _require(seqs == list(range(first, first + len(drafts))), "ops")


def _set_times(drafts: list[Json], body: Json) -> None:
    at = _number(body.get("at", 0), "at")
    for one in drafts:
        at += one.pop("delay")
        one["at"] = _number(at, "_d")


def _sets(body: Json, drafts: list[Json]) -> dict[int, tuple[int, int]]:
    """Return the set of each op that is in one of several."""
    given = body.get("sets", [])
    _require(isinstance(given, list), "sets")
    first, last = (drafts[0]["seq"], drafts[-1]["seq"]) if drafts else (1, 0)
    found: dict[int, tuple[int, int]] = {}
    for pair in given:
        _require(isinstance(pair, list) and len(pair) == 2, "sets")
        begin, end = _number(pair[0], "sets"), _number(pair[1], "sets")
        _require(begin <= end, "sets")
        if begin < first or end > last:
            raise Invalid("SET_SPLIT", set=[begin, end])
        if end - begin >= SET_OPS:
            raise TooLarge("TOO_BIG", max=SET_OPS, set=[begin, end])
        for seq in range(begin, end + 1):
            _require(seq not in found, "sets")
            found[seq] = (begin, end)
    return found


def _packed(drafts: list[Json], sets: dict[int, tuple[int, int]]) -> Iterator[PackedOp]:
    chars: dict[int, int] = {}
    for one in drafts:
        first, last = sets.get(one["seq"], (one["seq"], one["seq"]))
        try:
            packed = pack(Op(first=first, last=last, **one))
        except UnicodeEncodeError as error:  # half a surrogate pair is no text
            raise Invalid("BAD_BODY", path="ops") from error
        # Counted in characters, as the phone counts them before it saves.
        count = len(packed.body.decode())
        chars[first] = chars.get(first, 0) + count
        if count > OP_CHARS or chars[first] > SET_CHARS:
            raise TooLarge("TOO_BIG", max=OP_CHARS, set=[first, last])
        yield packed
