"""Short names for what a module declares; what others see of it, properties and globals, stays.

    scopes = Scopes()
    for each module, those it imports first:
        scopes.read(name, body, {local name: Variable of another module})
    scopes.shorten()
    scopes.text(name)    # the body with short names

Modules of one pack stand beside each other in one scope, so every declaration at the top of a
module gets a name of its own among all packs, of one sign where it is used most, else of two. What
is declared further in reuses the letters that nothing needs at that place.
"""

import itertools
import string
from collections.abc import Iterator

from app.shell.scopes import Reader, Scope, Spot, Variable

LETTERS = string.ascii_letters + "$_"
TOP = "ABCDEFGHIJKLM$_"  # one sign, for what is used most at the top of modules
INNER = string.ascii_lowercase + "NOPQRSTUVWXYZ"
RESERVED = frozenset(
    {"do", "if", "in", "as", "of", "for", "let", "new", "try", "var", "get", "set"}
)


class Scopes:
    """The names of all modules together."""

    def __init__(self) -> None:
        self._bodies: dict[str, bytes] = {}
        self._tops: dict[str, Scope] = {}
        self._inner: list[Scope] = []
        self._edits: dict[str, list[tuple[Spot, str]]] = {}
        self._extra: list[Variable] = []

    def read(self, name: str, body: str, given: dict[str, Variable]) -> None:
        """Read a module. given: what it has from others, by its name here."""
        top = Scope(None)
        top.names.update(given)
        reader = Reader(name, body.encode(), top)
        self._bodies[name] = reader.content
        self._tops[name] = top
        self._inner += reader.scopes

    def variable(self, module: str, name: str) -> Variable:
        """Return what a module declares at its top. Raises ValueError if it does not."""
        found = self._tops[module].names.get(name)
        if found is None:
            raise ValueError(f"{module} does not declare {name}")
        return found

    def add(self, name: str) -> Variable:
        """Declare one more at the top, that stands in no module."""
        self._extra.append(Variable(name))
        return self._extra[-1]

    def shorten(self) -> None:
        """Choose all short names."""
        free = set().union(*(one.free for one in self._tops.values())) | RESERVED
        tops = [one for top in self._tops.values() for one in top.names.values()]
        names = (name for name in _top_names() if name not in free)
        for one in sorted(dict.fromkeys([*tops, *self._extra]), key=lambda one: -len(one.spots)):
            one.short = next(names)
        for scope in self._inner:
            taken = {one.short for one in scope.used} | scope.free | RESERVED
            inner = (name for name in _inner_names() if name not in taken)
            for one in sorted(scope.names.values(), key=lambda one: -len(one.spots)):
                one.short = next(inner)
        self._place()

    def _place(self) -> None:
        every = {
            one for scope in [*self._tops.values(), *self._inner] for one in scope.names.values()
        }
        for one in every:
            for spot in one.spots:
                text = f"{one.name}:{one.short}" if spot.short else one.short
                self._edits.setdefault(spot.module, []).append((spot, text))

    def text(self, module: str) -> str:
        """Return the body of a module with short names."""
        body, parts, at = self._bodies[module], [], 0
        for spot, text in sorted(self._edits.get(module, [])):
            parts += [body[at : spot.start], text.encode()]
            at = spot.end
        return b"".join([*parts, body[at:]]).decode()


def _top_names() -> Iterator[str]:
    yield from TOP
    for first, second in itertools.product(LETTERS, LETTERS + string.digits):
        yield first + second


def _inner_names() -> Iterator[str]:
    yield from INNER
    for first, second, third in itertools.product(LETTERS, LETTERS, LETTERS):
        yield first + second + third
