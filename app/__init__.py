"""Tongbao 统保通: village insurance agents enroll whole villages, offline for days.

The folders are the flow, each stage hands on to the next:
regions, products, rosters, campaigns (what is sold, where, to whom), then
sync (phones push and pull) > inbox > enrollment > batches > reconciliation > policies > exports.
`audiences` says who may call what; `shell` serves the phone app itself.
"""

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import models  # noqa: F401 - every table must be known before the first query
from app.attachments.storage import storage_of
from app.db import db, read_stored
from app.secrets import Vault
from config import Config

csrf = CSRFProtect()


def create_app(config: Config) -> Flask:
    """Build the application of one configuration."""
    from app import audiences, cli, jobs, shell  # noqa: PLC0415 - they import the stages, which need db

    app = Flask(__name__, static_folder=None, template_folder="../templates")
    app.jinja_environment = audiences.PageEnvironment
    vault = Vault(config.data_dir / "keys")
    app.extensions["vault"] = vault
    app.extensions["config"] = config
    app.extensions["attachments"] = storage_of(config.attachments, config.data_dir)
    app.config.update(
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "json_deserializer": read_stored,
            "hide_parameters": True,  # an error's text must name nobody; see also app/db.py
            "pool_use_lifo": True,  # the connection used last has its statements prepared
        },
        SECRET_KEY=vault.form_key(),
        TESTING=config.testing,
        SESSION_COOKIE_NAME="__Host-form",  # form tokens and notices only; sign-ins are rows
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        MAX_CONTENT_LENGTH=8 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,  # the designer's form with hundreds of rates
        WTF_CSRF_TIME_LIMIT=None,  # a page left open over lunch must still be savable
        WTF_CSRF_SSL_STRICT=False,  # Referrer-Policy: no-referrer; the token itself is the proof
    )
    if config.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=config.proxies, x_proto=config.proxies
        )
    config.data_dir.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    csrf.init_app(app)
    audiences.mount(app, csrf)
    shell.install(app)
    cli.install(app)
    jobs.install(app)
    return app
