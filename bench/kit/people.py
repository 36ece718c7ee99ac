"""Whole villages of invented people: the same seed always gives the same village.

A village of 500 households has about 2,100 people. Sizes, ages, clans and phone numbers are spread
as in a village of the hills; ID numbers are valid and carry the unassigned region 519901.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from app.resident_id import check_character

Row = dict[str, Any]
TODAY = date(2026, 1, 1)
REGION = "519901"
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁"
)
MEN = (
    "伟强磊军勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯建国文志德生福贵有才根柱树山海水金银宝全成东永红庆祥"
)
WOMEN = (
    "芳娜敏静丽艳娟霞秀英华慧巧美淑惠珠翠雅芝玉萍红娥玲芬燕彩春菊兰凤洁梅琳素云莲真环雪荣爱桂花秋冬"
)
NETWORKS = (130, 131, 135, 136, 137, 138, 139, 150, 151, 158, 159, 177, 186, 187, 188, 199)
# GB/T 4761: code, sex, least and most years younger than the head.
OTHERS = (
    ("20", "M", 20, 33), ("30", "F", 20, 33), ("28", "F", 20, 33), ("41", "M", 44, 60),
    ("42", "F", 44, 60), ("51", "M", -30, -20), ("52", "F", -30, -20),
)  # fmt: skip
WORK = (
    {"code": "010101", "class": 2}, {"code": "010102", "class": 1}, {"code": "010103", "class": 1},
    {"code": "010105", "class": 1}, {"code": "020102", "class": 1},
)  # fmt: skip
WORK_WEIGHTS = (70, 12, 1, 12, 5)
POVERTY = ("EXTREME_POOR", "SUBSISTENCE", "UNSTABLE_EXITED", "EDGE_AT_RISK")


def village(households: int = 500, seed: str = "1") -> list[Row]:
    """Return households as the register holds them; `members` are persons without keys."""
    chance = random.Random(f"village/{seed}")  # noqa: S311 - invented people
    clans = [chance.choice(SURNAMES) for _ in range(6)]
    used: set[str] = set()
    return [_household(chance, number, households, clans, used) for number in range(households)]


def _household(
    chance: random.Random, number: int, of: int, clans: list[str], used: set[str]
) -> Row:
    size = chance.choices([1, 2, 3, 4, 5, 6, 7, 8], [4, 14, 20, 24, 19, 11, 5, 3])[0]
    surname = chance.choice(clans) if chance.random() < 0.7 else chance.choice(SURNAMES)
    poor = chance.choice(POVERTY) if chance.random() < 0.12 else None
    group = 1 + number * 12 // of
    return {
        "group_name": f"{group}组", "household_no": f"{number + 1:04d}",
        "address": f"{group}组{number + 1}号", "walk_order": number,
        "poverty": [{"category": poor, "from": "2025-01-01"}] if poor else [],
        "members": [_person(chance, *one, used) for one in _family(chance, size, surname)],
    }  # fmt: skip


def _family(chance: random.Random, size: int, surname: str) -> Iterator[tuple[str, str, date, str]]:
    """Yield (relation, sex, birth, surname), the head first."""
    sex = "M" if chance.random() < 0.85 else "F"
    head = TODAY - timedelta(days=chance.randint(28 * 365, 72 * 365))
    yield ("01" if size == 1 else "02"), sex, head, surname
    for place in range(1, size):
        if place == 1 and chance.random() < 0.9:
            birth = head + timedelta(days=chance.randint(-1500, 1500))
            yield ("10", "F" if sex == "M" else "M", birth, chance.choice(SURNAMES))
            continue
        relation, its_sex, least, most = chance.choice(OTHERS)
        birth = head + timedelta(days=chance.randint(least * 365, most * 365))
        birth = min(max(birth, date(1936, 1, 1)), TODAY - timedelta(days=chance.randint(60, 900)))
        yield relation, its_sex, birth, surname if relation != "28" else chance.choice(SURNAMES)


def _person(
    chance: random.Random, relation: str, sex: str, birth: date, surname: str, used: set[str]
) -> Row:
    age = (TODAY - birth).days // 365
    letters = MEN if sex == "M" else WOMEN
    given = "".join(chance.choice(letters) for _ in range(2 if chance.random() < 0.78 else 1))
    has_phone = age >= 14 and chance.random() < 0.8
    return {
        "name": surname + given, "id_type": "RESIDENT_ID",
        "id_no": _id_no(chance, birth, sex, used), "relation": relation,
        "phone": f"{chance.choice(NETWORKS)}{chance.randrange(10**8):08d}" if has_phone else None,
        "residence": "AWAY" if 18 <= age <= 60 and chance.random() < 0.15 else "HUKOU",
        "life_status": "ALIVE", "legal_capacity": "FULL" if age >= 18 else None,
        "occupation": chance.choices(WORK, WORK_WEIGHTS)[0] if age >= 18 else WORK[2],
        "poverty": [], "on_roster": True,
    }  # fmt: skip


def _id_no(chance: random.Random, birth: date, sex: str, used: set[str]) -> str:
    while True:
        start = f"{REGION}{birth:%Y%m%d}{chance.randrange(500) * 2 + (sex == 'M'):03d}"
        text = start + check_character(start)
        if text not in used:
            used.add(text)
            return text
