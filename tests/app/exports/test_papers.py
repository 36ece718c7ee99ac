"""Papers: the same bytes twice, the right people, whole numbers only where they belong."""

import csv
from io import BytesIO, StringIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app import clock
from app.db import db, transaction
from app.exports import running, service
from app.exports.models import Export, ExportFile
from app.exports.paper import Paper
from tests.app.exports.test_insured_list import issued, make_file
from tests.factories import COUNTY, OUTSIDE, PASSWORD, VILLAGE, actor, sign_in, submit
from tests.village import id_no, make_village

# Names as people have them: U+2CB7C, U+2B5AF, U+4DAE, U+36C3.
RARE = "王\U0002cb7c\U0002b5af\u4dae\u36c3"
PDFS = ("schedule", "insured-pdf", "households", "persons", "notice")


def text_of(content):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_every_paper_is_the_same_twice_and_keeps_rare_characters(county, time):
    _, policy = issued(county, names={0: RARE})
    for word in PDFS:
        first = make_file(policy, word)
        time.at = time.at.replace(hour=time.at.hour + 1)
        assert make_file(policy, word).content == first.content, word
        if word != "schedule":
            assert RARE in text_of(first.content), word
        assert PdfReader(BytesIO(first.content)).metadata.creation_date is not None
    schedule = text_of(make_file(policy, "schedule").content)
    assert "2026-511703-WV-000001" in schedule
    assert "双石村村民委员会" in schedule
    assert "270.00 元" in schedule
    assert "2026年4月1日 0时 至 2027年3月31日 24时" in schedule


def test_only_the_list_for_the_insurer_shows_whole_numbers(county):
    _, policy = issued(county)
    number = id_no("1980-05-20", 0, "M")
    assert number in text_of(make_file(policy, "insured-pdf").content)
    for word in ("schedule", "households", "persons", "notice"):
        assert number not in text_of(make_file(policy, word).content), word


def test_a_child_is_posted_without_its_name(county):
    _, policy = issued(county)
    posted = text_of(make_file(policy, "notice").content)
    assert "王＊＊" in posted
    assert "王小丽" not in posted
    assert "李秀英" in posted


def test_each_household_and_each_person_gets_a_page(county):
    _, policy = issued(county, enrolled=3)
    assert len(PdfReader(BytesIO(make_file(policy, "households").content)).pages) == 3
    persons = PdfReader(BytesIO(make_file(policy, "persons").content)).pages
    assert len(persons) == 9
    assert "2026-511703-WV-000001-0009" in persons[8].extract_text()


def test_the_csv_has_the_columns_of_the_workbook_and_no_formula(county):
    _, policy = issued(county, names={0: "=HYPERLINK()", 1: "＝1"})
    content = make_file(policy, "insured-csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(StringIO(content.decode("utf-8-sig")))
    assert head[:4] == ["序号", "姓名", "证件类型", "证件号码"]
    assert len(rows) == 9
    assert rows[0][1] == "'=HYPERLINK()"
    assert rows[3][1] == "'＝1"
    assert rows[0][3] == id_no("1980-05-20", 0, "M")
    assert rows[0][head.index("保费")] == "30.00"


def test_a_character_no_font_has_is_named_for_the_pen(time):
    paper = Paper("t", made=time.at)
    paper.add_page()
    paper.write_line("王\U000e0101", 9)
    assert "U+E0101" in text_of(paper.finish())


def test_a_long_file_is_made_as_a_job_and_fetched_with_the_password(county, client, monkeypatch):
    monkeypatch.setattr(service, "AT_ONCE", 3)
    _, policy = issued(county)
    sign_in(client, "supervisor01")
    answer = submit(client, f"/console/policies/{policy}/files/persons", {"password": PASSWORD})
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "下载 9 行" in page.text
    assert submit(client, answer.location, {"password": "wrong"}).status_code == 400
    assert db.session.scalar(select(Export)) is None
    file = submit(client, answer.location, {"password": PASSWORD})
    assert file.mimetype == "application/pdf"
    db.session.expire_all()
    assert db.session.scalars(select(Export)).one().kind == "PERSON_CERTIFICATES_PDF"
    other = client.application.test_client()
    sign_in(other, "supervisor02")
    assert other.get(answer.location).status_code == 404


def test_a_collection_sheet_lists_every_household_and_what_was_taken(county, client):
    make_village(county, households=4, enrolled=2)
    sign_in(client, "supervisor01")
    url = f"/console/villages/{VILLAGE}/{county.campaign}/collection-sheet"
    assert "收费表" in client.get(url).text
    answer = submit(client, url, {"password": PASSWORD})
    text = text_of(answer.data)
    for number in ("001号", "002号", "003号", "004号"):
        assert number in text
    assert "A07-0002" in text
    assert "已登记 2 户" in text
    assert client.get(url.replace(str(VILLAGE), str(OUTSIDE))).status_code == 404


def test_a_file_nobody_took_up_is_made_later_and_goes_after_a_day(county, time):
    _, policy = issued(county)
    who, wanted = actor("supervisor01"), service.format_of("notice", "POLICY")
    with transaction() as session:
        key = service.ask(session, policy, wanted, by=who, at=clock.now()).id
    assert running.run_overlooked(clock.now()) == 0
    time.at = time.at.replace(hour=time.at.hour + 1)
    assert running.run_overlooked(clock.now()) == 1
    assert db.session.get(ExportFile, (COUNTY, key)).status == "DONE"
    time.at = time.at.replace(day=time.at.day + 2)
    assert running.expire(clock.now()) == 1


@pytest.mark.parametrize("word", ["collection", "nothing"])
def test_what_is_no_file_of_a_policy_is_not_found(county, client, word):
    _, policy = issued(county)
    sign_in(client, "supervisor01")
    assert client.get(f"/console/policies/{policy}/files/{word}").status_code == 404
