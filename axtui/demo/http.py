"""A small HTTP/1.1 server on asyncio streams: requests in, replies out, connections kept alive.

It does what the imitation needs and no more: bodies by length or in chunks, keep-alive, and a reply that may
be sent badly on purpose. asyncio is loaded anyway where the imitation runs; the standard library's own
server would cost a further 25 ms to import, and a thread per connection.
"""

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote

if TYPE_CHECKING:
    import ssl

JSON: Final = "application/json; charset=utf-8"
_PHRASES: Final = {200: "OK", 404: "Not Found", 429: "Too Many Requests", 500: "Internal Server Error"}
"""For people who watch the wire; no client reads them."""
_LARGEST_HEAD: Final = 64 * 1024
_LARGEST_BODY: Final = 16 * 1024 * 1024
_TURNS_TO_SETTLE: Final = 5


class Framing(StrEnum):
    """How a client learns where a body ends."""

    LENGTH = "length"
    CHUNKS = "chunks"
    CLOSE = "close"
    """The body ends with the connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it arrived; header names are in lower case, and the last of a repeated one counts."""

    method: str
    target: str
    """Path and query string, exactly as sent."""
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    scheme: str = "http"

    @property
    def host(self) -> str:
        """The authority that the client believes it talks to."""
        return self.headers.get("host", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer, and how to send it."""

    status: int = 200
    body: bytes = b""
    content_type: str = JSON
    """Left out when empty."""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    """Send only so many bytes of the body, then close: the length promised is not kept."""
    drip: float | None = None
    """Send the body byte by byte, with so many seconds between."""
    silent: bool = False
    """Close the connection without a word."""
    reset: bool = False
    """Reset the connection: at once, or after the headers and `cut_after` bytes where that is given."""
    framing: Framing = Framing.LENGTH
    """How the end of the body is told; a body that is cut lacks its end."""

    @property
    def is_nothing(self) -> bool:
        """Whether not a byte of it is sent."""
        return self.silent or (self.reset and self.cut_after is None)


encoded: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Writes a value as both vendors do: no spaces, letters beyond ASCII as themselves."""


def json_reply(value: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """Return a JSON answer in UTF-8."""
    return Reply(status=status, body=encoded(value).encode(), headers=headers or {})


Handler = Callable[[Request], Awaitable[Reply]]
Sleep = Callable[[float], Awaitable[None]]


class BadRequest(Exception):  # noqa: N818  # names the reply it leads to
    """What arrived is not a request that this server understands."""


async def serve_connection(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, handler: Handler, sleep: Sleep
) -> None:
    """Answer the requests of one connection until either side has had enough."""
    try:
        scheme = "http" if writer.get_extra_info("ssl_object") is None else "https"
        while (request := await _read_request(reader, scheme)) is not None:
            reply = await handler(request)
            keep = request.headers.get("connection", "").lower() != "close"
            if not await _send(writer, request, reply, keep=keep, sleep=sleep):
                break
    except BadRequest:
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    except (ConnectionError, asyncio.IncompleteReadError):
        pass  # the client has gone away, which is its right
    with suppress(ConnectionError):  # the client may be faster
        writer.close()
        await writer.wait_closed()


async def _read_request(reader: asyncio.StreamReader, scheme: str) -> Request | None:
    """Return the next request, or None when the client has closed the connection in between."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise BadRequest from error
        return None
    except asyncio.LimitOverrunError as error:
        raise BadRequest from error
    first, *lines = head[:-4].decode("latin-1").split("\r\n")
    try:
        method, target, _version = first.split(" ")
        headers = {
            name.strip().lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)
        }
    except ValueError as error:
        raise BadRequest from error
    path, _, query = target.partition("?")
    return Request(
        method=method,
        target=target,
        path=unquote(path),
        query=dict(parse_qsl(query, keep_blank_values=True)),
        headers=headers,
        body=await _read_body(reader, headers),
        scheme=scheme,
    )


async def _read_body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return await _read_chunks(reader)
    length = _number(headers.get("content-length", "0"), base=10)
    return await reader.readexactly(length)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while size := _number((await reader.readline()).split(b";")[0].decode("latin-1"), base=16):
        body += await reader.readexactly(size)
        await reader.readline()
        _number(str(len(body)), base=10)
    while (await reader.readline()).strip():
        pass  # trailers say nothing here
    return bytes(body)


def _number(text: str, *, base: int) -> int:
    try:
        number = int(text.strip(), base)
    except ValueError as error:
        raise BadRequest from error
    if not 0 <= number <= _LARGEST_BODY:
        raise BadRequest
    return number


async def _send(
    writer: asyncio.StreamWriter, request: Request, reply: Reply, *, keep: bool, sleep: Sleep
) -> bool:
    """Send the reply as well or as badly as it asks for; return whether the connection may go on."""
    if reply.reset:
        _will_reset(writer)
    if reply.is_nothing:
        return False
    keep = keep and reply.cut_after is None and reply.framing is not Framing.CLOSE
    writer.write(_head(reply, keep=keep))
    if request.method != "HEAD":
        await _send_body(writer, reply, sleep=sleep)
    await writer.drain()
    return keep


def _will_reset(writer: asyncio.StreamWriter) -> None:
    """Make the end of the connection a reset: with no time to linger there is nothing else."""
    own: socket.socket = writer.get_extra_info("socket")
    own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _head(reply: Reply, *, keep: bool) -> bytes:
    lines = [f"HTTP/1.1 {reply.status} {_PHRASES.get(reply.status, 'Other')}"]
    if reply.content_type:
        lines.append(f"Content-Type: {reply.content_type}")
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    match reply.framing:
        case Framing.LENGTH:
            lines.append(f"Content-Length: {len(reply.body)}")
        case Framing.CHUNKS:
            lines.append("Transfer-Encoding: chunked")
    lines.append(f"Connection: {'keep-alive' if keep else 'close'}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


async def _send_body(writer: asyncio.StreamWriter, reply: Reply, *, sleep: Sleep) -> None:
    body = reply.body[: reply.cut_after]
    if reply.framing is Framing.CHUNKS:
        end = b"0\r\n\r\n" if reply.cut_after is None else b""
        body = b"%x\r\n%b\r\n%b" % (len(body), body, end)
    if reply.drip is None:
        writer.write(body)
        return
    for at in range(len(body)):
        writer.write(body[at : at + 1])
        await writer.drain()
        await sleep(reply.drip)


async def listen(handler: Handler, *, sleep: Sleep, tls: "ssl.SSLContext | None" = None) -> asyncio.Server:
    """Open a port of the system's choice on the loopback address and answer there."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve_connection(reader, writer, handler=handler, sleep=sleep)
        except asyncio.CancelledError:  # the server stops: this task ends here, with its connection
            writer.transport.abort()

    return await asyncio.start_server(connected, "127.0.0.1", 0, limit=_LARGEST_HEAD, ssl=tls)


async def close(server: asyncio.Server) -> None:
    """Accept no more, let what was accepted become a connection, and close the port.

    asyncio would leave the socket open of a connection that has got no further when the server closes.
    """
    for port in server.sockets:
        asyncio.get_running_loop().remove_reader(port)
    await turns_to_settle()
    server.close()


async def turns_to_settle() -> None:
    """Let connections open that were accepted, and close that were aborted: layer by layer, a turn each."""
    for _ in range(_TURNS_TO_SETTLE):
        await asyncio.sleep(0)


def port_of(server: asyncio.Server) -> int:
    """Return the port that a server was given."""
    port: int = server.sockets[0].getsockname()[1]
    return port
