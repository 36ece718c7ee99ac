"""Several browsers in one test."""

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Browser(FlaskClient):
    """A browser of its own: a test's application context would share form tokens between them."""

    def open(self, *args, **kwargs) -> TestResponse:
        g.pop("csrf_token", None)
        return super().open(*args, **kwargs)


@pytest.fixture(autouse=True)
def browsers(app: Flask) -> None:
    """Give every client of the test its own form tokens."""
    app.test_client_class = Browser
