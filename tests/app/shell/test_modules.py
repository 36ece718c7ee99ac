"""Reading a module: what it takes, what it gives, and an error for any other form."""

import pytest

from app.shell.modules import read


def test_imports_of_every_form_are_read_and_taken_out():
    module = read(
        "js/ui/a.js",
        "import { one, two as three } from './b.js';\nimport {\n  four,\n} from '/static/vendor/c.js';\n"
        "import Pad from '../pad.js';\nimport './d.js';\nrun(one);\n",
    )

    assert module.imports == [
        ("js/ui/b.js", {"one": "one", "two": "three"}),
        ("vendor/c.js", {"four": "four"}),
        ("js/pad.js", {"default": "Pad"}),
        ("js/ui/d.js", {}),
    ]
    assert module.body.strip() == "run(one);"


def test_exports_stay_as_declarations():
    module = read("a.js", "export const A = 1;\nexport async function b() {}\nexport class C {}\n")

    assert module.exports == {"A": "A", "b": "b", "C": "C"}
    assert module.body == "const A = 1;\nasync function b() {}\nclass C {}\n"


def test_a_vendored_file_in_one_line_is_read():
    module = read("v/a.js", 'import{x as t}from"./b.js";const u=t;class R{}export{R as default,u};')

    assert module.imports == [("v/b.js", {"x": "t"})]
    assert module.exports == {"default": "R", "u": "u"}
    assert module.body == "const u=t;class R{}"


def test_what_is_only_passed_on_is_exported_too():
    module = read("v/a.js", 'export{one}from"./b.js";')

    assert module.imports == [("v/b.js", {"one": "passed_one"})]
    assert module.exports == {"one": "passed_one"}


def test_a_lazy_import_is_noted_and_one_that_is_only_a_type_is_not():
    module = read(
        "js/a.js",
        "/** @type {import('./types.d.ts').A} */\nconst load = async () => (await import('./b.js')).run;\n",
    )

    assert module.lazy == ["js/b.js"]


def test_a_licence_is_kept_apart():
    module = read("v/a.js", "/**\n * @license\n * somebody\n */\nrun();")

    assert module.licences == ["/**\n * @license\n * somebody\n */"]
    assert module.body.strip() == "run();"


@pytest.mark.parametrize(
    "form", ["export default 1;", "export let x = 1;", "export * from './b.js';", "import * as b from './b.js';"]
)  # fmt: skip
def test_any_other_form_is_refused_with_the_name_of_the_file(form):
    with pytest.raises(ValueError, match=r"js/a\.js: cannot join"):
        read("js/a.js", f"run();\n{form}\n")
