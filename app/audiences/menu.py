"""The menu of the desk: one line per page, by role, in the order of the day's work."""

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

# What stands in the menu: endpoint, label, icon, and the roles that see it.
PAGES = words(
    (
        ("console.overview.index", "各村进度", "map", ("SUPERVISOR", "ADMIN")),
        ("console.batches.index", "批次", "box", ("SUPERVISOR", "ADMIN")),
        ("console.imports.index", "花名册导入", "import", ("SUPERVISOR", "ADMIN")),
        ("console.statements.index", "对账", "money", ("SUPERVISOR", "ADMIN")),
        ("console.merging.index", "冲突合并", "merge", ("SUPERVISOR", "ADMIN")),
        ("console.aside.index", "待处理", "list", ("SUPERVISOR", "ADMIN")),
        ("console.policies.index", "保单", "shield", ("SUPERVISOR", "ADMIN")),
        ("console.claims.index", "报案", "call", ("SUPERVISOR", "ADMIN")),
        ("console.handover.index", "交接文件", "down-load", ("SUPERVISOR", "ADMIN")),
        ("console.changes.waiting", "待办批单", "pencil", ("SUPERVISOR", "ADMIN")),
        ("console.overview.figures", "业务看板", "chart", ("SUPERVISOR", "ADMIN")),
        ("admin.products.index", "产品模板", "template", ("ADMIN",)),
        ("admin.people.index", "人员与辖区", "users", ("ADMIN",)),
        ("admin.devices.index", "设备", "device", ("ADMIN",)),
        ("admin.oversight.audit", "审计日志", "log", ("ADMIN",)),
        ("admin.oversight.state", "系统状况", "chart", ("ADMIN",)),
        ("console.accounts.own_telephone", "我的电话", "call", ("SUPERVISOR", "ADMIN")),
        ("console.accounts.password", "修改密码", "lock", ("SUPERVISOR", "ADMIN")),
    )
)
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


def lines(role: str, path: str) -> list[Line]:
    """Return the menu of a role; of nested addresses the longest that holds the path is current."""
    found = [
        (url_for(endpoint), label, icon) for endpoint, label, icon, roles in PAGES if role in roles
    ]
    under = [url for url, _label, _icon in found if path.startswith(url)]
    current = max(under, key=len, default=None)
    return [Line(url, label, icon, url == current) for url, label, icon in found]


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
        "menu": lines(actor.role, request.path) if actor is not None else [],
        "role_names": ROLE_NAMES,
    }
