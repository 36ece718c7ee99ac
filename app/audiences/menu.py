"""The menu of the desk: one line per page, in groups, by role, in the order of the day's work."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, g, request, url_for

from app import clock
from app.audiences.errors import message
from app.db import db
from app.regions.queries import division_names
from app.words import listed, words

BOTH, ADMIN = ("SUPERVISOR", "ADMIN"), ("ADMIN",)
# What stands in the menu, by group: endpoint, label, icon, and the roles that see it.
GROUPS = words(
    (
        ("村里", (
            ("console.overview.index", "各村进度", "map", BOTH),
            ("console.batches.index", "批次", "box", BOTH),
            ("console.merging.index", "冲突合并", "merge", BOTH),
            ("console.aside.index", "待处理", "list", BOTH),
            ("console.imports.index", "花名册导入", "import", BOTH),
            ("console.handover.index", "交接文件", "down-load", BOTH),
        )),
        ("钱和保单", (
            ("console.statements.index", "对账", "money", BOTH),
            ("console.policies.index", "保单", "shield", BOTH),
            ("console.changes.waiting", "待办批单", "pencil", BOTH),
            ("console.claims.index", "报案", "call", BOTH),
            ("console.overview.figures", "业务看板", "chart", BOTH),
        )),
        ("县里管理", (
            ("admin.products.index", "产品模板", "template", ADMIN),
            ("admin.dictionaries.index", "字典", "list", ADMIN),
            ("admin.people.index", "人员与辖区", "users", ADMIN),
            ("admin.devices.index", "设备", "device", ADMIN),
        )),
        ("查验", (
            ("admin.privacy.index", "个人信息申请", "lock", ADMIN),
            ("admin.oversight.audit", "审计日志", "log", ADMIN),
            ("admin.oversight.state", "系统状况", "chart", ADMIN),
        )),
        ("我的", (
            ("console.accounts.own_telephone", "我的电话", "call", BOTH),
            ("console.accounts.password", "修改密码", "lock", BOTH),
        )),
    )
)  # fmt: skip
ALWAYS_OPEN = 2  # groups of the day's work
ROLE_NAMES = words({"AGENT": "代办员", "SUPERVISOR": "主管", "ADMIN": "管理员"})


def install(app: Flask) -> None:
    """Give every page the person at the desk, his menu, and the words for codes and instants."""
    app.context_processor(_for_pages)
    app.add_template_filter(shanghai)
    app.add_template_filter(area_names)
    app.add_template_global(message)


@dataclass(frozen=True)
class Line:
    """A line of the menu. current: the page that is open lies under it."""

    url: str
    label: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Group:
    """A group of the menu. open: its lines are shown before anybody asks for them."""

    label: str
    lines: list[Line]
    open: bool


def groups(role: str, path: str) -> list[Group]:
    """Return the menu of a role; of nested addresses the longest that holds the path is current.

    Groups of the day's work stand open, and the one with the current page.
    """
    urls = [url_for(page[0]) for _label, pages in GROUPS for page in pages if role in page[3]]
    current = max((url for url in urls if path.startswith(url)), key=len, default=None)
    found = []
    for place, (label, pages) in enumerate(GROUPS):
        lines = [
            Line(url, name, icon, url == current)
            for endpoint, name, icon, roles in pages
            if role in roles and (url := url_for(endpoint))
        ]
        if lines:
            opened = place < ALWAYS_OPEN or any(line.current for line in lines)
            found.append(Group(label, lines, opened))
    return found


def shanghai(instant: datetime) -> str:
    """Return an instant as people here write it: `2026-03-01 12:00`."""
    return f"{instant.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"


def area_names(codes: Collection[int]) -> str:
    """Return the names of divisions, `三里坪街道、福善镇`."""
    names = division_names(db.session(), codes)
    return listed([names.get(code, str(code)) for code in codes])


def _for_pages() -> dict[str, Any]:
    actor = g.get("actor")
    return {
        "actor": actor,
        "menu": groups(actor.role, request.path) if actor is not None else [],
        "role_names": ROLE_NAMES,
    }
