"""The catalogue of codes, and lists of findings."""

import json
import re
from pathlib import Path

import pytest

from app.findings import (
    CODES,
    blocks,
    collect,
    finding,
    prefixed,
    sentence,
)

ROOT = Path(__file__).parents[2]
KEYS = {"severity", "override", "path", "rule", "zh-CN", "en"}


def _table(file):
    return json.loads((ROOT / "app" / file).read_text(encoding="utf-8"))


def test_no_code_stands_in_both_files():
    rules, server = _table("finding-codes.json"), _table("server-codes.json")

    assert not rules.keys() & server.keys()
    assert {**rules, **server} == CODES


@pytest.mark.parametrize("code", CODES)
def test_an_entry_has_all_its_keys_and_plain_sentences(code):
    entry = CODES[code]

    assert entry.keys() == KEYS
    assert entry["severity"] in ("BLOCK", "WARN")
    assert not (entry["override"] and entry["severity"] == "WARN")
    assert entry["zh-CN"]
    assert entry["en"]
    assert not any(sign in entry["zh-CN"] for sign in "您！!") and "成功" not in entry["zh-CN"]


@pytest.mark.parametrize("code", CODES)
def test_a_sentence_says_what_is_wrong_and_then_what_to_do(code):
    chinese, english = CODES[code]["zh-CN"], CODES[code]["en"]
    if code == "OTHER_COVER_UNDECLARED":  # asks for it: there is nothing wrong yet
        assert (chinese[:3], english[:8]) == ("请询问", "Ask for ")
        return
    fault, _, remedy = english.partition("; ")

    assert fault
    assert remedy
    assert re.search("[，；].", chinese)


def test_the_catalogue_is_the_table_of_the_semantics():
    text = (ROOT / "docs" / "template-semantics.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.split("## 14.")[1].splitlines()[3:]]
    table = {row[0]: row[1:] for row in rows if len(row) == 6}

    assert table.keys() == _table("finding-codes.json").keys()
    for code, (severity, *_, chinese, english) in table.items():
        entry = CODES[code]
        mark = entry["severity"][0] + "*" * entry["override"]
        assert [mark, entry["zh-CN"], entry["en"]] == [severity, chinese, english]


def test_findings_are_sorted_by_path_then_code_without_repeats():
    found = [finding("NAME_MISSING", "name"), finding("ID_LENGTH", "id_no"),
             finding("ID_CHARSET", "id_no"), finding("NAME_MISSING", "name")]  # fmt: skip

    assert [(one["path"], one["code"]) for one in collect(found)] == [
        ("id_no", "ID_CHARSET"), ("id_no", "ID_LENGTH"), ("name", "NAME_MISSING"),
    ]  # fmt: skip


def test_only_blocks_stop_acceptance():
    found = [finding("NAME_SUSPECT", "name"), finding("ID_EMPTY", "id_no")]

    assert blocks(found) == [{"code": "ID_EMPTY", "severity": "BLOCK", "path": "id_no"}]
    assert prefixed("members[1].", found[:1])[0]["path"] == "members[1].name"


def test_sentences_in_two_languages():
    assert sentence("RECEIPT_DUPLICATE") == "收据号重复，请核对收据本"
    assert sentence("ID_EMPTY", "en") == "The ID number is missing; enter it from the document"


def test_few_findings_may_be_overridden():
    assert {code for code in CODES if CODES[code]["override"]} == {
        "PARTICIPATION_LOW",
        "COLLECTED_DIFFERS",
    }


def test_a_code_outside_the_catalogue_is_a_mistake():
    with pytest.raises(KeyError):
        finding("NO_SUCH_CODE", "name")
