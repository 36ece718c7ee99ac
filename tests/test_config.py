"""What a deployment may choose, and that nonsense refuses to start."""

from pathlib import Path

import pytest
from flask import request

from app import create_app
from config import Config


def test_everything_has_a_default_for_one_machine():
    config = Config.from_environment({})

    assert config.database_url == f"sqlite:///{Path('data').resolve()}/tongbao.sqlite3"
    assert (config.backup_minutes, config.proxies) == (10, 0)


def test_the_usual_form_of_a_postgresql_url_is_understood():
    config = Config.from_environment({"DATABASE_URL": "postgres://u@h/d"})

    assert config.database_url == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize(
    "environ",
    [
        {"DATABASE_URL": "mysql://h/d"},
        {"BACKUP_MINUTES": "-1"},
        {"TRUSTED_PROXIES": "yes"},
        {"SHELL_FORM": "small"},
        {"SHELL_WORKER": "no"},
    ],
)
def test_what_cannot_be_read_refuses_to_start(environ):
    with pytest.raises(ValueError, match=next(iter(environ))):
        Config.from_environment(environ)


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_the_address_a_proxy_names_counts_only_if_it_is_expected(tmp_path, proxies, seen):
    config = Config(f"sqlite:///{tmp_path}/x.sqlite3", tmp_path, testing=True, proxies=proxies)
    app = create_app(config)
    addresses = []
    app.before_request(lambda: addresses.append(request.remote_addr))

    app.test_client().get("/manifest.webmanifest", headers={"X-Forwarded-For": "203.0.113.9"})

    assert addresses == [seen]
