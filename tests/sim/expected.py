"""What the state machine expects: a merge of our own, and ways to break the application."""

from typing import Any


class Expected:
    """fields: (id, name) -> (value, version, writer). lost: (install, seq, field) of conflicts."""

    homes: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[tuple[str, str], tuple[Any, int, str]] = {}
        self.lost: list[tuple[str, int, str]] = []
        self.ops: dict[tuple[str, int], Any] = {}

    def is_allowed(self, op: Any) -> bool:
        known = op.k == "c" or op.id in self.homes
        return op.t == "hh@1" and op.k != "d" and "walk_order" not in op.f and known

    def merge(self, key: tuple[str, int], at: int, late: int | None = None) -> bool:
        """Merge an op into our own fields; return whether something lost."""
        op, lost = self.ops[key], False
        for name, value in op.f.items():
            has, ver, writer = self.fields.get((op.id, name), (None, 0, ""))
            own = writer == key[0]
            overtaken = own and late is not None and ver > late
            if not overtaken and (own or ver <= op.b):
                self.fields[op.id, name] = (value, at, key[0])
            elif has != value:
                lost = True
                self.lost.append((*key, name))
        return lost


def raiser(error: type[BaseException]) -> Any:
    def run(*_args: Any, **_options: Any) -> Any:
        raise error

    return run


def after(real: Any, error: type[BaseException]) -> Any:
    def run(*args: Any, **options: Any) -> Any:
        real(*args, **options)
        raise error

    return run
