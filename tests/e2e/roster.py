"""The register of a village whose list says all that is asked at the door. All of it is invented."""

import csv
from datetime import date
from io import StringIO

from tests.village import id_no

TITLE = ["户号", "村民小组", "姓名", "性别", "身份证号码", "与户主关系", "电话"]
# Who lives together: relation, sex, age. Children live with their parents, as the list says.
COUPLE = (("户主", "男", 46), ("妻", "女", 44))
HOMES = (
    COUPLE,
    (*COUPLE, ("子", "男", 15)),
    (*COUPLE, ("长子", "男", 14), ("女", "女", 9)),
    (*COUPLE, ("女", "女", 12), ("母亲", "女", 64)),
    (("户主", "女", 38), ("女", "女", 11)),
)
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "安平福寿康宁和顺"


def right_roster(households: int, today: date) -> bytes:
    """Return a list of so many households as UTF-8 CSV with a byte order mark."""
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(TITLE)
    number = 0
    for house in range(households):
        home = HOMES[house % len(HOMES)]
        for relation, sex, age in home:
            number += 1
            birth = date(today.year - age, 1 + number % 12, 1 + number % 28)
            name = SURNAMES[house % 10] + GIVEN[number % 8] + GIVEN[number // 8 % 8]
            rows.writerow([
                f"{house + 1:04d}", f"{house // 20 + 1}组", name, sex,
                id_no(birth.isoformat(), number, "M" if sex == "男" else "F"), relation, "",
            ])  # fmt: skip
    return text.getvalue().encode("utf-8-sig")
