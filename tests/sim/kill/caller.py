"""A test client that speaks HTTP to a server which may be gone at any moment."""

import http.client
import json
from typing import Any

from flask import has_app_context

from app.db import db


class Gone(Exception):
    """No answer came: nobody knows what the server did."""


class Answer:
    """Status, text and JSON of an answer."""

    def __init__(self, status: int, data: bytes) -> None:
        self.status_code, self.data = status, data

    @property
    def text(self) -> str:
        return self.data.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.data)


class Caller:
    """Stands where a Flask test client stands in tests/handset.py."""

    def __init__(self, port: int) -> None:
        self.port, self.cookie = port, ""

    def test_client(self) -> "Caller":
        return self

    def set_cookie(self, name: str, value: str) -> None:
        self.cookie = f"{name}={value}"

    def post(self, path: str, data: bytes, headers: dict[str, str], content_type: str) -> Answer:
        return self._call("POST", path, data, {**headers, "Content-Type": content_type})

    def get(self, path: str, headers: dict[str, str]) -> Answer:
        return self._call("GET", path, b"", headers)

    def _call(self, method: str, path: str, data: bytes, headers: dict[str, str]) -> Answer:
        if has_app_context():
            db.session.rollback()  # a reader here would keep writers of SQLite waiting there
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, data, {**headers, "Cookie": self.cookie})
            answer = connection.getresponse()
            return Answer(answer.status, answer.read())
        except (OSError, http.client.HTTPException) as error:
            raise Gone from error
        finally:
            connection.close()
