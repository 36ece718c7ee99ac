"""The bad link between browsers and server: HTTP taken apart, so that it breaks at any byte.

The modules of the phone come from here, too, and without faults: in life they are in the cache of
the service worker.
"""

import asyncio
import mimetypes
import re
from contextlib import suppress
from random import Random

from tests.factories import ROOT
from tests.listener import Listener

PAGE = (
    b"<!doctype html><title>sim</title>"
    b'<script type="module" src="/tests/sim/chromium/phone.mjs"></script>'
)
OWN = ("/static/", "/tests/")
FAULTS = (
    "drop", "twice", "cut request", "cut answer", "reset after commit", "slow", "silent", "502",
    "503",
)  # fmt: skip
CANNED = {
    "502": b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n"
    b"Content-Length: 4\r\nConnection: close\r\n\r\nhtml",
    "503": b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3\r\n"
    b"Content-Length: 0\r\nConnection: close\r\n\r\n",
}


class Cut(Exception):
    """The connection ends here."""


class Link(Listener):
    """A listener on a port of its own. share: of requests that are broken. seen: faults done."""

    def __init__(self, upstream: int, seed: int) -> None:
        self.upstream, self.random = upstream, Random(seed)
        self.share = 0.0
        self.seen: dict[str, int] = {}
        self._alive: set[asyncio.Task[None] | None] = set()  # asyncio itself keeps none of them

    async def connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        me = asyncio.current_task()
        self._alive.add(me)
        try:
            while request := await _request(reader):
                path = request.split(b" ", 2)[1].decode()
                if not (path.startswith(OWN) or path == "/sim"):
                    writer.write(await self._exchange(request))
                    break
                writer.write(_file(path))
                await writer.drain()
            await writer.drain()
            writer.close()
        except (Cut, OSError, asyncio.IncompleteReadError):
            writer.transport.abort()
        finally:
            writer.close()
            self._alive.discard(me)

    async def _exchange(self, request: bytes) -> bytes:
        """Return what the browser gets. Raises Cut, OSError."""
        fault = self._fault()
        if fault in CANNED:
            return CANNED[fault]
        if fault == "drop":
            raise Cut
        if fault == "slow":
            await asyncio.sleep(self.random.uniform(0.05, 0.5))
        if fault == "silent":  # longer than the phone has patience
            await asyncio.sleep(3)
            raise Cut
        if fault == "cut request":
            await self._forward(request[: self.random.randrange(1, len(request))], whole=False)
            raise Cut
        if fault == "twice":
            with suppress(OSError):
                await self._forward(request)
        answer = await self._forward(request)
        if fault == "reset after commit" or not answer:  # nothing: the server died
            raise Cut
        if fault == "cut answer":
            return answer[: self.random.randrange(len(answer))]
        return answer

    def _fault(self) -> str:
        if self.random.random() >= self.share:
            return ""
        fault = self.random.choice(FAULTS)
        self.seen[fault] = self.seen.get(fault, 0) + 1
        return fault

    async def _forward(self, request: bytes, *, whole: bool = True) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        try:
            writer.write(request)
            await writer.drain()
            return await reader.read() if whole else b""
        finally:
            writer.transport.abort()


async def _request(reader: asyncio.StreamReader) -> bytes:
    """Return one request that asks for its connection to be closed; nothing at the end."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    length = re.search(rb"\r\ncontent-length: *([0-9]+)", head, re.IGNORECASE)
    body = await reader.readexactly(int(length[1])) if length else b""
    head = re.sub(rb"\r\nconnection:[^\r]*", b"", head, flags=re.IGNORECASE)
    return head[:-2] + b"Connection: close\r\n\r\n" + body


def _file(path: str) -> bytes:
    """Return a file of the project, or the empty page of a tab."""
    body = PAGE if path == "/sim" else (ROOT / path.lstrip("/")).read_bytes()
    kind = "text/html" if path == "/sim" else mimetypes.guess_type(path)[0] or "text/javascript"
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        "Cache-Control: max-age=3600\r\n\r\n"
    )
    return head.encode() + body
