"""The lists of rosters: of all villages, and of the versions of one."""

from collections.abc import Mapping, Sequence

from app.clock import SHANGHAI
from app.lists.listing import Column, Filter, Listing
from app.words import say, words

USES = words({"ACTIVE": "使用中", "ARCHIVED": "旧版"})


def villages(townships: Sequence[tuple[str, str]]) -> Listing:
    """Return the list of villages with their rosters."""
    return Listing(
        "各村花名册",
        [
            Column("name", "村", lambda row: row.name),
            Column("township", "乡镇", lambda row: row.township),
            Column("people", "人", lambda row: row.people, "number"),
            Column("as_of", "名册日期", lambda row: row.as_of, by=lambda row: row.as_of),
            Column(
                "version", "版本",
                lambda row: say("第 {0} 版", row.version) if row.version else None,
            ),
            Column("waiting", "等待处理", lambda row: row.waiting, "number"),
        ],
        [
            Filter(
                "township", "乡镇", townships, lambda row, code: row.village // 1000 == int(code)
            ),
            Filter(
                "roster", "花名册", [("0", "没有"), ("1", "有"), ("2", "有文件等处理")],
                lambda row, wanted: bool(row.waiting)
                if wanted == "2"
                else (row.version is not None) == (wanted == "1"),
            ),
        ],
        search="村、乡镇",
    )  # fmt: skip


def versions(names: Mapping[str, str]) -> Listing:
    """Return the list of a village's roster versions; names of people by id."""
    return Listing(
        "花名册版本",
        [
            Column("no", "版本", lambda row: say("第 {0} 版", row.no), by=lambda row: row.no),
            Column("as_of", "名册日期", lambda row: row.as_of),
            Column("people", "人", lambda row: row.people, "number"),
            Column("inserted", "新增", lambda row: row.counts.get("inserted"), "number"),
            Column("changed", "变更", lambda row: row.counts.get("changed"), "number"),
            Column("source", "文件", lambda row: row.source),
            Column("by", "谁", lambda row: names.get(row.made_by, "")),
            Column(
                "made", "写入", lambda row: f"{row.made_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            ),
            Column("status", "状态", lambda row: USES[row.status]),
        ],
        search="文件、谁",
    )  # fmt: skip
