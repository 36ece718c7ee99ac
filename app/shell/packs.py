"""The served form of the phone app: its modules joined into a few files and made small.

Made by the server when first asked for, from the files under static/ as they stand; nobody builds
anything (docs/adr/0029-served-in-packs.md). A pack is an ES module: its modules one after the
other, in the order of imports, with short names (names.py), without comments and indentation
(small.py). A lazy `import()` of a module in another pack loads that pack.
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import rcssmin

from app.shell import modules
from app.shell.files import File, Files
from app.shell.modules import Module
from app.shell.names import Scopes
from app.shell.scopes import Variable
from app.shell.small import smaller

STYLES = ("tokens", "icons", "components", "phone", "slip")
WORKER = (
    "js/lock/argon2-worker.js"  # served under its own name: its response has a policy of its own
)
# Screens on the way from nothing to the first household; what they import comes with them.
FIRST = (
    "js/main.js",
    "js/accounts/sign-in.js",
    "js/lock/set-pin.js",
    "js/villages/villages.js",
    "js/villages/roster.js",
    "js/enrollment/household.js",
)
ENGLISH = "js/words/en.js"
ENGLISH_PACK = "shell/english.js"


@dataclass(frozen=True)
class Pack:
    """One served file: its name, and its modules in the order they run."""

    name: str
    modules: tuple[str, ...]


class Sources:
    """The modules of static/, each read once."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._read: dict[str, Module] = {}

    def get(self, name: str) -> Module:
        """Return a module. Raises ValueError if there is no such file."""
        if name not in self._read:
            file = self._files.get(name)
            if file is None:
                raise ValueError(f"{name} is imported and is not there")
            self._read[name] = modules.read(name, file.content.decode())
        return self._read[name]

    def needed(self, roots: Iterable[str], before: Iterable[str] = ()) -> list[str]:
        """Return roots and all they import, imported ones first, without what came before.

        Raises ValueError for modules that import each other: one of them would run too early.
        """
        done, order = dict.fromkeys(before), []

        def visit(name: str, way: tuple[str, ...]) -> None:
            if name in way:
                raise ValueError(f"modules import each other: {' > '.join((*way, name))}")
            if name in done:
                return
            for other, _ in self.get(name).imports:
                visit(other, (*way, name))
            done[name] = None
            order.append(name)

        for root in roots:
            visit(root, ())
        return order


def packs_of(sources: Sources) -> list[Pack]:
    """Return the packs: the way to the first form, all other screens, English, the PIN's worker."""
    start = sources.needed(FIRST)
    lazy = [name for one in start for name in sources.get(one).lazy if name != ENGLISH]
    later = sources.needed(lazy, start)
    return [
        Pack("shell/start.js", tuple(start)),
        Pack("shell/screens.js", tuple(later)),
        Pack(ENGLISH_PACK, tuple(sources.needed([ENGLISH], [*start, *later]))),
        Pack(WORKER, tuple(sources.needed([WORKER]))),
    ]


class Joiner:
    """Puts packs together. Names at the top of modules are short and differ among all packs."""

    def __init__(self, sources: Sources, packs: list[Pack]) -> None:
        self._sources = sources
        self._home = {name: pack.name for pack in packs for name in pack.modules}
        self._scopes = Scopes()
        for name in self._home:  # a pack comes after those it needs
            self._read(sources.get(name))
        lazy = {other for name in self._home for other in sources.get(name).lazy}
        self._given = {name: self._scopes.add(name) for name in self._home if name in lazy}
        self._scopes.shorten()

    def _read(self, module: Module) -> None:
        given = {
            inside: self._seen(other, outside)
            for other, names in module.imports for outside, inside in names.items()
        }  # fmt: skip
        self._scopes.read(module.name, module.body, given)

    def _seen(self, name: str, outside: str) -> Variable:
        inside = self._sources.get(name).exports.get(outside)
        if inside is None:
            raise ValueError(f"{name} does not export {outside}")
        return self._scopes.variable(name, inside)

    def text(self, pack: Pack) -> str:
        """Return the text of a pack, not yet made small."""
        needed: dict[str, dict[str, None]] = {}
        for home, name in self._borrowed(pack):
            needed.setdefault(home, {})[name] = None
        lines = [f"/*!{text[3:]}" for text in _licences(self._sources, pack)]
        lines += [
            f"import {{ {', '.join(names)} }} from '{_way(pack.name, home)}';"
            for home, names in needed.items()
        ]
        lines += [self._module(name, pack.name) for name in pack.modules]
        lines.append(f"export {{ {', '.join(self._lent(pack))} }};")
        return "\n".join(lines)

    def _borrowed(self, pack: Pack) -> Iterator[tuple[str, str]]:
        """Give what a pack takes from others: the pack that has it, and its short name."""
        for name in pack.modules:
            for other, names in self._sources.get(name).imports:
                for outside in names if self._home[other] != pack.name else ():
                    yield self._home[other], self._seen(other, outside).short

    def _lent(self, pack: Pack) -> list[str]:
        asked = {name for home, name in self._every_loan() if home == pack.name}
        return sorted(
            asked | {self._given[name].short for name in pack.modules if name in self._given}
        )

    def _every_loan(self) -> Iterator[tuple[str, str]]:
        for name, home in self._home.items():
            yield from self._borrowed(Pack(home, (name,)))

    def _module(self, name: str, here: str) -> str:
        """Return a module; one that is loaded when needed is an object of what it exports, too."""
        module = self._sources.get(name)
        text = modules.LAZY.sub(
            lambda found: self._lazily(module.path(found[1]), here), self._scopes.text(name)
        )
        if name not in self._given:
            return text
        given = ", ".join(
            f"{outside}: {self._scopes.variable(name, inside).short}"
            for outside, inside in module.exports.items()
        )
        return f"{text}\nconst {self._given[name].short} = {{ {given} }};"

    def _lazily(self, name: str, here: str) -> str:
        short = self._given[name].short
        if self._home[name] == here:
            return f"(async () => {short})()"
        return f"import('{_way(here, self._home[name])}').then(pack => pack.{short})"


def _licences(sources: Sources, pack: Pack) -> list[str]:
    return list(dict.fromkeys(text for name in pack.modules for text in sources.get(name).licences))


def _way(here: str, there: str) -> str:
    return f"./{posixpath.relpath(there, posixpath.dirname(here) or '.')}"


_MADE: dict[str, list[File]] = {}


def served(files: Files) -> list[File]:
    """Return the packs and the one style sheet as files; made once per content of static/."""
    if files.sha not in _MADE:
        _MADE.clear()
        _MADE[files.sha] = _make(files)
    return _MADE[files.sha]


def _make(files: Files) -> list[File]:
    sources = Sources(files)
    packs = packs_of(sources)
    joiner = Joiner(sources, packs)
    scripts = [File(pack.name, smaller(joiner.text(pack)).encode()) for pack in packs]
    sheets = [files.get(f"css/{name}.css") for name in STYLES]
    styles = "\n".join(sheet.content.decode() for sheet in sheets if sheet)
    return [*scripts, File("shell/phone.css", rcssmin.cssmin(styles).encode())]
