"""What is wrong with a file or a row, in words that name the place and the remedy."""

from typing import Any

from app.errors import DomainError
from app.words import Word, listed, say, words

# Why a row is refused: what is wrong, and what to do about it.
REASONS = words(
    {
        "NAME_MISSING": "没有姓名，补上姓名",
        "PERSON_DEAD": "写明已故，不收",
        "PERSON_MOVED": "写明迁出，不收",
        "ID_EMPTY": "没有身份证号，补上号码",
        "ID_SCIENTIFIC": "身份证号变成了科学计数法，把这一列设为文本后重填",
        "ID_LENGTH": "身份证号要 18 位（旧号 15 位），照证件重填",
        "ID_CHARSET": "身份证号里有不能用的字，照证件重填",
        "ID_DATE": "身份证号里的出生日期不存在，照证件重填",
        "ID_FUTURE": "身份证号里的出生日期晚于今天，照证件重填",
        "ID_CHECKSUM": "身份证号校验位不对，照证件核对",
        "ID_EXCEL_ROUNDED": "表格软件丢了末几位，把这一列设为文本后重填",
        "DUPLICATE_IN_HOUSEHOLD": "同一户里号码重复，删掉一行",
        "DUPLICATE_IN_FILE": "号码与别户重复，核对是谁",
    }
)
WARNINGS = words(
    {
        "ID_LEGACY_15": "15 位旧号已换算成 18 位",
        "ID_NORMALISED": "身份证号去掉了空格等多余的字",
        "SEX_MISMATCH": "性别与身份证号不一致，以号码为准",
        "PHONE_INVALID": "电话格式不对，没有收",
        "CATEGORY_UNKNOWN": "人员类别不认识，没有改动",
        "NOTE_MENTIONS_STATUS": "备注提到去世、迁出或注销，请看一眼",
        "RELATION_UNKNOWN": "与户主关系不认识，留空",
    }
)
# Which field a code speaks of.
FIELD_OF = {
    "NAME_MISSING": "name", "PERSON_DEAD": "note", "PERSON_MOVED": "note", "SEX_MISMATCH": "sex",
    "PHONE_INVALID": "phone", "CATEGORY_UNKNOWN": "category", "NOTE_MENTIONS_STATUS": "note",
    "RELATION_UNKNOWN": "relation",
}  # fmt: skip
_FILES = words(
    {
        "ROSTER_FILE_EMPTY": "文件是空的，选另一个文件",
        "ROSTER_FILE_HUGE": "文件太大（超过 {0} MB），按村拆开再传",
        "ROSTER_FILE_DAMAGED": "文件打不开，用表格软件打开后另存为 xlsx",
        "ROSTER_FILE_LOCKED": "文件有打开密码，去掉密码另存一份",
        "ROSTER_FILE_KIND": "不是表格文件，用表格软件打开后另存为 xlsx",
        "ROSTER_FILE_ENCODING": "有认不出的文字，另存为 xlsx 或 UTF-8 的 csv",
        "ROSTER_TOO_WIDE": (
            "第 {0} 个工作表{1}超出 {2} 行、{3} 列，删掉表外的内容和边框，或按村拆开"
        ),
        "ROSTER_EMPTY": "没有一行可以接收，按每行的说明改好再传",
        "VILLAGE_UNKNOWN": "没有这个村，核对 12 位区划代码",
        "FILE_MISSING": "请先选文件",
        "DATE_INVALID": "请填日期，如 2026-11-23",
        "IMPORT_ENDED": "这次导入已经结束，再传一次",
        "INTERNAL": "服务器出错，已记录，过一会儿再传一次",
        "ROSTER_DRAFT_GONE": "这个村同时在导入另一份花名册，再试一次",
    }
)

# What stands in the places of a sentence.
_FACTS = {
    "ROSTER_FILE_HUGE": ("megabytes",),
    "ROSTER_TOO_WIDE": ("sheet", "cell", "rows", "columns"),
}


def explain(error: DomainError) -> str:
    """Return a sentence for an error of reading or importing a file; never personal data."""
    if error.code == "ROSTER_NO_HEADER":
        return say(
            "{0}。表头要在前 10 行，一列含“姓名”，一列含“身份证”“身份号码”或“证件号”",
            listed([_missing(one) for one in error.detail["sheets"]], "{0}；{1}"),
        )
    detail = {**error.detail, "cell": _cell(error.detail.get("cell"))}
    said = _FILES.get(error.code, Word(error.code))
    said = say(said, *(detail[fact] for fact in _FACTS.get(error.code, ())))
    row = error.detail.get("row")
    return say("第 {0} 行：{1}", row, said) if row else said


def _cell(cell: Any) -> str:
    return say("的单元格 {0} ", cell) if cell else ""


def _missing(sheet: dict[str, Any]) -> str:
    name = say("工作表“{0}”", sheet["name"]) if sheet["name"] else say("文件")
    if sheet["row"] is None:
        return say("{0}没有表头", name)
    columns = listed([say("“{0}”", label) for label in sheet["missing"]])
    return say("{0}第 {1} 行像表头，但缺{2}列", name, sheet["row"], columns)
