"""The served form of the phone app: its modules joined into a few files and made small.

Made by the server when first asked for, from the files under static/ as they stand; nobody builds
anything (docs/adr/0029-served-in-packs.md). A pack is an ES module. Each module of it is a function
that runs once, in the order of imports, and gives an object of its exports; a lazy `import()` of
another pack is a real one. Names stay as written: comments and indentation go, nothing is renamed.
"""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass

import rcssmin

from app.shell import modules
from app.shell.files import File, Files
from app.shell.modules import Module
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


def join(sources: Sources, pack: Pack, packs: list[Pack]) -> str:
    """Return the text of a pack, not yet made small."""
    home = {name: one.name for one in packs for name in one.modules}
    place = {name: f"m{number}" for number, name in enumerate(home)}
    outside = {
        other: home[other]
        for name in pack.modules
        for other, _ in sources.get(name).imports
        if home[other] != pack.name
    }
    lines = [f"/*!{text[3:]}" for text in _licences(sources, pack)]
    for number, address in enumerate(dict.fromkeys(outside.values())):
        lines.append(f"import {{ modules as from{number} }} from '{_way(pack.name, address)}';")
        lines += [
            f"const {place[name]} = from{number}[{name!r}];"
            for name, where in outside.items() if where == address
        ]  # fmt: skip
    lines += [_function(sources.get(name), place, home, pack.name) for name in pack.modules]
    wanted = _wanted_elsewhere(sources, pack, packs)
    lines.append(f"export const modules = {{ {', '.join(f'{n!r}: {place[n]}' for n in wanted)} }};")
    return "\n".join(lines)


def _wanted_elsewhere(sources: Sources, pack: Pack, packs: list[Pack]) -> list[str]:
    asked = {
        other
        for one in packs if one is not pack
        for name in one.modules
        for other in [*dict(sources.get(name).imports), *sources.get(name).lazy]
    }  # fmt: skip
    return [name for name in pack.modules if name in asked]


def _licences(sources: Sources, pack: Pack) -> list[str]:
    return list(dict.fromkeys(text for name in pack.modules for text in sources.get(name).licences))


def _function(module: Module, place: dict[str, str], home: dict[str, str], here: str) -> str:
    taken = [
        f"const {{ {', '.join(f'{a}: {b}' for a, b in names.items())} }} = {place[other]};"
        for other, names in module.imports if names
    ]  # fmt: skip
    body = modules.LAZY.sub(
        lambda found: _lazily(module.path(found[1]), place, home, here), module.body
    )
    given = ", ".join(f"{outside}: {inside}" for outside, inside in module.exports.items())
    taking = "\n".join(taken)
    return (
        f"const {place[module.name]} = (() => {{\n{taking}\n{body}\nreturn {{ {given} }};\n}})();"
    )


def _lazily(name: str, place: dict[str, str], home: dict[str, str], here: str) -> str:
    if home[name] == here:
        return f"(async () => {place[name]})()"
    return f"import('{_way(here, home[name])}').then(pack => pack.modules[{name!r}])"


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
    scripts = [File(pack.name, smaller(join(sources, pack, packs)).encode()) for pack in packs]
    sheets = [files.get(f"css/{name}.css") for name in STYLES]
    styles = "\n".join(sheet.content.decode() for sheet in sheets if sheet)
    return [*scripts, File("shell/phone.css", rcssmin.cssmin(styles).encode())]
