"""Sentences of the desk: Chinese to store, English on the page of who reads English."""

import json
import re

import pytest
from markupsafe import Markup, escape

from app.words import FOLDER, Word, aloud, english, listed, say, speak, speaking, spoken, words
from tools.english import everything, unspoken

FILES = sorted(FOLDER.glob("*.json"))
PLACE = re.compile(r"\{[0-9]\}")


def _catalogue():
    return {
        key: value
        for path in FILES
        for key, value in json.loads(path.read_text(encoding="utf-8")).items()
    }


def test_every_sentence_of_the_desk_has_its_english():
    assert [key for key in everything() if key not in english()] == []


def test_no_english_is_left_of_sentences_that_are_gone():
    said = set(everything())
    assert [key for key in _catalogue() if key not in said] == []


def test_no_chinese_text_of_the_desk_escapes_translation():
    assert list(unspoken()) == []


def test_a_sentence_stands_in_one_file_of_english():
    keys = [key for path in FILES for key in json.loads(path.read_text(encoding="utf-8"))]
    assert len(keys) == len(set(keys))


def test_english_has_the_values_of_its_chinese():
    dates = {"{0}月{1}日", "{0}年{1}月{2}日"}  # English names the month
    for key, value in english().items():
        for one in [value] if isinstance(value, str) else value:
            if key not in dates:
                assert set(PLACE.findall(one)) == set(PLACE.findall(key)), key


def test_english_has_no_chinese_marks_and_no_markup():
    for key, value in _catalogue().items():
        for one in [value] if isinstance(value, str) else value:
            assert one.strip(), key
            assert not re.search("[\u3001-\u3003\uff01-\uff5e<>]", one), key


def test_a_word_is_its_chinese_to_whoever_stores_or_compares_it():
    word = say("还差 {0} 人", 3)

    assert word == "还差 3 人"
    assert json.dumps({"a": word}, ensure_ascii=False) == '{"a": "还差 3 人"}'
    assert {"还差 3 人": 1}[word] == 1
    assert str(say("第 {0} 行：{1}", 2, say("没有"))) == "第 2 行：没有"


def test_a_word_on_a_page_is_in_the_language_of_the_reader():
    with speaking("en"):
        assert escape(say("第 {0} 版", 2)) == "Version 2"
        assert spoken(say("第 {0} 行：{1}", 2, say("没有"))) == "Row 2: None"
    assert escape(say("第 {0} 版", 2)) == "第 2 版"


def test_one_of_a_thing_and_several_are_said_apart():
    with speaking("en"):
        assert [spoken(say("{0} 份文件", number)) for number in (0, 1, 2)] == [
            "0 files", "1 file", "2 files",
        ]  # fmt: skip


def test_what_a_person_typed_is_escaped_in_every_language():
    word = say("选 {0}", "<b>")

    assert escape(word) == "选 &lt;b&gt;"
    with speaking("en"):
        assert escape(word) == "Choose &lt;b&gt;"
        assert escape(say("选 {0}", Markup("<b>"))) == "Choose <b>"


def test_a_sentence_without_english_shows_in_chinese():
    with speaking("en"):
        assert escape(say("没有人译过这一句")) == "没有人译过这一句"


def test_a_table_is_marked_at_any_depth_and_nothing_twice():
    table = words({"A": ("ok", "停用"), "B": [say("{0} 份文件", 1)], "C": None})

    assert isinstance(table["A"][1], Word)
    assert not isinstance(table["A"][0], Word)
    assert table["B"][0].values == (1,)
    assert table["C"] is None


@pytest.mark.parametrize(
    ("parts", "chinese", "said"),
    [([], "", ""), (["甲"], "甲", "甲"), (["甲", "乙", "丙"], "甲、乙、丙", "甲, 乙, 丙")],
)
def test_a_list_has_the_commas_of_its_language(parts, chinese, said):
    with speaking("en"):
        assert spoken(listed(parts)) == said
    assert listed(parts) == chinese


def test_an_unknown_language_is_chinese():
    with speaking("zh-CN"):
        speak("xx")
        assert spoken(say("停用")) == "停用"


def test_data_for_a_script_is_said_aloud_at_any_depth():
    with speaking("en"):
        assert aloud({"a": [say("停用"), 1, ("x", say("{0} 份文件", 1))]}) == {
            "a": ["Suspended", 1, ["x", "1 file"]]
        }
