"""What the state machine expects: a merge of our own, and ways to break the application."""

from typing import Any

Key = tuple[str, int]


class Expected:
    """fields: (id, name) -> (value, version, writer). lost: (install, seq, field) of conflicts.

    judged: verdict of each op. refused: those a person did not let pass. reads: wire versions. floor: what is forgotten.
    """

    homes: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[tuple[str, str], tuple[Any, int, str]] = {}
        self.lost: list[tuple[str, int, str]] = []
        self.ops: dict[Key, Any] = {}
        self.judged: dict[Key, str] = {}
        self.refused: set[Key] = set()
        self.reads = {"hh@1"}
        self.floor = 0

    def parent(self, key: Key) -> Key | None:
        """Return the op that makes what this one changes, if a phone made it."""
        op = self.ops[key]
        owner, _, number = op.id.rpartition("-")
        made = (owner, int(number)) if number else key
        return made if op.k == "u" and made in self.ops else None

    def expect(self, key: Key) -> str:
        """Return the verdict of an op in its scope; `applied` may also be a conflict."""
        op, parent = self.ops[key], self.parent(key)
        if op.t not in self.reads or op.k == "d" or "walk_order" in op.f:
            return "quarantined"
        if parent is not None and self.judged.get(parent) in ("quarantined", "waiting"):
            return "waiting"
        known = op.k == "c" or op.id in self.homes or (parent and parent not in self.refused)
        return "applied" if known else "quarantined"

    def merge(self, key: Key, at: int, late: int | None = None, since: int = 0) -> bool:
        """Merge an op into our own fields; return whether something lost.

        late: version of its install's ops before it, when it is applied late; since: where the
        village stood then.
        """
        op, lost = self.ops[key], False
        for name, value in op.f.items():
            unmarked = (None, 0 if op.k == "c" else self.floor, "")
            has, ver, writer = self.fields.get((op.id, name), unmarked)
            own = writer == key[0]
            overtaken = own and late is not None and late < ver <= since
            if not overtaken and (own or ver <= op.b):
                self.fields[op.id, name] = (value, at, key[0])
            elif has != value:
                lost = True
                self.lost.append((*key, name))
        return lost

    def judge_again(self, keys: set[Key], vers: dict[Key, int], since: int) -> int:
        """Judge ops of one install late, and what waits for them; return the village's version."""
        return self._go(set(keys), vers, since, since)

    def judge_children(self, key: Key, vers: dict[Key, int], at: int, since: int) -> int:
        """Judge what waits for an op a person decided on."""
        return self._go(self.waiting_for(key), vers, at, since)

    def _go(self, todo: set[Key], vers: dict[Key, int], at: int, since: int) -> int:
        while todo:
            key = min(todo)
            todo.remove(key)
            if self.ops[key].t not in self.reads:
                continue
            at += 1
            verdict = self.expect(key)
            if verdict == "applied" and self.merge(key, at, self.late(key, vers), since):
                verdict = "conflict"
            self.judged[key] = verdict
            todo |= self.waiting_for(key)
        return at

    def waiting_for(self, key: Key) -> set[Key]:
        return {
            one for one, status in self.judged.items()
            if status == "waiting" and self.parent(one) == key
        }  # fmt: skip

    def late(self, key: Key, vers: dict[Key, int]) -> int:
        before = [ver for (install, seq), ver in vers.items() if install == key[0] and seq < key[1]]
        return vers[key] or max(before, default=0)


def raiser(error: type[BaseException]) -> Any:
    def run(*_args: Any, **_options: Any) -> Any:
        raise error

    return run


def after(real: Any, error: type[BaseException]) -> Any:
    def run(*args: Any, **options: Any) -> Any:
        real(*args, **options)
        raise error

    return run
