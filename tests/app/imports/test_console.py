"""The page of roster imports: upload, columns, dry run, writing, versions; and who may see it."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
import python_calamine
from sqlalchemy import func, select, update

from app.audit.models import AuditEntry
from app.db import db, transaction
from app.imports import running, service
from app.imports.models import RosterColumns, RosterImport
from app.regions.service import lock_village, release
from app.regions.writing import update_rows
from app.rosters.models import Person, RosterVersion
from tests.factories import COUNTY, OUTSIDE, VILLAGE, actor, csrf_token, sign_in, submit
from tests.sheets import CHILD, HEAD, MAN, OTHER, WOMAN, row, workbook
from tests.village import make_village

FAMILY = (
    row("王建国", MAN, "户主", house="7", group="3组", phone="13812345678"),
    row("李秀英", WOMAN, "妻", house="7", group="3组"),
)
BAD = row("钱多", 519901198005156013, "子", house="7", note="=HYPERLINK(1)")
HOME = f"/console/rosters/{VILLAGE}"


@pytest.fixture
def desk(app, county, client):
    sign_in(client, "supervisor01")
    return client


def upload(client, *rows, header=HEAD, village=VILLAGE, name="名册.xlsx", **form):
    content = workbook(("名册", [header, *rows]))
    data = {"file": (BytesIO(content), name), "csrf_token": csrf_token(client), **form}
    return client.post(f"/console/rosters/{village}", data=data)


def imported(client, *rows, **choice):
    """Upload and write; return the page afterwards."""
    place = upload(client, *rows).location
    page = client.get(place, query_string=choice).text
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found, page
    done = submit(client, f"{place}/apply", {"seen": found[1], **choice})
    assert done.status_code == 303
    return client.get(place)


def names():
    return sorted(db.session.scalars(select(Person.name).where(Person.village == VILLAGE)))


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_a_file_is_looked_at_before_anything_is_written(desk):
    answer = upload(desk, *FAMILY, BAD)
    page = desk.get(answer.location)

    assert answer.status_code == 303
    assert "新增 2" in text_of(page) and "拒收 1" in text_of(page)
    assert "5.19901E+17" in page.text and "表格软件丢了末几位" in page.text
    assert "写入 2 行，跳过 1 行" in page.text
    assert MAN not in page.text
    assert names() == []


def test_the_gate_is_shown_before_and_after(desk):
    imported(desk, *FAMILY)
    answer = upload(desk, row("王小丽", CHILD, "女", house="7", group="3组"))

    assert "应保人数 2 3" in text_of(desk.get(answer.location))


def test_what_was_looked_at_is_written_by_a_job(desk):
    page = imported(desk, *FAMILY, BAD)

    assert names() == ["李秀英", "王建国"]
    assert "写好了，是第 1 版花名册" in page.text
    row = db.session.scalars(select(RosterImport)).one()
    assert (row.status, row.version, row.done, row.total, row.file_enc) == ("DONE", 1, 2, 2, None)


def test_people_the_file_lacks_leave_only_if_chosen(desk):
    imported(desk, *FAMILY)
    place = upload(desk, FAMILY[0]).location
    kept = text_of(desk.get(place))
    moving = text_of(desk.get(place, query_string={"strategy": "REPLACE", "missing": "MOVE"}))

    assert "名册有、文件没有 1 保留，不删" in kept
    assert "标为迁出 1 人" in moving
    imported(desk, FAMILY[0], strategy="REPLACE", missing="MOVE")
    states = {one.name: one.life_status for one in db.session.scalars(select(Person))}
    assert states == {"王建国": "ALIVE", "李秀英": "MOVED"}


def test_the_insured_stay_whatever_is_chosen(desk, county):
    made = make_village(county, households=1, enrolled=1)
    place = upload(desk, row("赵平", OTHER, "户主", house="1")).location
    page = text_of(desk.get(place, query_string={"strategy": "REPLACE", "missing": "MOVE"}))

    assert "其中 3 人已参保，只能保留" in page
    imported(desk, row("赵平", OTHER, "户主", house="1"), strategy="REPLACE", missing="MOVE")
    states = db.session.scalars(select(Person.life_status).where(Person.id.in_(made.persons[0])))
    assert set(states) == {"ALIVE"}


def test_a_village_that_changed_meanwhile_is_shown_again_and_nothing_is_written(desk):
    imported(desk, *FAMILY)
    place = upload(desk, *FAMILY).location
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', desk.get(place).text)[1]
    with transaction() as session:
        lock = lock_village(session, COUNTY, VILLAGE)
        key = session.scalar(select(Person.id).where(Person.name == "李秀英"))
        update_rows(session, lock, Person, {key: {"name": "李秀音"}})
        release(session, lock, [], at=running.clock.now())

    answer = submit(desk, f"{place}/apply", {"seen": seen})

    assert answer.status_code == 409
    assert "数字变了" in answer.text
    assert db.session.scalar(select(func.max(RosterVersion.no))) == 1


def test_columns_nobody_would_guess_are_named_once_and_remembered(desk):
    header = ["名字", "号码", "称谓"]
    rows = (["王建国", MAN, "户主"], ["李秀英", WOMAN, "妻"])
    place = upload(desk, *rows, header=header).location
    assert "像表头，但缺" in desk.get(place).text or "没有表头" in desk.get(place).text

    page = desk.get(f"{place}/columns")
    assert "王建国" in page.text and f"{MAN[:6]}********" in page.text and MAN not in page.text
    said = {
        "sheet": "1",
        "row": "1",
        "column-0": "name",
        "column-1": "id_no",
        "column-2": "relation",
    }
    answer = submit(desk, f"{place}/columns", said)

    assert answer.status_code == 303
    assert "新增 2" in text_of(desk.get(place))
    again = upload(desk, *rows, header=header).location
    assert "沿用上次改过的对列" in desk.get(again).text
    submit(desk, f"{again}/columns", {"sheet": "1", "row": "1", "forget": "1"})
    assert db.session.scalars(select(RosterColumns)).all() == []


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"column-0": "name"}, "姓名和身份证号两列都要选"),
        ({"column-0": "name", "column-1": "id_no", "column-2": "name"}, "留一列"),
        ({"column-0": "name", "column-1": "id_no", "row": "99"}, "两列都要选"),
    ],
)
def test_a_choice_of_columns_that_cannot_work_is_kept_on_the_page(desk, said, sentence):
    place = upload(desk, *FAMILY).location
    answer = submit(desk, f"{place}/columns", {"sheet": "1", "row": "1", **said})

    assert answer.status_code == 400
    assert sentence in answer.text
    assert re.search(r'name="column-0".*?<option value="name" selected', answer.text, re.DOTALL)


def test_another_row_can_be_taken_as_the_header(desk):
    content_rows = (["双石村"], ["名字", "号码"], ["王建国", MAN])
    place = upload(desk, *content_rows, header=["2026"]).location

    page = desk.get(f"{place}/columns?row=3").text

    assert 'value="3"' in page and "名字" in page


def test_an_import_can_be_given_up(desk):
    place = upload(desk, *FAMILY).location
    answer = submit(desk, f"{place}/cancel")

    assert answer.status_code == 303
    assert db.session.scalars(select(RosterImport)).one().status == "CANCELLED"
    assert "已放弃" in desk.get(place).text
    assert submit(desk, f"{place}/apply", {"seen": "x"}).status_code == 409


def test_the_report_holds_every_line_and_no_formula(desk):
    text = f"姓名,身份证号,备注\n王建国,{MAN},\n=cmd|' /c calc'!A0,+1,=HYPERLINK(1)\n"
    data = {"file": (BytesIO(text.encode()), "=1.csv"), "csrf_token": csrf_token(desk)}
    place = desk.post(HOME, data=data).location
    answer = submit(desk, f"{place}/report")

    with ZipFile(BytesIO(answer.data)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
    assert sheets and not any(b"<f>" in sheet for sheet in sheets)
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.data))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    cells = {str(cell) for row in rows for cell in row}
    assert {"'=HYPERLINK(1)", "'+1", "'=cmd|' /c calc'!A0"} <= cells
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.chain == VILLAGE)).one()
    assert entry.action == "ROSTER_REPORT_DOWNLOADED"


def test_refused_rows_of_the_report_can_be_corrected_and_uploaded(desk):
    imported(desk, *FAMILY, BAD)
    place = upload(desk, *FAMILY, BAD).location
    answer = submit(desk, f"{place}/report")
    rows = (
        python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.data))
        .get_sheet_by_index(0)
        .to_python()
    )
    fixed = [CHILD if cell == "5.19901E+17" else cell for cell in rows[1]]

    page = text_of(desk.get(upload(desk, fixed, header=rows[0]).location))

    assert "新增 1" in page and "新的户" not in page


def test_the_same_file_again_is_recognised(desk):
    content = workbook(("名册", [HEAD, *FAMILY]))

    def send():
        data = {"file": (BytesIO(content), "a.xlsx"), "csrf_token": csrf_token(desk)}
        return desk.post(HOME, data=data).location

    place = send()
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', desk.get(place).text)[1]
    submit(desk, f"{place}/apply", {"seen": seen})

    assert "是第 1 版" in desk.get(send()).text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "文件是空的"), (b"PK\x03\x04", "文件打不开"), (b"<html>", "不是表格文件")],
)
def test_a_file_that_cannot_be_read_is_refused_on_the_page_with_the_remedy(desk, content, sentence):
    data = {
        "file": (BytesIO(content), "a.csv"),
        "csrf_token": csrf_token(desk),
        "as_of": "2026-02-03",
    }
    answer = desk.post(HOME, data=data)

    assert answer.status_code == 400
    assert sentence in answer.text and 'value="2026-02-03"' in answer.text
    assert db.session.scalar(select(RosterImport)) is None


def test_no_file_or_a_wrong_date_is_said(desk):
    assert "请先选文件" in submit(desk, HOME).text
    assert "请填日期" in upload(desk, *FAMILY, as_of="2026-02-30").text


def test_a_file_larger_than_a_request_comes_back_to_the_page_with_a_sentence(app, desk):
    form = csrf_token(desk)
    app.config["MAX_CONTENT_LENGTH"] = 1000
    content = workbook(("名册", [HEAD, *FAMILY]))
    answer = desk.post(HOME, data={"file": (BytesIO(content), "a.xlsx"), "csrf_token": form})

    assert (answer.status_code, answer.location) == (303, HOME)
    assert "文件太大，超过 6 MB" in desk.get(HOME).text


def test_a_list_without_anybody_accepted_shows_its_rows_and_cannot_be_written(desk):
    page = desk.get(upload(desk, BAD).location)

    assert "没有一行可以接收" in page.text and "表格软件丢了末几位" in page.text
    assert 'name="seen"' not in page.text


def test_versions_of_a_village_can_be_compared(desk):
    imported(desk, *FAMILY)
    imported(desk, row("王建帼", MAN, "户主", house="7"), row("赵平", OTHER, "户主", house="8"), BAD,
             strategy="REPLACE", missing="MOVE")  # fmt: skip
    page = text_of(desk.get(f"{HOME}/versions/2"))

    assert "离开 1" in page and "李秀英" in page
    assert "进来 1" in page and "赵平" in page
    assert "王建帼 姓名 王建国 王建帼" in page
    assert "拒收的行 1" in page
    assert "离开 1" in text_of(desk.get(f"{HOME}/versions/1?against=2"))
    assert desk.get(f"{HOME}/versions/9").status_code == 404


def test_villages_without_a_roster_come_first(desk):
    imported(desk, *FAMILY)
    page = text_of(desk.get("/console/rosters"))

    assert page.index("群力村") < page.index("官田村")
    assert "第 1 版" in page and "没有花名册" in page
    assert "官田村" not in text_of(desk.get("/console/rosters?q=群力"))


def test_villages_of_other_people_do_not_exist(desk):
    by, content = actor("admin01"), workbook(("名册", [HEAD, *FAMILY]))
    with transaction() as session:
        key = service.upload(
            session, by, OUTSIDE, "a.xlsx", content, "2026-03-01", at=running.clock.now()
        )
    far = f"/console/rosters/{OUTSIDE}"

    for path in (far, f"{far}/imports/{key}", f"{far}/imports/{key}/columns", f"{far}/versions/1"):
        assert desk.get(path).status_code == 404, path
    for verb in ("apply", "cancel", "report", "columns"):
        assert submit(desk, f"{far}/imports/{key}/{verb}").status_code == 404, verb
    assert upload(desk, *FAMILY, village=OUTSIDE).status_code == 404
    # The import of one village under the address of another.
    assert desk.get(f"{HOME}/imports/{key}").status_code == 404


def test_an_import_that_waits_long_says_so(app, desk, time, monkeypatch):
    monkeypatch.setitem(app.extensions, "enqueue", lambda *_: None)
    place = upload(desk, *FAMILY).location
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', desk.get(place).text)[1]
    submit(desk, f"{place}/apply", {"seen": seen})
    page = desk.get(place).text
    time.at += running.timedelta(seconds=30)

    assert 'http-equiv="refresh"' in page and "0/2 人" in page and "没有在跑" not in page
    assert "没有在跑" in desk.get(place).text
    assert submit(desk, f"{place}/cancel").status_code == 303
    running.run_queued(COUNTY, place.rsplit("/", 1)[1])
    assert names() == []


def test_a_failure_is_told_with_its_remedy_and_leaves_the_roster(desk, monkeypatch):
    place = upload(desk, *FAMILY).location
    key = place.rsplit("/", 1)[1]
    with transaction() as session:
        session.execute(update(RosterImport).values(status=service.QUEUED))
    monkeypatch.setattr(running.service, "stage", lambda *_, **__: 1 / 0)
    running.run_queued(COUNTY, key)

    page = desk.get(place).text
    assert "服务器出错" in page and "名册原样不动" in page
