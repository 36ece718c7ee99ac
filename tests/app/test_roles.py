"""Every route, asked by every role, for what lies in its own area and in that of others."""

import pytest

from app.attachments.rules import TUS_VERSION
from app.db import db
from tests.factories import PHONE, sign_in
from tests.furnished import OTHER_INSTALL, address, furnish
from tests.roles import (
    ANSWERS,
    COUNTY,
    EXCEPTIONS,
    HERE,
    IN,
    LIST,
    NOT_ALLOWED,
    NOT_FOUND,
    ROUTES,
    SIGN_IN,
    WHO,
)
from tests.village import INSTALL

# What a person of another area must not read on any list.
OTHERS = ("双石村", "官田村", "王建国", "陈静", "李明")
INSTALLS = {"agent01": INSTALL, "agent09": OTHER_INSTALL}
LAST = ("cancel", "discard", "sign_out", "take_back")


def _requests(app):
    """Return (endpoint, method) of all routes, what ends things at the end."""
    found = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    return sorted(found, key=lambda one: (one[0].endswith(LAST), one[1] != "GET", one))


def _asked(client, method, url, form):
    """Return in words how a request was answered, and the answer."""
    given = {"data": form} if method != "GET" else {}
    if url.startswith("/api/"):
        install = INSTALLS.get(client.who, "")
        headers = {**PHONE, "Vsync-Install": install, "Tus-Resumable": TUS_VERSION}
        given = {"headers": headers}
        given |= {} if method == "GET" else {"json": {}}
    answer = client.open(url, method=method, **given)
    if answer.status_code == 401 or (answer.location or "").startswith("/sign-in?"):
        return SIGN_IN, answer
    return {403: NOT_ALLOWED, 404: NOT_FOUND}.get(answer.status_code, IN), answer


def test_every_route_says_who_may_open_it(app):
    assert sorted({rule.endpoint for rule in app.url_map.iter_rules()}) == sorted(ROUTES)


def test_every_route_with_an_object_in_its_path_is_asked_for_one_that_is_there(app, county):
    """Of products, dictionaries and kinds of keys, which every county has, there are no others."""
    values = furnish(county)
    everywhere = ("admin.products.", "admin.dictionaries.", "admin.oversight.new_key")
    for rule in app.url_map.iter_rules():
        if rule.arguments and rule.endpoint.startswith(("console.", "admin.")):
            kind = ROUTES[rule.endpoint]
            assert kind in (HERE, COUNTY) or rule.endpoint.startswith(everywhere), rule
            assert "none" not in address(app, rule.endpoint, values).split("/"), rule


@pytest.mark.parametrize("who", WHO)
def test_every_route_answers_each_role_as_it_says(app, county, client, who):
    values = furnish(county)
    app.config["WTF_CSRF_ENABLED"] = False  # forms without their token: test_audiences.py
    if who != "nobody":
        sign_in(client, who)
    client.who = who
    db.session.remove()
    wrong = []
    for endpoint, method in _requests(app):
        kind = ROUTES[endpoint]
        expected = EXCEPTIONS.get((endpoint, who)) or ANSWERS[kind][WHO.index(who)]
        form = values["forms"].get(endpoint, {})
        found, answer = _asked(client, method, address(app, endpoint, values), form)
        if found != expected or answer.status_code >= 500:
            wrong.append((endpoint, method, expected, f"{found} {answer.status_code}"))
        if kind == LIST and who.endswith("09"):
            wrong += [(endpoint, "shows", one) for one in OTHERS if one in answer.text]
    assert not wrong, "\n".join(str(one) for one in wrong)
