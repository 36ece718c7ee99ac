"""A village with a small register, and phones in it."""

import pytest

from app.db import transaction
from app.kinds import Kind
from app.regions.service import lock_village, release
from app.regions.writing import insert_rows
from app.rosters.kinds import HOUSEHOLD, PERSON, identity_index
from app.secrets import mask_id_no
from tests.factories import COUNTY, VILLAGE
from tests.handset import Handset
from tests.village import id_no

FAMILY = (
    ("王建国", "1980-05-20", "M", "02"),
    ("李秀英", "1982-01-02", "F", "10"),
    ("王小丽", "2012-09-14", "F", "30"),
)


class Register:
    """Households of three, by place: `homes[0]`, `people[0][1]`."""

    def __init__(self, count: int, village: int = VILLAGE) -> None:
        self.homes: list[str] = []
        self.people: list[list[str]] = []
        with transaction() as session:
            lock = lock_village(session, COUNTY, village)
            rows = [{"group_name": "1组", "walk_order": n} for n in range(count)]
            self.homes = insert_rows(session, lock, HOUSEHOLD.model, rows)
            for number, home in enumerate(self.homes):
                people = [
                    self._person(lock, home, number * 3 + place, facts)
                    for place, facts in enumerate(FAMILY)
                ]
                self.people.append(insert_rows(session, lock, PERSON.model, people))
            release(session, lock, [], at=None)

    def _person(self, lock, home: str, number: int, facts: tuple) -> dict:
        name, birth, sex, relation = facts
        text = id_no(birth, number, sex)
        row = {
            "county": COUNTY,
            "village": lock.village,
            "id": f"{lock.install}-{lock.next_n + number % 3}",
        }
        sealed = seal(PERSON, row, "id_no", text)
        return {
            "household": home, "name": name, "id_type": "RESIDENT_ID", **sealed,
            "id_no_mask": mask_id_no(text), "id_no_index": identity_index("RESIDENT_ID", text),
            "relation": relation, "residence": "HUKOU", "life_status": "ALIVE", "poverty": [],
            "occupation": {"code": "010101", "class": 1}, "legal_capacity": "FULL", "on_roster": True,
        }  # fmt: skip


def seal(kind: Kind, row: dict, name: str, value: str) -> dict:
    return {
        key: part for key, part in kind.columns(row, name, value).items() if key.endswith("_enc")
    }


@pytest.fixture
def register(county) -> Register:
    return Register(3)


@pytest.fixture
def phone(app, county) -> Handset:
    return Handset(app)
