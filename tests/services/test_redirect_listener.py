"""One path on one port of this machine, and plain words for whoever comes."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from axtui.services.redirect_listener import HOST, RedirectListener


class Heard:
    """Remembers the queries, and answers them."""

    def __init__(self) -> None:
        self.queries: list[str] = []

    def __call__(self, query: str) -> tuple[int, str]:
        """Take a redirect."""
        self.queries.append(query)
        return 200, "Thanks."


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def port() -> int:
    """A free port."""
    return free_port()


@pytest.fixture
def heard() -> Heard:
    """Who hears of redirects."""
    return Heard()


@pytest.fixture
async def listener(port: int, heard: Heard) -> AsyncIterator[RedirectListener]:
    """A listener that listens."""
    listener = RedirectListener(port, heard)
    assert await listener.start() == ""
    yield listener
    await listener.stop()


async def sent(port: int, request: bytes) -> str:
    """Return what comes back for these bytes."""
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer.decode()


async def test_the_redirect_is_heard_and_thanked(listener: RedirectListener, port: int, heard: Heard) -> None:
    """The query goes on as it came; the page loads nothing, keeps nothing and shows nothing of it."""
    answer = await sent(port, b"GET /callback?code=c-1&state=s HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert heard.queries == ["code=c-1&state=s"]
    head, _, page = answer.partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 200 OK\r\n")
    assert f"Content-Length: {len(page)}" in head
    for name in ("default-src 'none'", "no-referrer", "no-store", "Connection: close"):
        assert name in head
    assert "Thanks." in page
    assert "c-1" not in answer


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET / HTTP/1.1",
        b"GET /favicon.ico HTTP/1.1",
        b"POST /callback?code=c HTTP/1.1",
        b"GET /callback",
        b"\xff",
    ],
)
async def test_other_requests_are_answered_and_forgotten(
    listener: RedirectListener, port: int, heard: Heard, request_line: bytes
) -> None:
    """Browsers ask for icons, and anybody on this machine for anything."""
    answer = await sent(port, request_line + b"\r\n\r\n")
    assert answer.startswith("HTTP/1.1 404 ")
    assert heard.queries == []


async def test_a_head_without_end_is_not_kept(listener: RedirectListener, port: int, heard: Heard) -> None:
    """The connection just ends."""
    assert await sent(port, b"GET /callback?" + b"x" * 70_000) == ""
    assert heard.queries == []


async def test_a_silent_connection_does_not_hold_up_the_end(listener: RedirectListener, port: int) -> None:
    """Stopping closes it."""
    reader, writer = await asyncio.open_connection(HOST, port)
    await listener.stop()
    await listener.stop()
    assert not listener.listening
    assert await reader.read() == b""
    writer.close()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(HOST, port)


async def test_connections_that_a_browser_leaves_open_end_without_a_word(
    listener: RedirectListener, port: int
) -> None:
    """Browsers connect ahead of need: that such a connection stands at the end is no trouble to tell."""
    told: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(b"GET /callback")
    await sent(port, b"GET / HTTP/1.1\r\n\r\n")  # by its answer, the one before has been taken up
    await listener.stop()
    assert await reader.read() == b""
    writer.close()
    await asyncio.sleep(0)
    assert told == []


async def test_a_taken_port_is_said(listener: RedirectListener, port: int, heard: Heard) -> None:
    """In words, for there is another way."""
    second = RedirectListener(port, heard)
    why = await second.start()
    assert why == f"port {port} cannot be used: address already in use"
    assert not second.listening
    await second.stop()


async def test_only_this_machine_is_listened_to(listener: RedirectListener, port: int) -> None:
    """The loopback address, and no other of the host's."""
    with pytest.raises(OSError, match=r"onnect"), socket.create_connection(("127.0.0.2", port), timeout=5):
        pass
