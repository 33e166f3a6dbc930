"""A small CONNECT proxy in front of the imitation: whoever asks for the vendors' hosts gets ours (row D22).

Its URL carries a user and a password, as a company's does, so that tests can look for the password elsewhere.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from typing import Final

USER: Final = "axtui"
PASSWORD: Final = "demo-proxy-password"  # noqa: S105  # invented; opens nothing
_PIECE: Final = 64 * 1024
_ESTABLISHED: Final = b"HTTP/1.1 200 Connection established\r\n\r\n"
_WANTS_LOGIN: Final = (
    b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="demo"\r\n'
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)
_UNKNOWN_HOST: Final = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class ProxyState(StrEnum):
    """What the proxy does."""

    WORKS = "works"
    WANTS_LOGIN = "wants-login"
    """Answers everything with 407, whoever asks."""
    DOWN = "down"
    """Nobody listens at its port."""


class Proxy:
    """Leads connections for `.autotask.net` and `.xero.com` to the ports of the imitation."""

    def __init__(self, ports: Mapping[str, int], *, wants_login: bool) -> None:
        self._ports = ports
        self._wants_login = wants_login
        self.asked_for: list[str] = []
        """Host and port of every CONNECT."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection."""
        try:
            await self._lead(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, ValueError):
            pass  # the client has gone away, or speaks something else
        except asyncio.CancelledError:  # the server stops: this task ends here, with its connection
            writer.transport.abort()
            return
        with suppress(ConnectionError):
            writer.close()
            await writer.wait_closed()

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, authority, _version = head.split(b"\r\n")[0].decode("latin-1").split(" ")
        self.asked_for.append(authority)
        port = self._port_of(authority) if method == "CONNECT" else None
        if self._wants_login or port is None:
            writer.write(_WANTS_LOGIN if self._wants_login else _UNKNOWN_HOST)
            await writer.drain()
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(_ESTABLISHED)
        try:
            await asyncio.gather(_carry(reader, far_writer), _carry(far_reader, writer))
        finally:
            far_writer.transport.abort()

    def _port_of(self, authority: str) -> int | None:
        host = authority.rpartition(":")[0].lower()
        return next((port for domain, port in self._ports.items() if host.endswith(domain)), None)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes one way until there are no more."""
    with suppress(ConnectionError):
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()
    writer.close()
