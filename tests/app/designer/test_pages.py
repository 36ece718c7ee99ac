"""The designer as administrators use it: form fields only, no scripts, two people."""

import io
import json
import re

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.db import db
from app.designer import form, sheets
from app.products import queries
from app.products.models import ProductVersion
from tests.app.designer.paper import Paper
from tests.app.designer.test_form import CODES
from tests.conftest import both_databases
from tests.factories import csrf_token, sign_in, submit, template

HOME = "/admin/products"
NEW = "WV-NEW-2026"


@pytest.fixture
def author(app, county):
    """A browser of the administrator who writes."""
    client = app.test_client()
    sign_in(client, "admin01")
    return client


@pytest.fixture
def second(app, county):
    """A browser of another administrator."""
    client = app.test_client()
    sign_in(client, "admin02")
    return client


def _new(client, code=NEW):
    submit(client, HOME, {"code": code})
    return Paper(client, f"{HOME}/{code}/1")


def _fill(paper, fields):
    """Fill in fields, adding rows with the page's own buttons where it has too few."""
    for name in fields:
        parts = name.split(".")
        for at, part in enumerate(parts):
            whole = ".".join(parts[:at])
            row = f"{whole}.{part}."
            is_row = part.isdigit() and whole.split(".")[-1] not in ("age", "occ")
            if is_row and not any(field.startswith(row) for field in paper.offered):
                paper.press(f"add:{whole}")
        if name != "code":
            paper.fill(name, fields[name])


def _import(client, body, name="v.json"):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    data = {"file": (io.BytesIO(content), name), "csrf_token": csrf_token(client)}
    return client.post(f"{HOME}/import", data=data)


def _publish(client, url):
    """Publish what the page shows."""
    seen = re.search(r'name="revision" value="([0-9]+)"', client.get(url).text)[1]
    return submit(client, f"{url}/publish", {"revision": seen})


def _row(code, version=1):
    db.session.rollback()
    return db.session.get(ProductVersion, (code, version))


@both_databases
def test_a_template_made_from_an_empty_form_equals_the_one_of_the_file(app, author, second):
    wanted = template("WV-ACC-ILL-2026") | {"code": NEW}
    paper = _new(author)
    _fill(paper, form.show(wanted))
    answer = paper.press("submit")
    _publish(second, f"{HOME}/{NEW}/1")

    assert "等另一位管理员复核" in answer.text
    assert _row(NEW).status == "PUBLISHED"
    assert queries.published(NEW, 1) == wanted


@pytest.mark.parametrize("code", CODES)
def test_every_sample_is_imported_reviewed_and_published_by_two(app, author, second, code):
    answer = _import(author, template(code))
    version = int(answer.location.split("/")[-1])
    paper = Paper(author, f"{HOME}/{code}/{version}")
    paper.press("submit")

    page = second.get(f"{HOME}/{code}/{version}")
    _publish(second, f"{HOME}/{code}/{version}")

    assert f"发布第 {version} 版" in page.text
    assert queries.published(code, version) == template(code) | {"version": version}


@pytest.mark.parametrize("code", CODES)
def test_a_version_comes_back_from_its_own_files(app, author, code):
    location = _import(author, template(code)).location
    first = int(location.split("/")[-1])

    for kind in ("json", "xlsx"):
        file = author.get(f"{location}/export.{kind}")
        again = int(_import(author, file.data, f"v.{kind}").location.split("/")[-1])
        assert _row(code, again).body == _row(code, first).body | {"version": again}
        assert _row(code, again).form == _row(code, first).form


def test_no_page_of_the_form_flow_shows_json(app, author):
    text = Paper(author, _import(author, template()).location).press().text

    assert not re.search(r"\{&#34;|\{\"", text)
    assert "premium_fen&#34;" not in text


def test_what_is_wrong_is_kept_and_named_beside_its_field(app, author):
    paper = _new(author)
    paper.fill("term.months", "十二")
    paper.fill("sale.from", "2026-02-30")
    paper.press()

    assert paper.fields["term.months"] == "十二"
    assert "整数" in paper.faults["term.months"]
    assert "日历" in paper.faults["sale.from"]
    assert "insurer" not in paper.faults, "what is only not filled in yet is no fault"


def test_an_unfinished_version_is_not_submitted_and_every_gap_is_named(app, author):
    paper = _new(author)
    answer = paper.press("submit")

    assert answer.status_code == 400
    assert {"insurer", "sale.from", "plans"} <= set(paper.faults)
    assert _row(NEW).status == "DRAFT"


def test_rows_are_moved_and_removed_without_scripts(app, author):
    paper = _new(author)
    _fill(paper, {f"subsidies.{at}.code": f"S{at}" for at in range(3)})
    paper.press("up:subsidies.2")
    paper.press("down:subsidies.0")
    paper.press("remove:subsidies.2")

    assert [paper.fields.get(f"subsidies.{at}.code") for at in range(3)] == ["S2", "S0", None]


def test_a_second_tab_does_not_overwrite_the_first(app, author):
    paper, stale = _new(author), Paper(author, f"{HOME}/{NEW}/1")
    paper.fill("insurer", "甲公司")
    paper.press()
    stale.fill("insurer", "乙公司")
    answer = stale.press()

    assert answer.status_code == 409
    assert stale.fields["insurer"] == "乙公司"
    assert _row(NEW).form["insurer"] == "甲公司"
    assert stale.press().status_code == 200
    assert _row(NEW).form["insurer"] == "乙公司"


def test_only_the_author_changes_and_submits_a_draft(app, author, second):
    paper = _new(author)
    theirs = Paper(second, f"{HOME}/{NEW}/1")

    assert "只有本人能改" in theirs.answer.text
    answer = submit(second, paper.url, {"do": "save", "insurer": "丙"})
    assert answer.status_code == 409
    assert "insurer" not in _row(NEW).form


def test_the_author_does_not_publish_and_a_returned_version_tells_why(app, author, second):
    _import(author, template("MG-ACC-2026"))
    url = f"{HOME}/MG-ACC-2026/1"
    Paper(author, url).press("submit")

    assert submit(author, f"{url}/publish").status_code == 403
    assert submit(second, f"{url}/return", {"reason": ""}).status_code == 400
    submit(second, f"{url}/return", {"reason": "五类职业的价格不对"})
    assert "五类职业的价格不对" in author.get(url).text
    assert _row("MG-ACC-2026").status == "DRAFT"


def test_nobody_publishes_what_the_author_changed_after_he_read_it(app, author, second):
    _import(author, template("MG-ACC-2026"))
    url = f"{HOME}/MG-ACC-2026/1"
    Paper(author, url).press("submit")
    seen = {"revision": _row("MG-ACC-2026").revision}
    submit(author, f"{url}/return", {"reason": "改一下"})
    paper = Paper(author, url)
    paper.fill("insurer", "另一家")
    paper.press("submit")

    answer = submit(second, f"{url}/publish", seen)

    assert answer.status_code == 409
    assert "作者刚改过这个版本" in answer.text
    assert _row("MG-ACC-2026").status == "REVIEW"
    assert _publish(second, url).status_code == 303


def test_a_version_is_withdrawn_with_a_reason(app, author, second, county):
    url = f"{HOME}/{county.product}/{county.version}"

    assert submit(second, f"{url}/withdraw", {"reason": " "}).status_code == 400
    submit(second, f"{url}/withdraw", {"reason": "费率要调整"})

    row = _row(county.product, county.version)
    assert (row.status, row.withdrawn["reason"]) == ("WITHDRAWN", "费率要调整")
    assert queries.published(county.product, county.version)


def test_every_step_is_audited(app, author, second, county):
    _import(author, template("MG-ACC-2026"))
    url = f"{HOME}/MG-ACC-2026/1"
    Paper(author, url).press("submit")
    submit(second, f"{url}/return", {"reason": "再看看"})
    Paper(author, url).press("submit")
    _publish(second, url)
    submit(second, f"{url}/withdraw", {"reason": "停"})
    submit(author, f"{url}/derive")
    submit(author, f"{HOME}/MG-ACC-2026/2/discard")

    rows = db.session.execute(
        select(AuditEntry.action, AuditEntry.actor)
        .where(AuditEntry.subject.startswith("product:MG"))
        .order_by(AuditEntry.no)
    ).all()
    one, two = county.users["admin01"], county.users["admin02"]
    assert [tuple(row) for row in rows] == [
        ("VERSION_IMPORTED", one), ("VERSION_SUBMITTED", one), ("VERSION_RETURNED", two),
        ("VERSION_SUBMITTED", one), ("VERSION_PUBLISHED", two), ("VERSION_WITHDRAWN", two),
        ("VERSION_DRAFTED", one), ("VERSION_DISCARDED", one),
    ]  # fmt: skip


def test_consent_texts_are_fixed_with_their_hash_and_reach_the_phones(app, author, second, county):
    body = template("PR-RETURN-2026")
    for consent in body["consents"]:
        consent["text_version"] = "2026-09"
    _import(author, body)
    url = f"{HOME}/PR-RETURN-2026/1"
    paper = Paper(author, url)
    assert "新的" in paper.press("submit").text
    texts = {
        key: f"{{name}}的同意 {key}"
        for key in (
            "INSURED_DEATH_COVER",
            "INSURED_DEATH_COVER_MINOR",
            "PIPL_GENERAL",
            "PIPL_MINOR",
        )
    }
    for key, text in texts.items():
        paper.fill(f"texts.{key}", text)
    before = queries.dictionary("CONSENT_TEXT")["sha"]
    paper.press("submit")
    _publish(second, url)

    fixed = _row("PR-RETURN-2026").texts
    assert {key: one["text"] for key, one in fixed.items()} == texts
    assert fixed["PIPL_GENERAL"]["written_by"] == county.users["admin01"]
    assert fixed["PIPL_GENERAL"]["approved_by"] == county.users["admin02"]
    assert fixed["PIPL_GENERAL"]["sha"] in author.get(url).text
    dictionary = queries.dictionary("CONSENT_TEXT")
    assert dictionary["sha"] != before
    assert {"code": "2026-09", "texts": texts} in [
        {"code": item["code"], "texts": item["body"]["texts"]} for item in dictionary["items"]
    ]


@pytest.mark.parametrize(
    ("code", "status"), [("x y", 400), ("", 400), ("WV-ACC-ILL-2026", 409), ("A" * 50, 400)]
)
def test_a_code_that_cannot_be_is_named_and_kept(app, author, code, status):
    answer = submit(author, HOME, {"code": code})

    assert answer.status_code == status
    assert 'id="code-error"' in answer.text


def test_a_file_nobody_can_read_changes_nothing(app, author):
    assert _import(author, b"%PDF").status_code == 400
    assert _import(author, b"PK\x03\x04").status_code == 400


def test_an_example_must_hold_before_review(app, author):
    _import(author, template())
    paper = Paper(author, f"{HOME}/WV-ACC-ILL-2026/2")
    fields = {
        "examples.0.title": "低保户的九岁孩子", "examples.0.poverty": "低保",
        "examples.0.members.0.age": "9", "examples.0.members.0.plan": "B",
        "examples.0.members.0.occ": "1", "examples.0.expected.premium_fen": "50.00",
    }  # fmt: skip
    _fill(paper, fields)
    refused = paper.press("submit")

    assert refused.status_code == 400
    assert "保费应为 50.00 元，算出 40.00 元" in refused.text
    paper.press("take:examples.0")
    assert paper.fields["examples.0.expected.premium_fen"] == "40.00"
    assert paper.fields["examples.0.expected.FISCAL_fen"] == "40.00"
    assert "等另一位管理员复核" in paper.press("submit").text


def test_two_versions_are_shown_side_by_side_in_words(app, author, county):
    submit(author, f"{HOME}/{county.product}/{county.version}/derive")
    paper = Paper(author, f"{HOME}/{county.product}/2")
    paper.fill("plans.1.rates.2.premium_fen", "58")
    paper.press()

    page = author.get(f"{paper.url}/difference").text

    assert "方案 B / 费率 61–75 岁 / 保费" in page
    assert "60.00 元" in page
    assert "58 元" in page


def test_the_check_of_an_unsaved_form_says_what_the_page_would(app, author):
    paper = Paper(author, _import(author, template() | {"code": NEW}).location)
    data = {**paper.fields, "csrf_token": csrf_token(author), "term.months": "0"}

    found = author.post(f"{paper.url}/check", data=data).json

    assert set(found["wrong"]) == {"term.months"}
    assert found["template"]["plans"] == template()["plans"]
    assert [one["title"] for one in found["tries"]] == ["一般户", "边缘易致贫", "低保"]
    assert _row(NEW).form["term.months"] == "12"


def test_a_workbook_made_elsewhere_can_be_imported(app, author):
    content = sheets.write(form.show(template("HH-150-2026")))

    location = _import(author, content, "费率.xlsx").location

    assert Paper(author, location).fields["plans.0.basis"] == "按户"
