"""A TCP proxy that breaks connections on purpose, at chosen points of a push or a photo.

The phone always talks to the proxy's address, so its origin stays the same whatever happens.
"""

import asyncio
from dataclasses import dataclass, field

from tests.listener import Listener

CUTS = ("request", "answer", "half_answer")
PUSH, PIECE = b"POST /api/v1/sync/push", b"PATCH /api/v1/sync/files"


@dataclass
class FaultProxy(Listener):
    """Forwards bytes to `upstream_port`; `cut_pushes` and `cut_pieces` arm the next faults.

    request: cut after 200 bytes of the push went up, the server never sees the rest.
    half_request: cut in the middle of what went up.
    answer: let the server do the push, then cut before a byte of the answer goes down.
    half_answer: cut after 60 bytes of the answer.
    """

    upstream_port: int
    done: list[str] = field(default_factory=list)
    _faults: dict[bytes, list[str]] = field(default_factory=lambda: {PUSH: [], PIECE: []})

    def cut_pushes(self, *faults: str) -> None:
        """Break the next pushes, one fault each, in this order."""
        self._faults[PUSH].extend(faults)

    def cut_pieces(self, *faults: str) -> None:
        """Break the next pieces of photos, one fault each, in this order."""
        self._faults[PIECE].extend(faults)

    async def connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_in, server_out = await asyncio.open_connection("127.0.0.1", self.upstream_port)
        state = {"fault": ""}
        up = asyncio.create_task(self._up(reader, server_out, state))
        down = asyncio.create_task(self._down(server_in, writer, state))
        try:
            await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (up, down):
                task.cancel()
            await asyncio.gather(up, down, return_exceptions=True)
            for end in (writer, server_out):
                end.transport.abort()

    async def _up(
        self,
        phone_in: asyncio.StreamReader,
        server_out: asyncio.StreamWriter,
        state: dict[str, str],
    ) -> None:
        while data := await phone_in.read(65536):
            for start, faults in self._faults.items():
                if data.startswith(start) and faults:
                    state["fault"] = faults.pop(0)
            if state["fault"] in ("request", "half_request"):
                part = 200 if state["fault"] == "request" else len(data) // 2
                server_out.write(data[:part])
                await server_out.drain()
                self.done.append(state["fault"])
                return
            server_out.write(data)
            await server_out.drain()

    async def _down(
        self,
        server_in: asyncio.StreamReader,
        phone_out: asyncio.StreamWriter,
        state: dict[str, str],
    ) -> None:
        while data := await server_in.read(65536):
            if state["fault"]:
                if state["fault"] == "half_answer":
                    phone_out.write(data[:60])
                    await phone_out.drain()
                self.done.append(state["fault"])
                return
            phone_out.write(data)
            await phone_out.drain()
