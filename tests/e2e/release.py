"""A server in front of the server that publishes a next version of the app, whole or broken.

The phone always talks to its address, so its origin stays the same whatever is published.
"""

import hashlib
import http.client
import threading
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

CHANGED = "/static/shell/phone.css"
# Connections are closed after each answer; lengths are told anew.
HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}


@dataclass
class Release:
    """What is published.

    version: 1 is the server's own. broken: addresses that give half a file. plain_cookies: old
    engines take no secure cookie over http, not even on this machine; theirs are passed on as secure.
    """

    upstream_port: int
    version: int = 1
    broken: set[str] = field(default_factory=set)
    plain_cookies: bool = False
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        release = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                release.pass_on(self)

            do_POST = do_DELETE = do_PATCH = do_HEAD = do_PUT = do_GET  # noqa: N815 - names of the library

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def pass_on(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer as the server does, with the files of the version that is published."""
        self.asked.append(handler.path)
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length)
        headers = {k: v for k, v in handler.headers.items() if k.lower() != "accept-encoding"}
        if self.plain_cookies and "Cookie" in headers:
            headers["Cookie"] = headers["Cookie"].replace("plain-", "__Host-")
        if handler.path in ("/sw.js", CHANGED):
            headers.pop("If-None-Match", None)
        with self._upstream() as upstream:
            upstream.request(handler.command, handler.path, body or None, headers)
            answer = upstream.getresponse()
            content = self._of_version(handler.path, answer.read())
        # A page that starts anew or a browser that ends hangs up in the middle.
        with suppress(ConnectionError):
            self._answer(handler, answer, content)

    def _upstream(self) -> closing[http.client.HTTPConnection]:
        return closing(http.client.HTTPConnection("127.0.0.1", self.upstream_port, timeout=60))

    def _answer(
        self, handler: BaseHTTPRequestHandler, answer: http.client.HTTPResponse, content: bytes
    ) -> None:
        handler.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP:
                plain = self.plain_cookies and name.lower() == "set-cookie"
                handler.send_header(name, _plain(value) if plain else value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(content)

    def _of_version(self, path: str, content: bytes) -> bytes:
        if path == CHANGED and self.version > 1:
            content = self._styles(content)
        if path == "/sw.js" and self.version > 1:
            own = self._plain(CHANGED)
            content = content.replace(_sha(own), _sha(self._styles(own)))
        return content[: len(content) // 2] if path in self.broken else content

    def _styles(self, content: bytes) -> bytes:
        return content + f"\n:root{{--release:{self.version}}}".encode()

    def _plain(self, path: str) -> bytes:
        with self._upstream() as upstream:
            upstream.request("GET", path)
            return upstream.getresponse().read()


def _plain(cookie: str) -> str:
    return cookie.replace("__Host-", "plain-").replace("Secure; ", "").replace("; Secure", "")


def _sha(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
