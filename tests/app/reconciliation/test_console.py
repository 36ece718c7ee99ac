"""The supervisor's pages, without JavaScript."""

import re

from app.db import db
from app.enrollment.models import Enrollment
from app.reconciliation.payments_form import fen_of
from tests.app.policies.test_issue import accept_all, pay
from tests.conftest import both_databases
from tests.factories import COUNTY, OUTSIDE, VILLAGE, sign_in, submit
from tests.village import make_village

BLOCK = {"code": "CONSENT_MISSING", "severity": "BLOCK", "path": "members[0].consents.PIPL_GENERAL"}


def text_of(answer):
    return answer.get_data(as_text=True)


def hidden(page):
    """Return the hidden fields of the lines form, repeated ones as lists."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    found.pop("csrf_token", None)
    return found


def state(key):
    db.session.expire_all()
    return db.session.get(Enrollment, (COUNTY, VILLAGE, key)).status


@both_databases
def test_the_list_shows_difference_and_exceptions(county, client):
    make_village(county, findings={0: [BLOCK]}, unpaid=(1,))
    sign_in(client, "supervisor01")
    page = text_of(client.get("/console/batches"))
    assert "P26-100200-001" in page
    assert "−75.00" in page
    assert re.search(r'<td class="r">2</td>', page), "two exceptions"
    assert "没有待审的批次" in text_of(client.get("/console/batches?status=SUBMITTED&q=zzz"))


def test_a_batch_is_accepted_from_its_page(county, client):
    made = make_village(county, findings={0: [BLOCK]})
    sign_in(client, "supervisor01")
    url = f"/console/batches/{VILLAGE}/{made.batch}"
    page = text_of(client.get(url))
    assert "例外 1" in page
    assert "一致 2 户" in page
    assert "R06" in page
    assert "519901********" not in page, "the page of a batch names no ID numbers"
    answer = submit(client, f"{url}/accept", {**hidden(page), "all_clean": "1"})
    assert answer.status_code == 303
    assert [state(key) for key in made.enrollments] == ["IN_BATCH", "ACCEPTED", "ACCEPTED"]


def test_a_line_shows_masked_numbers_and_signatures(county, client):
    made = make_village(county)
    sign_in(client, "supervisor01")
    page = text_of(client.get(f"/console/batches/{VILLAGE}/{made.batch}/{made.enrollments[0]}"))
    assert "519901********" in page
    assert not re.search(r"[0-9]{17}", page)
    assert page.count("</i>有</span>") == 3


def test_a_stale_form_gets_the_page_again_with_both_values(county, client):
    made = make_village(county)
    sign_in(client, "supervisor01")
    url = f"/console/batches/{VILLAGE}/{made.batch}"
    old = hidden(text_of(client.get(url)))
    submit(client, f"{url}/return", {**old, "only": made.enrollments[0], "reason": "ID_DIFFERS"})
    assert state(made.enrollments[0]) == "RETURNED"
    answer = submit(client, f"{url}/accept", {**old, "all_clean": "1"})
    assert answer.status_code == 409
    assert "王建国户：你要受理，现在是退回（陈静）" in text_of(answer)
    assert state(made.enrollments[1]) == "IN_BATCH"


def test_another_reason_needs_words_and_keeps_what_was_chosen(county, client):
    made = make_village(county)
    sign_in(client, "supervisor01")
    url = f"/console/batches/{VILLAGE}/{made.batch}"
    form = hidden(text_of(client.get(url)))
    answer = submit(
        client, f"{url}/return", {**form, "only": made.enrollments[0], "reason": "OTHER"}
    )
    assert answer.status_code == 400
    assert "选“其他”要写明原因" in text_of(answer)
    assert 'value="OTHER" selected' in text_of(answer)


def test_villages_of_others_are_not_found(county, client):
    sign_in(client, "supervisor01")
    for path in (f"batches/{OUTSIDE}/x-1", f"payments/{OUTSIDE}/x", f"policies/{OUTSIDE}/x"):
        assert client.get(f"/console/{path}").status_code == 404


def test_the_policyholder_form_keeps_what_was_typed(county, client):
    make_village(county)
    sign_in(client, "supervisor01")
    url = f"/console/policyholders/{VILLAGE}/{county.campaign}"
    typed = {"name": "双石村村民委员会", "kind": "VILLAGE_COMMITTEE", "uscc": "54511703MA0000003X",
             "contact_name": "唐永明", "phone": "13800000001"}  # fmt: skip
    answer = submit(client, url, typed)
    assert answer.status_code == 400
    page = text_of(answer)
    assert "校验位不对" in page
    assert "必填项未填" in page
    assert 'value="双石村村民委员会"' in page
    good = typed | {"uscc": "54511703MA0000003C", "answers.resolution_date": "2026-02-01",
                    "resolution": "1", "base": "0"}  # fmt: skip
    assert submit(client, url, good).status_code == 303
    page = text_of(client.get(url))
    assert 'value="13800000001"' in page
    stale = submit(client, url, good | {"name": "另一个名字"})
    assert stale.status_code == 409
    assert "现在保存的是：双石村村民委员会" in text_of(stale)


def test_premium_received_is_typed_as_text(county, client):
    made = make_village(county)
    accept_all(county, made)
    sign_in(client, "supervisor01")
    url = f"/console/payments/{VILLAGE}/{county.campaign}"
    wrong = submit(client, url, {"amount": "二十", "received_on": "2026-03-02"})
    assert wrong.status_code == 400
    assert "到账日期不能晚于今天" in text_of(wrong)
    right = {"amount": "270.00", "received_on": "2026-03-01", "batch": made.batch}
    assert submit(client, url, right).status_code == 303
    assert "已对平" in text_of(client.get(url))


def test_amounts_are_read_to_the_fen():
    assert fen_of("2,470.00") == 247000
    assert fen_of("−25.5") == -2550
    assert fen_of("1e3") is None


def test_the_gate_is_passed_and_issued_from_its_page(county, client):
    made = make_village(county, households=5, enrolled=2)
    accept_all(county, made)
    pay(county, 18000)
    url = f"/console/policies/{VILLAGE}/{county.campaign}"
    sign_in(client, "supervisor02")
    page = text_of(client.get(url))
    assert "还差 6" in page
    assert "40.0%" in page
    sha = re.search(r'name="gate_sha" value="([0-9a-f]{64})"', page).group(1)
    assert submit(client, f"{url}/issue", {"gate_sha": sha}).status_code == 409
    form = {"gate_sha": sha, "reason": "偏远小村"}
    assert submit(client, f"{url}/override", form).status_code == 303
    answer = submit(client, f"{url}/issue", {"gate_sha": sha})
    assert answer.status_code == 303
    page = text_of(client.get(answer.headers["Location"]))
    assert "2026-511703-WV-000001" in page
    assert "6 人 / 2 户" in page
    assert "已出单" in text_of(client.get("/console/"))
