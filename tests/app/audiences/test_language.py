"""Which sentences a template says, and how a person changes the language of the desk."""

import pytest
from flask import render_template_string

from app.words import speaking
from tests.factories import sign_in, submit


@pytest.mark.parametrize(
    ("template", "chinese", "said"),
    [
        ("<h2>批次 {{ 3 }}</h2>", "<h2>批次 3</h2>", "<h2>Batch 3</h2>"),
        ("<p>\n 状态 \n</p>", "<p>\n 状态 \n</p>", "<p>\n State \n</p>"),
        ('<b title="批次 {{ 3 }}">3</b>', '<b title="批次 3">3</b>', '<b title="Batch 3">3</b>'),
        ('{{ "状态" if 1 else "版本" }}', "状态", "State"),
        ('{{ "批次 " ~ 3 }}', "批次 3", "Batch 3"),
        ('{{ ["状态", "版本"]|join("、") }}', "状态、版本", "State, Version"),
        ('{% set x = {"A": ("ok", "状态")} %}{{ x.A[1] }}', "状态", "State"),
        (
            '{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{{ m("状态") }}版本',
            "<i>状态</i>版本",
            "<i>State</i>Version",
        ),
        (
            '<a{% if 1 %} class="x"{% endif %} href="/状态">状态</a>',
            '<a class="x" href="/状态">状态</a>',
            '<a class="x" href="/状态">State</a>',
        ),
    ],
)
def test_what_stands_between_tags_is_a_sentence(app, template, chinese, said):
    with app.test_request_context():
        assert render_template_string(template) == chinese
        with speaking("en"):
            assert render_template_string(template) == said


def test_what_a_form_sends_back_is_the_same_in_every_language(app):
    template = '<option value="{{ "状态" }}">{{ "状态" }}</option>'
    with app.test_request_context(), speaking("en"):
        assert render_template_string(template) == '<option value="状态">State</option>'


def test_a_value_in_a_sentence_is_escaped(app):
    with app.test_request_context(), speaking("en"):
        assert render_template_string("批次 {{ x }}", x="<") == "Batch &lt;"
        assert (
            render_template_string('<b title="批次 {{ x }}">', x='"') == '<b title="Batch &#34;">'
        )


def test_the_desk_is_chinese_until_somebody_chooses_and_remembers_the_choice(client, county):
    sign_in(client, "supervisor01")
    assert '<html lang="zh-CN"' in client.get("/console/batches").text

    answer = submit(client, "/language", {"language": "en", "next": "/console/batches?q=1"})

    assert answer.location == "/console/batches?q=1"
    page = client.get("/console/batches").text
    assert '<html lang="en"' in page
    assert "No batch" in page
    assert "批次" not in page


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil",
        "/\t/evil.example",
        "/\n/evil.example",
        "",
    ],
)
def test_the_choice_of_a_language_leads_to_no_other_site(client, county, wanted):
    sign_in(client, "supervisor01")

    answer = submit(client, "/language", {"language": "en", "next": wanted})

    assert answer.location == "/console/"


def test_an_unknown_language_changes_nothing(client, county):
    sign_in(client, "supervisor01")
    submit(client, "/language", {"language": "xx", "next": "/"})

    assert '<html lang="zh-CN"' in client.get("/console/batches").text


def test_errors_and_notices_speak_the_language_too(client, county):
    sign_in(client, "supervisor01")
    submit(client, "/language", {"language": "en"})

    assert "There is no such page, or it is not in your area" in client.get("/console/nothing").text
    wrong = submit(client, "/console/password", {"old": "x", "new": "y", "again": "z"})
    assert "The two new passwords differ" in wrong.text
