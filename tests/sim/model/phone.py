"""A phone of the protocol model: outbox, bases, masks; the same decisions as static/js."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.sim.model.server import FINAL, Op

HELD = ("received", "quarantined", "waiting")


@dataclass
class Outbox:
    """One install: ops in one row of numbers. marks: seq -> (ver, verdict, lost).

    floor: the last op that left the phone; it is in every verified backup, and all before it.
    fork: first op of which the server has another under the same number.
    doubt: the server refused a push: the next holds one op, sealed. was: marks before results came,
    which a restored server may have forgotten.
    """

    install: str
    seq: int = 0
    acked: int = 0
    safe: int = 0
    results: int = 0
    floor: int = 0
    fork: int | None = None
    doubt: bool = False
    log: dict[int, Op] = field(default_factory=dict)
    marks: dict[int, tuple] = field(default_factory=dict)
    was: dict[int, tuple] = field(default_factory=dict)

    def copy(self) -> "Outbox":
        return Outbox(
            self.install,
            self.seq,
            self.acked,
            self.safe,
            self.results,
            self.floor,
            self.fork,
            self.doubt,
            self.log.copy(),
            self.marks.copy(),
            self.was.copy(),
        )


@dataclass
class Base:
    """A village on the phone. rows: id -> (ver, {field: value}). build: rows of a snapshot under way."""

    cursor: int = 0
    even: int = 0
    ready: bool = False
    rows: dict = field(default_factory=dict)
    build: dict | None = field(default_factory=dict)
    token: Any = None
    at: int | None = None

    def copy(self) -> "Base":
        build = None if self.build is None else self.build.copy()
        return Base(
            self.cursor, self.even, self.ready, self.rows.copy(), build, self.token, self.at
        )

    def again(self) -> None:
        self.cursor, self.even, self.build, self.token, self.at = 0, 0, {}, None, None


class Phone:
    """One device of one agent; after a rollback it has more than one install."""

    def __init__(self, agent: int, install: str, epoch: tuple, without: frozenset) -> None:
        self.agent, self.without, self.epoch = agent, without, epoch
        self.outboxes = [Outbox(install)]
        self.bases: dict[int, Base] = {}
        self.files: dict[str, tuple[str, int]] = {}  # sha -> (install, offset), until it is safe
        self.sent: set[str] = set()
        self.template = 1

    def copy_from(self, other: "Phone") -> None:
        """Become what `other` was: an operating system put back a copy of the profile."""
        self.epoch, self.template = other.epoch, other.template
        self.outboxes = [one.copy() for one in other.outboxes]
        self.bases = {village: base.copy() for village, base in other.bases.items()}
        self.files, self.sent = other.files.copy(), other.sent.copy()

    @property
    def outbox(self) -> Outbox:
        return self.outboxes[-1]

    def ops_on(self, village: int, key: str) -> list[tuple[Op, tuple, str]]:
        return [
            (op, box.marks[seq], box.install)
            for box in self.outboxes for seq, op in box.log.items() if op.village == village and op.id == key
        ]  # fmt: skip

    def shown(self, village: int, key: str) -> dict:
        """Base with own ops on top, as rows.js lays them."""
        have, fields = self.bases[village].rows.get(key, (0, {}))
        shown = dict(fields)
        for op, (ver, verdict, lost), _ in self.ops_on(village, key):
            if verdict == "resolved" or not (ver is None or verdict in HELD or have < ver):
                continue
            shown |= {name: value for name, value in op.fields.items() if name not in lost}
        return shown

    def edit(
        self, village: int, key: str, fields: dict, uid: int, file: str | None, odd: int = 0
    ) -> tuple[Op, dict]:
        """Save; return the op and what was shown of its fields."""
        shown = self.shown(village, key)
        base = self.bases[village]
        seen = base.cursor if "even" in self.without else base.even
        seen = max(seen, base.rows.get(key, (0,))[0])
        if "mask" not in self.without:
            for op, (ver, verdict, _), _ in self.ops_on(village, key):
                hides = verdict != "resolved" and (
                    ver is None or ver > base.even or verdict in HELD
                )
                if hides and op.fields.keys() & fields.keys():
                    seen = min(seen, op.base)
        box = self.outbox
        box.seq += 1
        op = Op(
            uid,
            box.seq,
            village,
            key or f"{box.install}-{box.seq}",
            fields,
            seen,
            self.template,
            file,
            odd,
        )
        box.log[box.seq], box.marks[box.seq] = op, (None, None, ())
        if file:
            self.files[file] = (box.install, 0)
        return op, shown

    # what to send

    def next_push(self, box: Outbox, random: Random) -> dict | None:
        """The next run of one village: first what the server only stored, then what is unsent."""
        end = box.seq if box.fork is None else box.fork - 1
        stored = [
            seq
            for seq, (ver, verdict, _) in box.marks.items()
            if seq <= box.acked and verdict == "received"
        ]
        first = stored[0] if stored and random.random() < 0.7 else box.acked + 1
        if first not in box.log:
            if not stored or first <= end:
                return None if first > end else {"lost": True}
            first = stored[0]
        elif first > end:
            return None
        village = box.log[first].village
        ops, limit = [], 1 if box.doubt else random.randint(1, 6)
        for seq in range(first, end + 1):
            if seq not in box.log or box.log[seq].village != village or len(ops) == limit:
                break
            ops.append(box.log[seq])
        base = self.bases.get(village)
        after = (
            base.cursor
            if base and base.ready and base.build is None and random.random() < 0.5
            else None
        )
        return {
            "epoch": self.epoch, "acked": box.acked, "ops": ops, "village": village, "after": after,
            "limit": random.randint(1, 6), "sealed": box.doubt,
        }  # fmt: skip

    # what answers mean

    def heard(self, epoch: tuple) -> bool:
        """Return whether the server speaks from the timeline known; else start anew on its own."""
        if epoch == self.epoch:
            return True
        if epoch[0] > self.epoch[0]:
            self.epoch = epoch
            for box in self.outboxes:
                box.acked = self.start(box)
                box.marks |= {seq: (None, None, ()) for seq in box.marks if seq > box.acked}
                box.fork = None
                if "results_anew" not in self.without:
                    box.results = 0
                    box.marks |= {seq: one for seq, one in box.was.items() if seq <= box.acked}
                    box.was.clear()
            for base in self.bases.values():
                base.again()
            if "keep_files" not in self.without:
                self.sent.clear()
        return False

    def start(self, box: Outbox) -> int:
        """Return after which op to send again when the server may have lost some."""
        return min(box.log, default=box.seq + 1) - 1 if "floor" in self.without else box.floor

    def pushed(self, box: Outbox, body: dict, answer: dict) -> None:
        if not self.heard(answer["epoch"]):
            return
        if answer["is"] in ("BEHIND", "GAP"):
            box.acked = max(min(box.acked, answer["have"]), self.start(box))
            box.marks |= {seq: (None, None, ()) for seq in box.marks if seq > box.acked}
        elif answer["is"] == "FORK":
            box.fork = answer["seq"]
        elif answer["is"] == "BAD":
            box.doubt = "single_out" not in self.without
        elif answer["is"] == "OK":
            self.settled(box, body, answer)

    def settled(self, box: Outbox, body: dict, answer: dict) -> None:
        top = max((op.seq for op in body["ops"]), default=0)
        box.acked, box.doubt = max(box.acked, top), False
        self.safe(box, answer["safe"])
        for seq, mark in answer["ops"].items():
            if seq in box.log:
                box.marks[seq] = mark
        base = self.bases.get(body["village"])
        if base and base.ready and base.build is None:
            self.move_cursor(base, body, answer)
        if "keep_until_safe" in self.without:
            for seq in [seq for seq in box.log if seq <= box.acked]:
                self.drop(box, seq)

    def move_cursor(self, base: Base, body: dict, answer: dict) -> None:
        pull = answer.get("pull")
        if pull is not None:
            if body["after"] == base.cursor:
                self.absorb(base, pull)
            return
        if base.even != base.cursor and "even_cursor" not in self.without:
            return  # in the middle of a pull others' changes may stand at the version of our op
        marks = [answer["ops"].get(op.seq) for op in body["ops"]]
        clean = all(mark and mark[1] == "applied" for mark in marks)
        if (
            clean
            and marks
            and [mark[0] for mark in marks]
            == list(range(base.cursor + 1, base.cursor + 1 + len(marks)))
        ):
            if base.even == base.cursor:
                base.even = marks[-1][0]
            base.cursor = marks[-1][0]

    def absorb(self, base: Base, page: dict, *, torn: bool = False) -> None:
        """Rows and cursor in one transaction. torn: the tab dies in the middle of it."""
        base.cursor = max(base.cursor, page["next"])
        if not page["more"]:
            base.even = base.cursor
        if torn and "atomic_page" in self.without:
            return
        for key, ver, values in page["rows"]:
            if ver >= base.rows.get(key, (0,))[0]:
                base.rows[key] = (ver, values)

    def pulled(self, village: int, asked: int, answer: dict, *, torn: bool) -> None:
        base = self.bases.get(village)
        if self.heard(answer["epoch"]) and answer["is"] == "OK" and base and asked == base.cursor:
            self.absorb(base, answer, torn=torn)

    def paged(self, village: int, asked: Any, answer: dict) -> None:
        base = self.bases.get(village)
        if (
            not self.heard(answer["epoch"])
            or answer["is"] != "OK"
            or base is None
            or base.build is None
        ):
            return
        if base.token != asked:
            return
        base.at = answer["at"] if base.at is None else base.at
        for key, ver, values in answer["rows"]:
            if ver >= base.build.get(key, (0,))[0]:
                base.build[key] = (ver, values)
        base.token = answer["token"]
        if base.token is None:
            base.rows, base.build, base.ready = base.build, None, True
            base.cursor = base.even = base.at

    def stated(self, box: Outbox, answer: dict) -> None:
        if not self.heard(answer["epoch"]):
            return
        self.safe(box, answer["safe"])
        if answer["last"] > box.seq and box is self.outbox:
            box.fork = box.fork or box.seq + 1
        if answer["last"] < box.acked:
            self.pushed(box, {}, {"is": "BEHIND", "have": answer["last"], "epoch": answer["epoch"]})
            return
        for seq, verdict, lost in answer["results"]:
            mark = box.marks.get(seq)
            if mark and not (mark[0] is None and "ask_again" not in self.without):
                box.was.setdefault(seq, mark)
                box.marks[seq] = (mark[0], verdict, lost)
        box.results = answer["to"]
        for sha in answer["safe_blobs"] & self.sent:
            self.files.pop(sha, None)
        self.rescope(answer["scope"])

    def safe(self, box: Outbox, seq: int) -> None:
        box.safe = min(seq, box.acked)
        for one in [one for one in box.log if one <= seq]:
            ver, verdict, _ = box.marks[one]
            base = self.bases.get(box.log[one].village)
            seen = base is None or (base.build is None and ver is not None and ver <= base.even)
            if seen and verdict in FINAL and one <= box.acked:
                self.fold(box, one, base)

    def fold(self, box: Outbox, seq: int, base: Base | None) -> None:
        op, (ver, verdict, lost) = box.log[seq], box.marks[seq]
        if base is not None and verdict != "resolved":
            have, values = base.rows.get(op.id, (0, {}))
            if have < ver:
                mine = {name: value for name, value in op.fields.items() if name not in lost}
                base.rows[op.id] = (ver, values | mine)
        self.drop(box, seq)

    def drop(self, box: Outbox, seq: int) -> None:
        del box.log[seq], box.marks[seq]
        box.was.pop(seq, None)
        box.floor = max(box.floor, seq)

    def rescope(self, scope: frozenset) -> None:
        """Fetch what was granted; purge what was revoked once all of it was delivered."""
        for village in scope - self.bases.keys():
            self.bases[village] = Base()
        for village in self.bases.keys() - scope:
            unsent = any(
                op.village == village
                for box in self.outboxes
                for seq, op in box.log.items()
                if seq > box.acked
            )
            if "purge_after_ack" in self.without:
                for box in self.outboxes:
                    for seq in [seq for seq, op in box.log.items() if op.village == village]:
                        self.drop(box, seq)
                del self.bases[village]
            elif not unsent and "purge" not in self.without:
                del self.bases[village]

    def renew(self, install: str) -> None:
        """After a fork: a new install takes over what the old one could not deliver."""
        old, new = self.outbox, Outbox(install)
        first = 1 if "reissue_unsent" in self.without else old.acked + 1
        moved = [seq for seq in old.log if seq >= first]
        names = {(old.log[seq].village, old.log[seq].id): f"{install}-{n}"
                 for n, seq in enumerate(moved, 1)
                 if old.log[seq].id == f"{old.install}-{seq}"}  # fmt: skip
        if "names_of_village" in self.without:
            names |= {(v, key): name for (_, key), name in names.items() for v in self.bases}
        for n, seq in enumerate(moved, 1):
            op = old.log.pop(seq)
            old.marks.pop(seq)
            new.log[n] = op._replace(seq=n, id=names.get((op.village, op.id), op.id))
            new.marks[n] = (None, None, ())
            if op.file:
                self.files[op.file] = (install, 0)
        new.seq, old.seq, old.fork = len(moved), old.acked, None
        self.outboxes.append(new)
