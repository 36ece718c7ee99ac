"""The real application on a port of its own, with a desk from which a test breaks and looks.

Beside the application's own paths stand POST /_sim/<act>: start anew, back up, restore, write as
a supervisor, change areas, die after storing, sweep, and say what is stored.
"""

import gc
import json
import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from app import clock, create_app
from app.accounts import service as accounts
from app.db import db, transaction
from app.errors import Invalid
from app.regions.service import lock_village, release
from app.regions.writing import update_rows
from app.rosters.models import Household
from app.sync import again, applying, compacting, exchange, timeline
from app.sync import cli as sync_cli
from tests import postgresql
from tests.app.sync.conftest import Register
from tests.conftest import NOON, Clock, Pattern
from tests.factories import COUNTY, PASSWORD, SECOND, VILLAGE, CountyFacts
from tests.sim.facts import facts_of
from tests.sim.joined.stores import STORES

HOMES = 4
VILLAGES = (VILLAGE, SECOND)


class Killed(BaseException):
    """The process is gone."""


class Desk:
    """What a test does to the application and asks of it. writes: every field ever written."""

    def __init__(self, app: Flask, facts: CountyFacts, hands: Clock, store: Any) -> None:
        self.app, self.facts, self.hands, self.store = app, facts, hands, store
        self.folder = app.extensions["config"].data_dir
        self.knows_all = True
        self.authors: dict[tuple[str, str, str, str], str] = {}
        self.writes: list[list[Any]] = []
        self.running: list[list[Any]] = []
        self.dies: list[str] = []
        self.lock = threading.RLock()

    def act(self, name: str, body: dict[str, Any]) -> Any:
        with self.lock, self.app.app_context():
            try:
                if name != "start":
                    sync_cli.notice_restore()
                return getattr(self, name)(**body)
            finally:
                db.session.remove()

    def _put(self, put: Callable[[], None]) -> None:
        db.session.remove()
        db.engine.dispose()
        self.app.extensions.pop("timeline_checked", None)
        self.app.extensions.pop("throttle", None)
        put()

    def start(self, *, knows_all: bool = True) -> dict[str, Any]:
        """Begin anew. knows_all: false for a server that has not learnt enrollments yet."""
        self.hands.at, self.writes, self.dies = NOON, [], []
        self.knows_all, self.authors = knows_all, {}
        shutil.rmtree(self.folder / "backups", ignore_errors=True)
        (self.folder / timeline.BOOK).unlink(missing_ok=True)
        self._put(self.store.begin)
        self.hands.at += timedelta(minutes=10)
        return {"campaign": self.facts.campaign, "villages": VILLAGES, "password": PASSWORD}

    def backup(self) -> None:
        self.store.backup()
        self.hands.at += timedelta(minutes=10)

    def restore(self) -> None:
        self._put(self.store.restore)

    def learn(self) -> int:
        """Upgrade to a program that knows every kind."""
        self.knows_all, self.running = True, []
        count = sync_cli.requeue_all()
        self.writes += self.running
        return count

    def compact(self) -> int:
        """As if more than a year went by: phones behind are told 410."""
        self.hands.at += timedelta(minutes=1)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(compacting, "MAX_OFFLINE", timedelta(0))
            return sync_cli.compact_all()

    def write(self, village: int, place: int, text: str) -> None:
        """A supervisor changes a field of a household; his form showed the newest values."""
        with transaction() as session:
            lock = lock_village(session, COUNTY, village)
            key = f"{lock.install}-{1 + place * 1}"
            if session.get(Household, (COUNTY, village, key)) is not None:
                update_rows(session, lock, Household, {key: {"address": text}})
            release(session, lock, [], at=clock.now())

    def areas(self, login: str, villages: list[int]) -> None:
        with transaction() as session:
            user = self.facts.users[login]
            accounts.set_areas(session, COUNTY, user, villages, by="sim", at=clock.now())

    def die(self, how: str) -> None:
        self.dies.append(how)

    def sweep(self) -> int:
        self.dies = []
        return sync_cli.sweep_all(timedelta(seconds=-1))

    def facts_now(self) -> dict[str, Any]:
        return {**facts_of(db.session()), "writes": self.writes, "users": self.facts.users}


def _watch(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    """See every field that is written, and break between the two transactions when told to."""
    merge, apply_received = applying.merge, exchange.apply_received

    def seen_merge(entity: Any, op: Any, *, install: str, **options: Any) -> Any:
        before = {
            name: entity.value(name) for name in op.f if name in entity.row or name == "phone"
        }
        place = (entity.kind.code, entity.id)
        lost = merge(entity, op, install=install, **options)
        gone = {one.name for one in lost}
        desk.running += [
            [*place, name, value, before[name],
             desk.authors.get((*place, name, json.dumps(before[name])), ""), install]
            for name, value in op.f.items() if name not in gone and name in before
        ]  # fmt: skip
        desk.authors |= {(*place, name, json.dumps(op.f[name])): install for name in before}
        return lost

    def seen_apply(*args: Any, **options: Any) -> Any:
        desk.running = []
        how = desk.dies.pop() if desk.dies else None
        if how == "killed after storing":
            raise Killed
        if how == "fault in applying":
            raise ZeroDivisionError
        found = apply_received(*args, **options)
        if how == "killed before committing":
            raise Killed
        desk.writes += desk.running
        return found

    def old_check(op: Any) -> Any:
        if not desk.knows_all and op.t.startswith("en@"):
            raise applying.Refused("KIND_UNKNOWN", op.seq)
        return check(op)

    check = applying.check
    patch.setattr(applying, "check", old_check)
    patch.setattr(again, "check", old_check)

    def picky_decode(body: Any, county: int = 0) -> Any:
        """Refuse for ever what stands in clear in a push and has a certain sign in it."""
        if "\u6bd2" in json.dumps(body.get("ops"), ensure_ascii=False):
            raise Invalid("BAD_BODY", path="ops")
        return decode_push(body, county)

    decode_push = exchange.decode_push
    patch.setattr(exchange, "decode_push", picky_decode)
    patch.setattr(applying, "merge", seen_merge)
    patch.setattr(exchange, "apply_received", seen_apply)
    patch.setattr(sync_cli, "apply_received", seen_apply)


class Quiet(WSGIRequestHandler):
    """No lines per request."""

    def log(self, *_: Any) -> None:
        """Nobody reads it."""


def _desk_first(desk: Desk, app: Flask) -> Callable[..., Any]:
    def serve(environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        if not path.startswith("/_sim/"):
            with desk.lock:
                try:
                    return app.wsgi_app(environ, start_response)
                except Killed as died:
                    environ["werkzeug.socket"].close()
                    raise ConnectionResetError from died
        body = json.loads(
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or b"{}"
        )
        text = json.dumps(desk.act(path.removeprefix("/_sim/"), body)).encode()
        start_response(
            "200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(text)))]
        )
        return [text]

    return serve


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Collect garbage as wsgi.py has it."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@contextmanager
def serving(folder: Path, database: str = "sqlite") -> Iterator[str]:
    """Serve a filled county; yield the origin."""
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        url = stack.enter_context(postgresql.running_server()) if database == "postgresql" else ""
        hands = Clock()
        patch.setattr(clock, "now", lambda: hands.at)
        place, facts = Pattern(folder, lambda: url).copy(database, folder / "data", filled=True)
        assert facts is not None
        app = create_app(place.config())
        logging.getLogger("werkzeug").disabled = logging.getLogger("app").disabled = True
        app.logger.disabled = True
        patch.setattr(accounts, "password_holds", lambda _stored, given: given == PASSWORD)
        with app.app_context():
            for village in VILLAGES:
                Register(HOMES, village)
            accounts_area(facts)
            db.session.remove()
            db.engine.dispose()
            store = STORES[database](app)
        stack.enter_context(_seldom_collecting())
        desk = Desk(app, facts, hands, store)
        _watch(desk, patch)
        server = make_server(
            "127.0.0.1", 0, _desk_first(desk, app), threaded=True, request_handler=Quiet
        )
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            with app.app_context():
                db.engine.dispose()


def accounts_area(facts: CountyFacts) -> None:
    """Both agents work in both villages."""
    for login in ("agent01", "agent02"):
        with transaction() as session:
            accounts.set_areas(
                session, COUNTY, facts.users[login], VILLAGES, by="sim", at=clock.now()
            )
