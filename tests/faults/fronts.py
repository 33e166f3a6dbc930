"""What stands between a client and the imitation in real life: TLS with some certificate, and a proxy."""

import asyncio
import ssl
import threading
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import pytest

T = TypeVar("T")

CERTIFICATES: Final = Path(__file__).resolve().parent / "certificates"
COMPANY_CA: Final = CERTIFICATES / "company.pem"
COMPANY_CA_HASH: Final = "c9b1954d"
"""The name, as OpenSSL counts it, under which a directory of CAs must hold the company's."""

BROKEN_HANDSHAKES: Final = [
    # asyncio may end its loop before it has closed the socket under an aborted TLS connection
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("sockets_let_go"),
]
"""Marks of the modules that break TLS connections off."""

_TURNS_TO_CLOSE: Final = 10
"""Turns of the loop in which an aborted connection closes, layer by layer."""

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class _Front:
    """A port in a thread of its own that passes bytes on; leaving the context closes everything."""

    def __init__(self, host: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None) -> None:
        self._host = host
        self._tls = tls
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._answer, self._host, 0, ssl=self._tls))
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for _ in range(_TURNS_TO_CLOSE):
            await asyncio.sleep(0)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError):
            pass  # either end may go away
        finally:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise NotImplementedError


async def _passed_on(near: Streams, port: int) -> None:
    """Pass bytes both ways between a client and a port of this machine, until either has had enough."""
    far = await asyncio.open_connection("127.0.0.1", port)
    try:
        ways = (_pumped(near[0], far[1]), _pumped(far[0], near[1]))
        tasks = [asyncio.ensure_future(way) for way in ways]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        far[1].transport.abort()


async def _pumped(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(65_536):
        writer.write(piece)
        with suppress(ConnectionError):
            await writer.drain()


class TlsFront(_Front):
    """TLS with one of the certificates of this folder, in front of a port."""

    def __init__(self, certificate: str, target: int, *, host: str = "127.0.0.1") -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
        super().__init__(host, tls=context)
        self._target = target

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _passed_on((reader, writer), self._target)


class Proxy(_Front):
    """A proxy that knows some hosts, and keeps whom it was asked to connect to."""

    def __init__(self, routes: Mapping[str, int], *, refuses: bool = False) -> None:
        super().__init__()
        self._routes = routes
        self._refuses = refuses
        self.asked: list[str] = []
        self.heard = b""

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heard += head
        self.asked.append(head.split(b" ")[1].decode())
        if self._refuses:
            writer.write(
                b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n"
                b'Proxy-Authenticate: Basic realm="proxy"\r\n\r\n'
            )
            await writer.drain()
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await _passed_on((reader, writer), self._routes[self.asked[-1]])
