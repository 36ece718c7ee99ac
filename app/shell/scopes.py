"""What a module declares and where each of its names is used, read from its syntax tree.

Reads what the house writes and what its vendored libraries are: modules, so blocks bind what they
declare; a parameter's default does not see what the body declares.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

FUNCTIONS = frozenset({
    "function_declaration", "generator_function_declaration", "function_expression",
    "generator_function", "arrow_function", "method_definition",
})  # fmt: skip
BLOCKS = frozenset({"statement_block", "switch_body", "for_statement", "class_static_block"})
USED = frozenset({
    "identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern",
})  # fmt: skip


class Spot(NamedTuple):
    """Where a name stands, in bytes. short: `{ name }`, at once key and variable."""

    module: str
    start: int
    end: int
    short: bool


@dataclass(eq=False)
class Variable:
    """Something declared: its name as written, everywhere it stands, its short name."""

    name: str
    spots: list[Spot] = field(default_factory=list)
    short: str = ""


class Scope:
    """Where names are declared. used: variables from further out that it or what is in it needs."""

    def __init__(self, around: "Scope | None", *, function: bool = False) -> None:
        self.around = around
        self.function = function or around is None
        self.names: dict[str, Variable] = {}
        self.used: set[Variable] = set()
        self.free: set[str] = set()

    def chain(self) -> "Iterator[Scope]":
        """Give this scope and those around it."""
        one: Scope | None = self
        while one is not None:
            yield one
            one = one.around


class Reader:
    """Declares and finds the names of one module."""

    def __init__(self, module: str, content: bytes, top: Scope) -> None:
        self.module = module
        self.content = content
        self.scopes: list[Scope] = []
        self.seen: list[tuple[Node, Scope]] = []
        self.walk(_parsed(module, content), top)
        for node, scope in self.seen:
            self._resolve(node, scope)

    def _name(self, node: Node) -> str:
        return self.content[node.start_byte : node.end_byte].decode()

    def _spot(self, node: Node) -> Spot:
        return Spot(self.module, node.start_byte, node.end_byte, node.type.startswith("shorthand"))

    def _inside(self, scope: Scope, *, function: bool = False) -> Scope:
        inner = Scope(scope, function=function)
        self.scopes.append(inner)
        return inner

    def _resolve(self, node: Node, scope: Scope) -> None:
        name = self._name(node)
        home = next((one for one in scope.chain() if name in one.names), None)
        for one in scope.chain():
            if one is home:
                home.names[name].spots.append(self._spot(node))
                return
            if home is None:
                one.free.add(name)
            else:
                one.used.add(home.names[name])

    def walk(self, node: Node, scope: Scope) -> None:
        """Read a piece of code that stands in a scope."""
        kind = node.type
        if kind in USED:
            self.seen.append((node, scope))
        elif kind in FUNCTIONS:
            self._function(node, scope)
        elif kind in {"class_declaration", "class"}:
            self._class(node, scope)
        elif kind in {"lexical_declaration", "variable_declaration"}:
            self._declaration(node, scope)
        elif kind == "for_in_statement":
            self._for_in(node, scope)
        elif kind == "catch_clause":
            self._catch(node, scope)
        else:
            inner = self._inside(scope) if kind in BLOCKS else scope
            self._children(node, inner)

    def _children(self, node: Node, scope: Scope) -> None:
        for child in node.named_children:
            self.walk(child, scope)

    def _function(self, node: Node, scope: Scope) -> None:
        inner = self._inside(scope, function=True)
        name = node.child_by_field_name("name")
        if node.type.endswith("declaration"):
            self._declare(name, scope, scope)
        elif node.type == "method_definition":
            self.walk(_there(name), scope)
        elif name:
            self._declare(name, inner, inner)
        single = node.child_by_field_name("parameter")
        given = node.child_by_field_name("parameters")
        for one in [single] if single else given.named_children if given else []:
            self._declare(one, inner, inner)
        body = _there(node.child_by_field_name("body"))
        if body.type == "statement_block":  # what it declares may not be called like a parameter
            self._children(body, inner)
        else:
            self.walk(body, inner)

    def _class(self, node: Node, scope: Scope) -> None:
        name = node.child_by_field_name("name")
        inner = scope
        if name and node.type == "class":
            inner = self._inside(scope)
        if name:
            self._declare(name, inner, inner)
        for child in node.named_children:
            if child != name:
                self.walk(child, inner)

    def _declaration(self, node: Node, scope: Scope) -> None:
        home = scope if node.type == "lexical_declaration" else self._hoisted(scope)
        for one in node.named_children:
            if one.type != "variable_declarator":
                continue  # a comment
            self._declare(one.child_by_field_name("name"), home, scope)
            value = one.child_by_field_name("value")
            if value:
                self.walk(value, scope)

    def _hoisted(self, scope: Scope) -> Scope:
        return next(one for one in scope.chain() if one.function)

    def _for_in(self, node: Node, scope: Scope) -> None:
        inner = self._inside(scope)
        kind = node.child_by_field_name("kind")
        left = _there(node.child_by_field_name("left"))
        if kind:
            home = self._hoisted(scope) if self._name(kind) == "var" else inner
            self._declare(left, home, inner)
        else:
            self.walk(left, inner)
        self.walk(_there(node.child_by_field_name("right")), inner)
        self.walk(_there(node.child_by_field_name("body")), inner)

    def _catch(self, node: Node, scope: Scope) -> None:
        inner = self._inside(scope)
        given = node.child_by_field_name("parameter")
        if given:
            self._declare(given, inner, inner)
        self._children(_there(node.child_by_field_name("body")), inner)

    def _declare(self, node: Node | None, home: Scope, scope: Scope) -> None:
        """Declare the names of a pattern in `home`; what it computes stands in `scope`."""
        kind = _there(node).type
        if node is None or kind == "comment":
            return
        if kind in USED:
            name = self._name(node)
            made = home.names.setdefault(name, Variable(name))
            made.spots.append(self._spot(node))
            for one in itertools.takewhile(lambda one: one is not home, scope.chain()):
                one.used.add(made)  # a `var` on its way out
        elif kind in {"assignment_pattern", "object_assignment_pattern"}:
            self._declare(node.child_by_field_name("left"), home, scope)
            self.walk(_there(node.child_by_field_name("right")), scope)
        elif kind == "pair_pattern":
            self.walk(_there(node.child_by_field_name("key")), scope)
            self._declare(node.child_by_field_name("value"), home, scope)
        elif kind in {"object_pattern", "array_pattern", "rest_pattern"}:
            for child in node.named_children:
                self._declare(child, home, scope)
        else:
            raise ValueError(f"{self.module}: cannot declare {self._name(node)[:60]}")


def _there(node: Node | None) -> Node:
    assert node is not None, "the grammar promises it"
    return node


@lru_cache(maxsize=1)
def _parser() -> Parser:
    return Parser(Language(tree_sitter_javascript.language()))


def _parsed(module: str, content: bytes) -> Node:
    root = _parser().parse(content).root_node
    if root.has_error:
        raise ValueError(f"{module}: cannot read it")
    return root
