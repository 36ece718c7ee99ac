"""Finds the sentences of a page when its template is compiled, so that none has to be marked.

A sentence is what stands between two tags, values and all: `<p>第 {{ no }} 版</p>` says
`第 {0} 版`. So is the text of an attribute that people read or hear, a string with Chinese in
an expression, and strings joined with `~`. docs/languages.md tells how to write for it.
"""

import html
import re
from collections.abc import Iterator
from typing import Any

from flask.templating import Environment
from jinja2 import nodes

from app.words import HAN, Word

SPOKEN = ("aria-label", "placeholder", "title", "alt", "data-label")
BRANCHING = (nodes.If, nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block)
OWN_TEXT = (nodes.Macro, nodes.CallBlock, nodes.Block)  # what comes after is not theirs to say
SAY = "app.words.say"
SPOKEN_NOW = "app.words.spoken"
PLAIN = "app.audiences.sentences.plain"

_TAG = re.compile(r"<!--|</?[A-Za-z][A-Za-z0-9]*|<!")
_ATTRIBUTE = re.compile(r"([^\s=\"'<>/]+)\s*=\s*([\"'])|(/?>)")
_SPACE = re.compile(r"\s+")


class PageEnvironment(Environment):
    """The templates of the desk, each sentence in the language of its reader."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _Finder(tree).find()
        tree.set_environment(self).set_lineno(1)
        return tree


def plain(value: Any) -> Any:
    """Return a value for a place that people do not read, such as the value of a field."""
    return str(value) if isinstance(value, Word) else value


def sentences(tree: nodes.Template) -> Iterator[str]:
    """Return the sentences of a template that was parsed by a PageEnvironment."""
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.ImportedName) and call.node.importname == SAY:
            yield call.args[0].as_const()


class _Finder:
    """Walks a template in the order of the document, knowing where in a tag it is.

    attribute: None between tags; "" in a tag; else the attribute whose value this is.
    """

    def __init__(self, tree: nodes.Template) -> None:
        self._tree = tree
        self._attribute: str | None = None
        self._quote = ""
        self._macros = {macro.name for macro in tree.find_all(nodes.Macro)}
        for imported in tree.find_all(nodes.FromImport):
            self._macros |= {one if isinstance(one, str) else one[1] for one in imported.names}

    def find(self) -> None:
        """Turn the sentences of the template into calls of `say`."""
        self._tree.body = self._visited(self._tree.body)

    def _walk(self, node: nodes.Node) -> None:
        """Visit the children in order; a branch begins where its statement stands."""
        for field, value in list(node.iter_fields()):
            if not isinstance(node, BRANCHING) or field not in ("elif_", "else_", "body"):
                setattr(node, field, self._visited(value))
        if isinstance(node, BRANCHING):
            self._branches(node)

    def _visited(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._visited(one) for one in value]
        if isinstance(value, nodes.Output):
            value.nodes = self._output(value.nodes)
        elif isinstance(value, nodes.Expr):
            return _expression(value)
        elif isinstance(value, nodes.Node):
            self._walk(value)
        return value

    def _branches(self, node: Any) -> None:
        start = self._attribute, self._quote
        end = start if isinstance(node, OWN_TEXT) else None
        branches = [node.body, *getattr(node, "elif_", []), getattr(node, "else_", [])]
        for branch in branches:
            self._attribute, self._quote = start
            self._visited(branch if isinstance(branch, list) else [branch])
            end = end or (self._attribute, self._quote)
        self._attribute, self._quote = end or start

    def _output(self, given: list[nodes.Expr]) -> list[nodes.Expr]:
        """Return the output with each sentence as one call."""
        done: list[nodes.Expr] = []
        run: list[nodes.Expr] = []  # a sentence so far
        for node in given:
            if not isinstance(node, nodes.TemplateData):
                self._value(node, run, done)
                continue
            for text, readable in self._pieces(node.data):
                piece = nodes.TemplateData(text, lineno=node.lineno)
                if readable:
                    run.append(piece)
                else:
                    done += [*_sentence(run), piece]
                    run = []
        return done + _sentence(run)

    def _value(self, node: nodes.Expr, run: list[nodes.Expr], done: list[nodes.Expr]) -> None:
        found = _expression(node)
        if self._attribute is not None and self._attribute not in SPOKEN:
            run.append(_call(PLAIN, found))
        elif self._is_markup(node):
            done += [*_sentence(run), found]
            run.clear()
        else:
            run.append(found)

    def _is_markup(self, node: nodes.Expr) -> bool:
        return (
            isinstance(node, nodes.Call)
            and isinstance(node.node, nodes.Name)
            and node.node.name in {*self._macros, "caller"}
        )

    def _pieces(self, data: str) -> Iterator[tuple[str, bool]]:
        """Split text into what people read and what is markup, keeping track of the tag."""
        at = 0
        while at < len(data):
            end, readable = self._step(data, at)
            if end > at:
                yield data[at:end], readable
            at = end

    def _step(self, data: str, at: int) -> tuple[int, bool]:
        """Return where the piece that begins at a place ends, and whether people read it."""
        if self._attribute is None:
            found = _TAG.search(data, at)
            if found is None or found.start() > at:
                return (found.start() if found else len(data)), True
            self._attribute = ""
            return found.end(), False
        if self._attribute == "":
            found = _ATTRIBUTE.search(data, at)
            if found is None:
                return len(data), False
            self._attribute = None if found[3] else found[1].lower()
            self._quote = found[2] or ""
            return found.end(), False
        readable = self._attribute in SPOKEN
        end = data.find(self._quote, at)
        if end == at:
            self._attribute = ""
            return at + 1, False
        return (end if end > at else len(data)), readable


def _expression(node: nodes.Node) -> Any:
    """Return an expression with each Chinese string in it as a sentence."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.ImportedName):
        return node  # done before
    if isinstance(node, nodes.Concat) and any(_is_chinese(one) for one in node.nodes):
        return _sentence([_expression_or_text(one) for one in node.nodes])[0]
    if isinstance(node, nodes.Filter) and node.name == "join" and _is_chinese(node.args[0]):
        # A string without markup, or the filter would take the parts for safe.
        node.args[0] = _call(SPOKEN_NOW, _call(SAY, nodes.Const(node.args[0].as_const())))
    if _is_chinese(node):
        text: Any = node
        return _call(SAY, nodes.Const(text.value), at=text)
    for field, value in list(node.iter_fields()):
        if isinstance(value, list):
            setattr(node, field, [_child(one) for one in value])
        else:
            setattr(node, field, _child(value))
    return node


def _child(value: Any) -> Any:
    return _expression(value) if isinstance(value, nodes.Node) else value


def _expression_or_text(node: nodes.Expr) -> nodes.Expr:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return nodes.TemplateData(html.escape(node.value, quote=False))
    found: nodes.Expr = _expression(node)
    return found


def _is_chinese(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.Const)
        and isinstance(node.value, str)
        and HAN.search(node.value) is not None
    )


def _sentence(run: list[nodes.Expr]) -> list[nodes.Expr]:
    """Return a run of texts and values as one call of `say`, with the space around it."""
    texts = [one.data for one in run if isinstance(one, nodes.TemplateData)]
    if not any(HAN.search(text) for text in texts):
        return run
    values: list[nodes.Expr] = []
    key = ""
    for one in run:
        if isinstance(one, nodes.TemplateData):
            key += html.unescape(one.data)
        else:
            key += f"{{{len(values)}}}"
            values.append(one)
    core = _SPACE.sub(" ", key.strip())
    before, after = key[: len(key) - len(key.lstrip())], key[len(key.rstrip()) :]
    call = _call(SAY, nodes.Const(core), *values, at=run[0])
    parts: list[nodes.Expr] = [nodes.TemplateData(before)] if before else []
    return [*parts, call, *([nodes.TemplateData(after)] if after else [])]


def _call(name: str, *values: nodes.Expr, at: nodes.Expr | None = None) -> nodes.Call:
    call = nodes.Call(nodes.ImportedName(name), list(values), [], None, None)
    call.lineno = at.lineno if at is not None else 1
    return call
