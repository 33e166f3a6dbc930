"""What breaks on a real connection: the client asks again, and never takes a part for the whole."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final

import httpx
import pytest
from http_fakes import FakeTime, line

from axtui.core.errors import AxtuiError
from axtui.sources.answers import Answer
from axtui.sources.autotask_wire import COUNT, CountWire
from axtui.sources.connecting import open_http
from axtui.sources.http import ApiClient

BODY: Final = json.dumps({"queryCount": 7, "padding": "x" * 500}).encode()
PACKED: Final = gzip.compress(BODY)
JSON: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
GOOD: Final = JSON + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY


def sized(body: bytes, *, claimed: int, more: bytes = b"") -> bytes:
    """Return an answer that claims a length."""
    return JSON + more + b"Content-Length: %d\r\n\r\n" % claimed + body


def packed(body: bytes) -> bytes:
    """Return an answer that is packed, of the length that it has."""
    return sized(body, claimed=len(body), more=b"Content-Encoding: gzip\r\n")


CUT: Final = {
    "shorter than its length": sized(BODY[:-9], claimed=len(BODY)),
    "cut between chunks": JSON + b"Transfer-Encoding: chunked\r\n\r\n20\r\n" + BODY[:32] + b"\r\n",
    "ended by closing": JSON + b"Connection: close\r\n\r\n" + BODY[:-9],
    "cut gzip": packed(PACKED[:-20]),
    "cut gzip trailer": packed(PACKED[:-3]),
    "wrong checksum": packed(PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:]),
    "nothing": b"",
    "half a header": JSON[:30],
    "no HTTP": b"hello\r\n\r\n",
}


class Listener:
    """A server that sends these bytes, connection by connection, and closes."""

    def __init__(self, *answers: bytes | None) -> None:
        self._answers = list(answers)
        self.asked = 0
        self._over = asyncio.Event()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[httpx.URL]:
        """Listen, and give the address."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        async with server:
            yield httpx.URL(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
            self._over.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        answer = self._answers.pop(0)
        if answer is None:
            await self._over.wait()
        else:
            writer.write(answer)
        writer.close()


async def count(
    listener: Listener, *, deadline: float = 60.0, time: FakeTime | None = None
) -> CountWire | Answer:
    """Ask the listener over a real connection."""
    async with listener.open() as base, open_http() as http:
        at = replace(line(httpx.Request, time=time), http=http, deadline=deadline)  # type: ignore[arg-type]  # unused
        return await ApiClient(at, base).get("/x", COUNT)


@pytest.mark.parametrize("broken", CUT.values(), ids=CUT.keys())
async def test_a_cut_answer_is_asked_for_again(broken: bytes) -> None:
    """Within five seconds, and what arrived of it is never read."""
    listener, time = Listener(broken, GOOD), FakeTime(jitter=1.0)
    found = await count(listener, time=time)
    assert not isinstance(found, Answer)
    assert found.count == 7
    assert listener.asked == 2
    assert time.passed <= 5


@pytest.mark.parametrize("broken", CUT.values(), ids=CUT.keys())
async def test_an_answer_that_is_always_cut_is_given_up(broken: bytes) -> None:
    """After five attempts, with words."""
    listener = Listener(*[broken] * 5)
    with pytest.raises(AxtuiError, match="5 times in a row"):
        await count(listener)
    assert listener.asked == 5


async def test_a_connection_on_which_nothing_comes_meets_the_deadline() -> None:
    """The next one is fine."""
    listener = Listener(None, GOOD)
    found = await count(listener, deadline=0.2)
    assert not isinstance(found, Answer)
    assert listener.asked == 2
