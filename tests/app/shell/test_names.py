"""Short names: the same program, each name still meaning what it meant."""

import json
import subprocess

import pytest

from app.shell import STATIC
from app.shell.files import Files
from app.shell.names import Scopes
from app.shell.packs import Sources, packs_of
from tests.factories import ROOT

# Two programs are the same when their trees differ in names of variables only, and every name is
# bound at the same place in both; what is bound nowhere is called the same, unless it was imported.
SAME = """
import { parse } from 'acorn';
import { analyze } from 'eslint-scope';
import { readFileSync } from 'node:fs';
const how = { ecmaVersion: 2022, sourceType: 'module' };
function shape(text) {
  const tree = parse(text, { ...how, ranges: true });
  const places = new Map();
  const bare = (key, one) => {
    if (typeof one === 'bigint') return String(one);
    if (!one || typeof one !== 'object' || !('start' in one)) return one;
    const { start, end, range, shorthand, raw, ...rest } = one;
    if (one.type === 'Identifier') { if (!places.has(start)) places.set(start, places.size); return { is: places.get(start) }; }
    if (one.type === 'Property') return { ...rest, key: rest.computed ? rest.key : { name: rest.key.name ?? rest.key.value } };
    if (one.type === 'MemberExpression' && !one.computed) return { ...rest, property: { name: rest.property.name } };
    if ((one.type === 'MethodDefinition' || one.type === 'PropertyDefinition') && !one.computed) return { ...rest, key: { name: rest.key.name } };
    return rest;
  };
  const printed = JSON.stringify(tree, bare);
  const variables = new Map(), bound = [];
  const { scopes } = analyze(tree, how);
  for (const scope of scopes) for (const { resolved, identifier } of scope.references) {
    if (resolved && !variables.has(resolved)) variables.set(resolved, variables.size);
    bound.push([places.get(identifier.start), resolved ? variables.get(resolved) : identifier.name]);
  }
  return { printed, bound };
}
const same = ({ before, after, given }) => {
  const [one, other] = [shape(before), shape(after)];
  const names = new Map();
  return one.printed === other.printed && one.bound.length === other.bound.length && one.bound.every(([place, what], at) => {
    const [otherPlace, otherWhat] = other.bound[at];
    if (place !== otherPlace) return false;
    if (typeof what === 'number' || !given.includes(what)) return what === otherWhat;
    if (!names.has(what)) names.set(what, otherWhat);
    return names.get(what) === otherWhat;
  });
};
console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(one => same(one))));
"""


def same_programs(cases: list[dict[str, object]]) -> list[bool]:
    done = subprocess.run(
        ["node", "--input-type=module", "-e", SAME],
        input=json.dumps(cases), cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def shortened(body: str) -> str:
    scopes = Scopes()
    scopes.read("a.js", body, {})
    scopes.shorten()
    return scopes.text("a.js")


def test_every_module_of_the_phone_is_the_same_program():
    sources, scopes, given = Sources(Files(STATIC)), Scopes(), {}
    modules = [name for pack in packs_of(sources) for name in pack.modules]
    for name in modules:
        module = sources.get(name)
        given[name] = {
            inside: scopes.variable(other, sources.get(other).exports[outside])
            for other, names in module.imports for outside, inside in names.items()
        }  # fmt: skip
        scopes.read(name, module.body, given[name])
    scopes.shorten()

    cases = [
        {"before": sources.get(name).body, "after": scopes.text(name), "given": list(given[name])}
        for name in modules
    ]
    assert dict(zip(modules, same_programs(cases), strict=True)) == dict.fromkeys(modules, True)
    assert sum(len(scopes.text(name)) for name in modules) < sum(
        len(sources.get(name).body) for name in modules
    )


CASES = [
    "const first = 1; { const second = first; { const third = second + first; use(third); } }",
    "function outer(one, { two, three: four = one }, [five, ...six]) { return { two, four, five, six }; }",
    "const make = ({ a, b = a } = {}) => b ? { a, b } : make({ a: b });",
    "let x, y; ({ x, y = x } = get()); [x, y] = [y, x];",
    "class One { static #count = 0; size = One.#count; set(value) { this.size = value; } }\nnew One();",
    "const Two = class Inner { make() { return new Inner(); } }; use(Two);",
    "const again = function self(n) { return n ? self(n - 1) : 0; }; again(3);",
    "for (const [key, value] of list) for (let at = 0; at < value; at += 1) use(key, at);",
    "function f() { for (var i = 0; i < 3; i += 1) { let i2 = i; use(i2); } var late = i; return late; }",
    "try { run(); } catch ({ name, message: text }) { const both = name + text; use(both); } finally { end(); }",
    "switch (kind) { case one: { const a = kind; use(a); break; } default: { let b = 2; use(b); } }",
    "const text = t`a ${name => `${name} ${other}`} b`; label: for (;;) { break label; }",
    "const o = { run() { return this.run; }, get size() { return o; }, async *all() { yield o; }, [text]: 1 };",
    "const a = 1, aa = 2; use(a, aa, $, _, A, b);",
    "const undefined_ = void 0, d = /a/g; if (undefined_ === undefined) use(arguments_ => arguments_, d);",
    "function g(value) { { function value2() { return value; } use(value2); } return g; }",
]


def test_what_is_declared_in_any_way_stays_bound():
    cases = [{"before": body, "after": shortened(body), "given": []} for body in CASES]

    assert dict(zip(CASES, same_programs(cases), strict=True)) == dict.fromkeys(CASES, True)


def test_a_name_that_is_caught_by_another_would_be_seen():
    before = "const outer = 1; const f = inner => inner + outer;"

    wrong = ["const A = 1; const B = A => A + A;", "const A = 1; const B = a => a + window;"]
    assert same_programs([{"before": before, "after": w, "given": []} for w in wrong]) == [
        False,
        False,
    ]


def test_globals_and_properties_keep_their_names():
    after = shortened("const thing = { name: window.name }; document.title = thing.name;")

    assert after == "const A = { name: window.name }; document.title = A.name;"


def test_a_global_of_one_letter_is_not_covered():
    assert shortened("const thing = 1; use(A, thing, other => a + other);") == (
        "const B = 1; use(A, B, b => a + b);"
    )


def test_modules_of_one_scope_have_different_names():
    scopes = Scopes()
    scopes.read("a.js", "const one = 1;", {})
    scopes.read("b.js", "const one = 2; use(other);", {"other": scopes.variable("a.js", "one")})
    scopes.shorten()

    assert (scopes.text("a.js"), scopes.text("b.js")) == ("const A = 1;", "const B = 2; use(A);")


def test_what_is_not_declared_or_cannot_be_read_is_said():
    scopes = Scopes()
    scopes.read("a.js", "const one = 1;", {})

    with pytest.raises(ValueError, match=r"a\.js does not declare two"):
        scopes.variable("a.js", "two")
    with pytest.raises(ValueError, match=r"b\.js: cannot read"):
        scopes.read("b.js", "const = ;", {})
