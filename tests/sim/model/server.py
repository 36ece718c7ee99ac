"""The server of the protocol model: inbox first, merge second, cursors, files, restore.

`without` names defences left out: every one of them must be missed (mutations.py).
"""

from typing import Any, NamedTuple

EPOCH = 1 << 40
FINAL = ("applied", "conflict", "resolved")


class Op(NamedTuple):
    """One saved edit. uid: the oracle's own number, never compared by the protocol.

    odd: 1: the server can read its number only; 2: it refuses it for ever unless it comes sealed.
    """

    uid: int
    seq: int
    village: int
    id: str
    fields: dict
    base: int
    template: int
    file: str | None
    odd: int = 0

    @property
    def sha(self) -> tuple:
        return self[1:]


class Kept(NamedTuple):
    """An op in the inbox."""

    op: Op
    status: str
    ver: int | None
    lost: tuple


class Install(NamedTuple):
    """What the server knows of an install. mark: last when the backup began."""

    agent: int
    last: int = 0
    safe: int = 0
    mark: int = 0
    closed: bool = False
    results: tuple = ()


class Server:
    """All of it can be put back to an earlier state; `witness` and `template` cannot."""

    def __init__(self, without: frozenset, villages: int, agents: int) -> None:
        self.without = without
        self.witness, self.template = 1, 1
        self.typed: dict[int, dict] = {}  # oracle: uid -> {field: value shown when typing}
        self.over: dict[Any, Any] = {}  # oracle: value -> value it overwrote
        self.faults: set[str] = set()
        self.half: list[tuple] = []  # versions taken and not yet visible (only without the lock)
        self.data = {
            "epoch": (1, "e1"), "count": dict.fromkeys(range(villages), 0),
            "rows": {v: {} for v in range(villages)},  # id -> (ver, {field: (value, ver, install)})
            "installs": {}, "inbox": {}, "conflicts": (), "history": {},
            "scope": {a: frozenset(range(villages)) for a in range(agents)},
            "blobs": {}, "uploads": {}, "safe_blobs": frozenset(),
        }  # fmt: skip

    def backup(self) -> dict:
        """Mark how far each install is stored, then copy."""
        for key, one in self.data["installs"].items():
            self.data["installs"][key] = one._replace(mark=one.last)
        return self.copy()

    def copy(self) -> dict:
        data = {
            key: value.copy() if isinstance(value, dict) else value
            for key, value in self.data.items()
        }
        data["rows"] = {v: rows.copy() for v, rows in self.data["rows"].items()}
        return data

    def verified(self, backup: dict) -> None:
        """Declare safe what is in a checked copy, its files too."""
        for key, one in backup["installs"].items():
            here = self.data["installs"].get(key)
            if here:
                self.data["installs"][key] = here._replace(safe=max(here.safe, one.mark))
        self.data["safe_blobs"] |= backup["blobs"].keys()

    def restore(self, backup: dict, name: int) -> None:
        top = max(self.witness, self.data["epoch"][0])
        if "epoch_numbers" in self.without:
            top = backup["epoch"][0]
        self.data, kept = backup, self.data
        self.data = self.copy()
        self.data["scope"] = kept["scope"]
        self.half = []
        if "epoch" not in self.without:
            self.data["epoch"] = (top + 1, f"e{name}")
            self.data["count"] = dict.fromkeys(self.data["count"], 0)

    def ver(self, village: int) -> int:
        top = self.data["count"][village]
        return top if "epoch_versions" in self.without else max(
            self.data["epoch"][0] * EPOCH + top,
            max((row[0] for row in self.data["rows"][village].values()), default=0))  # fmt: skip

    def next_ver(self, village: int) -> int:
        self.data["count"][village] += 1
        n = self.data["count"][village]
        return n if "epoch_versions" in self.without else self.data["epoch"][0] * EPOCH + n

    # push

    def push(self, install: str, body: dict, die: str | None) -> dict | None:
        """T1, then T2. die: the process ends after T1 or T2, or is too busy for T2."""
        self.witness = max(self.witness, body["epoch"][0])
        ops, one = body["ops"], self.data["installs"][install]
        if body["acked"] > one.last and "behind" not in self.without:
            return {"is": "BEHIND", "have": one.last, "epoch": self.data["epoch"]}
        if any(self.refuses(op, body) for op in ops):
            return {"is": "BAD", "epoch": self.data["epoch"]}
        again = []
        for op in ops:
            if op.seq <= one.last:
                kept = self.data["inbox"].get((install, op.seq))
                if kept and kept.op.sha != op.sha and "fork" not in self.without:
                    return {"is": "FORK", "seq": op.seq, "epoch": self.data["epoch"]}
                if "dedupe" in self.without:
                    again.append(op)
        if ops and ops[0].seq > one.last + 1 and "gap" not in self.without:
            return {"is": "GAP", "have": one.last, "epoch": self.data["epoch"]}
        for op in ops:
            if op.seq > one.last:
                status = "quarantined" if body.get("will") else "received"
                self.data["inbox"][install, op.seq] = Kept(op, status, None, ())
        last = max([one.last, *(op.seq for op in ops)])
        self.data["installs"][install] = one._replace(last=last)
        if die == "T1":
            return None
        asked = {op.seq for op in ops}
        if ops and not body.get("will") and die != "busy":
            self.apply(install, ops[0].village, asked)
        for op in again:
            self.merge(install, op)
        return None if die == "T2" else self.answer(install, body, asked)

    def refuses(self, op: Op, body: dict) -> bool:
        """Whether the push is refused for what this op says, now and for ever."""
        return (op.odd == 2 and not body["sealed"]) or (op.odd == 1 and "kept_raw" in self.without)

    def answer(self, install: str, body: dict, asked: set[int]) -> dict:
        one, inbox = self.data["installs"][install], self.data["inbox"]
        answer = {
            "is": "OK", "epoch": self.data["epoch"], "last": one.last, "safe": one.safe,
            "ops": {seq: (inbox[install, seq].ver, inbox[install, seq].status, inbox[install, seq].lost)
                    for seq in asked if (install, seq) in inbox},
        }  # fmt: skip
        if body.get("after") is not None and body["village"] in self.data["scope"][one.agent]:
            answer["pull"] = self.changes(body["village"], body["after"], body["limit"])
        return answer

    def apply(self, install: str, village: int, asked: set[int]) -> None:
        """T2: what an install left stored in a village, in its order; others are told later."""
        inbox = self.data["inbox"]
        waiting = [
            key for key in inbox
            if key[0] == install and inbox[key].op.village == village
            and (inbox[key].status == "received" or ("received_guard" in self.without and key[1] in asked))
        ]  # fmt: skip
        for key in sorted(waiting, reverse="order" in self.without):
            self.judge(key)
            if key[1] not in asked:
                self.tell(key)

    def judge(self, key: tuple, *, allowed: bool = False, since: int | None = None) -> None:
        """Give an op its verdict. allowed: a supervisor lets it pass whatever the scope says.

        since: version of the village when late judging began: above it stand earlier ops only.
        """
        install, inbox = key[0], self.data["inbox"]
        op, _, before, _ = inbox[key]
        agent = self.data["installs"][install].agent
        outside = op.village not in self.data["scope"][agent] and "scope_check" not in self.without
        if outside and not allowed:
            inbox[key] = Kept(op, "quarantined", before or self.next_ver(op.village), ())
        elif (op.template > self.template and "wait" not in self.without) or (
            self.is_aside(self.parent(key)) and "wait_for_parent" not in self.without
        ):
            inbox[key] = Kept(op, "waiting", before or self.next_ver(op.village), ())
        elif why := self.unfit(key):
            inbox[key] = Kept(op, "quarantined", before or self.next_ver(op.village), (why,))
        else:
            if op.template > self.template:
                op = op._replace(fields={n: v for n, v in op.fields.items() if n != "new"})
            ver, lost = self.merge(install, op, late=before, since=since or self.ver(op.village))
            if op.village not in self.data["scope"][agent] and not allowed:
                self.faults.add("outside scope")
            status = "resolved" if allowed else "conflict" if lost else "applied"
            inbox[key] = Kept(inbox[key].op, status, ver, lost)

    def parent(self, key: tuple) -> tuple | None:
        """Return the op of the same install that makes what this one changes."""
        owner, _, number = self.data["inbox"][key].op.id.rpartition("-")
        return (owner, int(number)) if owner == key[0] and int(number) < key[1] else None

    def is_aside(self, key: tuple | None) -> bool:
        kept = self.data["inbox"].get(key)
        return kept is not None and kept.status in ("quarantined", "waiting")

    def unfit(self, key: tuple) -> str | None:
        """Why an op cannot be applied as things are.

        It changes what its own phone made in an op that was not let pass, or makes what is there:
        a phone and the server, both put back, gave one name twice.
        """
        op = self.data["inbox"][key].op
        there = op.id in self.data["rows"][op.village]
        if op.odd == 1:
            return "unread"
        if self.parent(key) is not None and not there:
            return "orphan"
        makes = op.id == f"{key[0]}-{key[1]}"
        return "named twice" if makes and there and "named_once" not in self.without else None

    def tell(self, key: tuple) -> None:
        one, kept = self.data["installs"][key[0]], self.data["inbox"][key]
        result = (key[1], kept.status, kept.lost)
        self.data["installs"][key[0]] = one._replace(results=(*one.results, result))

    def merge(
        self, install: str, op: Op, late: int | None = None, since: int = 0
    ) -> tuple[int, tuple]:
        """Field by field. late: the version an op took when it was put aside: what its own phone
        wrote after that, up to `since`, is newer than the op.
        """
        rows, ver = self.data["rows"][op.village], self.next_ver(op.village)
        fields = dict(rows[op.id][1]) if op.id in rows else {}
        lost = []
        for name, value in op.fields.items():
            has, at, by = fields.get(name, (None, 0, ""))
            newer_own = (
                by == install
                and late is not None
                and late < at <= since
                and "late_own" not in self.without
            )
            own = by == install and not newer_own and "own_writer" not in self.without
            if (at <= op.base and not newer_own) or own or "merge" in self.without:
                self.record(install, op, name, value, has, by)
                fields[name] = (value, ver, install)
            elif has != value:
                lost.append(name)
                self.data["conflicts"] += ((op.village, op.id, name, op.uid, newer_own),)
        row = (ver, fields)
        if "village_lock" in self.without and op.uid % 3 == 0:
            self.half.append((op.village, op.id, row))
        else:
            rows[op.id] = row
        return ver, tuple(lost)

    def commit_half(self) -> None:
        for village, key, row in self.half:
            if row[0] > self.data["rows"][village].get(key, (0,))[0]:
                self.data["rows"][village][key] = row
        self.half = []

    def record(self, install: str, op: Op, name: str, value: Any, has: Any, by: str) -> None:
        place = (op.village, op.id, name)
        self.data["history"][place] = (
            *self.data["history"].get(place, ()),
            (op.uid, install, op.seq, value),
        )
        if (
            by not in ("", install)
            and has != value
            and not self.knew(self.typed[op.uid].get(name), has)
        ):
            self.faults.add("silent overwrite")
        if has is not None:
            self.over.setdefault(value, set()).add(has)

    def knew(self, shown: Any, value: Any) -> bool:
        """Whether whoever saw `shown` saw a value that came after `value`."""
        open_, seen = [shown], set()
        while open_:
            one = open_.pop()
            if one == value:
                return True
            if one is not None and one not in seen:
                seen.add(one)
                open_ += self.over.get(one, ())
        return False

    # the job, the desk

    def sweep(self) -> None:
        if "sweep" in self.without:
            return
        inbox = self.data["inbox"]
        for install, village in sorted(
            {(k[0], one.op.village) for k, one in inbox.items() if one.status == "received"}
        ):
            self.apply(install, village, set())
        if "retry_waiting" not in self.without:
            self.retry(sorted(key for key, one in inbox.items() if one.status == "waiting"))

    def retry(self, keys: list[tuple]) -> None:
        """Judge again what waits for nothing any more, in the order of its phone."""
        inbox, since = self.data["inbox"], {}
        for key in keys:
            op = inbox[key].op
            if op.template <= self.template and not self.is_aside(self.parent(key)):
                where = (key[0], op.village)
                self.judge(key, since=since.setdefault(where, self.ver(op.village)))
                self.tell(key)

    def decide(self, key: tuple) -> None:
        """A supervisor lets a quarantined op pass."""
        if self.data["inbox"][key].op.odd != 1:
            self.judge(key, allowed=True)
            self.tell(key)

    # pull

    def changes(self, village: int, after: int, limit: int) -> dict:
        top = self.ver(village)
        newer = sorted(
            (row[0], key) for key, row in self.data["rows"][village].items() if row[0] > after
        )
        page = newer[:limit]
        more = len(newer) > limit
        return {
            "rows": [(key, ver, self.values(village, key)) for ver, key in page],
            "next": page[-1][0] if more else max(top, after), "more": more,
        }  # fmt: skip

    def values(self, village: int, key: str) -> dict:
        return {name: one[0] for name, one in self.data["rows"][village][key][1].items()}

    def pull(self, install: str, village: int, epoch: tuple, after: int, limit: int) -> dict:
        one, now = self.data["installs"][install], self.data["epoch"]
        if epoch != now and "epoch" not in self.without:
            return {"is": "EPOCH", "epoch": now}
        if village not in self.data["scope"][one.agent]:
            return {"is": "OUTSIDE", "epoch": now}
        return {"is": "OK", "epoch": now, **self.changes(village, after, limit)}

    def snapshot(self, install: str, village: int, token: tuple | None, limit: int) -> dict:
        one, now = self.data["installs"][install], self.data["epoch"]
        if village not in self.data["scope"][one.agent]:
            return {"is": "OUTSIDE", "epoch": now}
        at, last = token or (self.ver(village), "")
        keys = sorted(key for key in self.data["rows"][village] if key > last)
        rows = [
            (key, self.data["rows"][village][key][0], self.values(village, key))
            for key in keys[:limit]
        ]
        goes_on = (at, keys[limit - 1]) if len(keys) > limit else None
        return {"is": "OK", "epoch": now, "at": at, "rows": rows, "token": goes_on}

    def state(self, install: str, after: int) -> dict:
        one = self.data["installs"][install]
        return {
            "is": "OK", "epoch": self.data["epoch"], "last": one.last, "safe": one.safe,
            "scope": self.data["scope"][one.agent], "results": one.results[after:], "to": len(one.results),
            "safe_blobs": self.data["safe_blobs"],
        }  # fmt: skip

    # files

    def file(self, install: str, sha: str, act: str, offset: int, chunk: str, check: str) -> dict:
        """tus: create, head, patch. Chunks and wholes are checked against their hashes."""
        key, uploads = (install, sha), self.data["uploads"]
        if act == "create":
            uploads.setdefault(key, "")
            return {"is": "OK", "offset": len(uploads[key])}
        if sha in self.data["blobs"]:
            return {"is": "DONE"}
        if key not in uploads:
            return {"is": "GONE"}
        if act == "head":
            return {"is": "OK", "offset": len(uploads[key])}
        if offset != len(uploads[key]):
            return {"is": "MOVED"}
        if check != chunk and "file_hash" not in self.without:
            return {"is": "BROKEN"}
        uploads[key] += chunk
        if len(uploads[key]) < len(sha):
            return {"is": "OK", "offset": len(uploads[key])}
        whole = uploads.pop(key)
        if whole != sha and "file_hash" not in self.without:
            return {"is": "BROKEN"}
        self.data["blobs"][sha] = whole
        return {"is": "DONE"}
