"""One ES module of static/, read: what it takes from others, what it gives, and its text between.

Not a parser of JavaScript: it knows the forms of `import` and `export` that the house uses, at the
beginning of a line or, in vendored files, behind `;` or `}`. Any other form is an error.
"""

import posixpath
import re
from dataclasses import dataclass, field

START = r"(?:^|(?<=[;}]))"
IMPORT = re.compile(
    START + r"""import\s*(?:(\w+)\s*from|\{([^}]*)\}\s*from)?\s*(['"])([^'"]+)\3;?""", re.MULTILINE
)
LIST = re.compile(
    START + r"""export\s*\{([^}]*)\}(?:\s*from\s*(['"])([^'"]+)\2)?;?""", re.MULTILINE
)
DECLARATION = re.compile(
    START + r"export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE
)
UNKNOWN = re.compile(START + r"(?:import[\s*{'\"]|export\b)", re.MULTILINE)
LAZY = re.compile(r"\bimport\('([^']+)'\)")
LICENCE = re.compile(r"/\*\*(?=\s*\*?\s*@license).*?\*/", re.DOTALL)
TYPES = re.compile(r"/\*\*.*?\*/", re.DOTALL)  # JSDoc: types may speak of `import()`, too
SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


@dataclass
class Module:
    """A module by its path in static/.

    imports: [(path, {name there: name here})], in order; exports: {name outside: name inside};
    lazy: paths of `import()`; body: the text without imports and exports.
    """

    name: str
    body: str = ""
    imports: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    exports: dict[str, str] = field(default_factory=dict)
    lazy: list[str] = field(default_factory=list)
    licences: list[str] = field(default_factory=list)

    def path(self, address: str) -> str:
        """Return the path in static/ of an address that stands in this module."""
        if address.startswith("/static/"):
            return address.removeprefix("/static/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.name), address))


def read(name: str, text: str) -> Module:
    """Return the module of a file. Raises ValueError for a form that is not understood."""
    module = Module(name)
    module.licences = LICENCE.findall(text)
    text = SOURCE_MAP.sub("", TYPES.sub("", text))
    text = IMPORT.sub(lambda found: _import(module, found), text)
    text = LIST.sub(lambda found: _list(module, found), text)
    text = DECLARATION.sub(lambda found: _declaration(module, found), text)
    unknown = UNKNOWN.search(text)
    if unknown:
        raise ValueError(f"{name}: cannot join `{text[unknown.start() :][:60]}`")
    module.lazy = [module.path(address) for address in LAZY.findall(text)]
    module.body = text
    return module


def _names(listed: str) -> dict[str, str]:
    """Return {first: second} of `a, b as c`; without `as` both are the same."""
    pairs = [part.split() for part in listed.split(",") if part.strip()]
    return {words[0]: words[-1] for words in pairs}


def _import(module: Module, found: re.Match[str]) -> str:
    default, listed, _, address = found.groups()
    names = {"default": default} if default else _names(listed or "")
    module.imports.append((module.path(address), names))
    return ""


def _list(module: Module, found: re.Match[str]) -> str:
    names = _names(found[1])
    if found[3] is None:
        module.exports.update({outside: inside for inside, outside in names.items()})
        return ""
    passed = {name: f"passed_{name}" for name in names}  # on to others, out of another module
    module.imports.append((module.path(found[3]), passed))
    module.exports.update({outside: passed[name] for name, outside in names.items()})
    return ""


def _declaration(module: Module, found: re.Match[str]) -> str:
    module.exports[found[1]] = found[1]
    return ""
