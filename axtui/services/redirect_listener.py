"""Hears the redirect that ends a sign-in: one path on one port of this machine, plain words to the browser.

Whatever else arrives is answered and forgotten. What the browser sent is never shown back to it.
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Final

HOST: Final = "127.0.0.1"
PATH: Final = "/callback"
_LARGEST_HEAD: Final = 16 * 1024
_SECONDS: Final = 10.0
_PAGE: Final = """\
<!doctype html><html lang="en"><meta charset="utf-8"><title>axtui</title><p>{}</p></html>
"""
_HEAD: Final = """\
HTTP/1.1 {status}
Content-Type: text/html; charset=utf-8
Content-Length: {length}
Content-Security-Policy: default-src 'none'
Referrer-Policy: no-referrer
Cache-Control: no-store
Connection: close

"""

OnRedirect = Callable[[str], tuple[int, str]]
"""Takes the query of a redirect; returns the status and the sentence for the browser."""
_PHRASES: Final = {200: "OK", 400: "Bad Request", 404: "Not Found"}


class RedirectListener:
    """Listens from `start` to `stop`."""

    def __init__(self, port: int, on_redirect: OnRedirect) -> None:
        self._port = port
        self._on_redirect = on_redirect
        self._server: asyncio.Server | None = None
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    @property
    def listening(self) -> bool:
        """Whether a redirect would be heard."""
        return self._server is not None

    async def start(self) -> str:
        """Open the port; return why that is impossible, or an empty text."""
        try:
            self._server = await asyncio.start_server(
                self._connected, HOST, self._port, limit=_LARGEST_HEAD, reuse_address=True
            )
        except OSError as error:
            return f"port {self._port} cannot be used: {_why(error)}"
        return ""

    async def stop(self) -> None:
        """Close the port and what is still connected: browsers open connections that they may never use.

        They are closed, not cancelled: asyncio prints a trace for every cancelled one (Python 3.11).
        """
        if self._server is None:
            return
        server, self._server = self._server, None
        server.close()
        for connection in self._connections.values():
            connection.close()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await server.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._connections[task] = writer
            task.add_done_callback(self._connections.pop)
        try:
            if self._server is not None:  # else it came while the port was being closed
                await self._answered(reader, writer)
        finally:
            writer.close()

    async def _answered(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            async with asyncio.timeout(_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(_answer(*self._judged(head)))
                await writer.drain()

    def _judged(self, head: bytes) -> tuple[int, str]:
        method, _, rest = head.split(b"\r\n", 1)[0].decode("latin-1").partition(" ")
        path, _, query = rest.rpartition(" ")[0].partition("?")
        if method != "GET" or path != PATH:
            return 404, "There is nothing here."
        return self._on_redirect(query)


def _answer(status: int, sentence: str) -> bytes:
    page = _PAGE.format(sentence).encode()
    head = _HEAD.format(status=f"{status} {_PHRASES[status]}", length=len(page))
    return head.replace("\n", "\r\n").encode("ascii") + page


def _why(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno else "unknown cause"
