"""Whatever a server, a proxy or a certificate says of itself: in a message it is printable, and cut."""

import json
import re
import ssl
from collections.abc import Awaitable, Callable, Mapping
from types import SimpleNamespace
from typing import Final

import httpx
import pytest
from faults.figures import Figure
from hostile_text import FAMILIES
from http_fakes import Server, line, reply

from axtui.core.errors import AxtuiError, Side
from axtui.sources import autotask_answers, xero_answers
from axtui.sources.answers import Answer
from axtui.sources.autotask_wire import COUNT
from axtui.sources.connecting import address_in, translated
from axtui.sources.http import ApiClient
from axtui.sources.issuer import issuer_of
from axtui.sources.patience import TryAgainError, come_back, given_up

_LONG: Final = 3000
_MOST_REPEATED: Final = 200
"""Characters of what a server says that a message may repeat."""


async def _ended_by(status: int, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> str:
    """Return what a read ends with; headers as no library would send them, but a server may."""
    raw = [(name.encode(), text.encode("utf-8", "surrogatepass")) for name, text in (headers or {}).items()]
    answer = reply(status=status, body=body)
    answer.headers = httpx.Headers([*answer.headers.raw, *raw])
    replies = [answer, *(reply(status=status, body=body) for _ in range(4))]
    client = ApiClient(line(Server(*replies)), address_in("https://api.example/rest"))
    try:
        found = await client.get("/count", COUNT)
    except AxtuiError as error:
        return str(error)
    assert isinstance(found, Answer)
    said: tuple[AxtuiError, ...] = (
        autotask_answers.refusal(found, "companies"),
        xero_answers.refusal(found, "contacts", scope="accounting.contacts"),
        xero_answers.refused_token(found),
        autotask_answers.unknown_user(found),
    )
    return " ".join(map(str, said))


async def _error_body(said: str) -> str:
    return await _ended_by(403, body=json.dumps({"errors": [said], "Detail": said, "error": said}).encode())


async def _redirect(said: str) -> str:
    return await _ended_by(302, headers={"location": f"https://{said}.example/{said}"})


async def _portal(said: str) -> str:
    return await _ended_by(307, headers={"location": f"https://{said}/", "content-type": "text/html"})


async def _web_page(said: str) -> str:
    return await _ended_by(200, body=said.encode("utf-8", "replace"), headers={"content-type": said})


async def _odd_id(said: str) -> str:
    return await _ended_by(200, body=json.dumps({"queryCount": said, said: said}).encode())


async def _certificate(said: str) -> str:
    issuer = ((("commonName", said),), (("organizationName", said),))
    certificate = SimpleNamespace(get_info=lambda: {"issuer": issuer})
    name = issuer_of(SimpleNamespace(_sslobj=SimpleNamespace(get_unverified_chain=lambda: [certificate])))  # type: ignore[arg-type]  # what is looked at
    cause = ssl.SSLCertVerificationError("x")
    cause.verify_message = "self-signed" + said[:50]
    error = httpx.ConnectError("x")
    error.__cause__ = cause
    return f"{name} {_words(error)}"


async def _proxy(said: str) -> str:
    return _words(httpx.ProxyError(f"403 {said}")) + _words(httpx.ProxyError(f"407 {said}"))


def _words(error: httpx.HTTPError) -> str:
    found = translated(error, host="api.example", side=Side.XERO)
    if not isinstance(found, TryAgainError):
        return str(found)
    now = line(Server()).clock.now()
    return f"{come_back(found.trouble, side=Side.XERO, now=now)} " + str(
        given_up(found.trouble, side=Side.XERO, attempts=5, now=now)
    )


Place = Callable[[str], Awaitable[str]]
_PLACES: Final[tuple[Place, ...]] = (
    *(_error_body, _redirect, _portal, _web_page, _odd_id),
    *(_certificate, _proxy),
)


@pytest.mark.fault("B07")
@pytest.mark.parametrize("place", _PLACES, ids=lambda place: place.__name__.strip("_"))
async def test_no_server_writes_to_a_terminal(place: Place, figure: Figure) -> None:
    """Every family of hostile text, at every place where the words of others get into a message."""
    raw = 0
    for payload in (each for family in FAMILIES.values() for each in family):
        message = await place(f"a{payload}b")
        assert message
        raw += not message.isprintable()
    figure("raw", raw)
    assert raw == 0


@pytest.mark.fault("B07")
@pytest.mark.parametrize("place", _PLACES, ids=lambda place: place.__name__.strip("_"))
async def test_no_server_fills_the_screen(place: Place, figure: Figure) -> None:
    """What it says is cut, each time it is repeated."""
    message = await place("Ω" * _LONG)
    longest = max(map(len, re.findall("Ω+", message)), default=0)
    figure("longest", longest)
    assert longest <= _MOST_REPEATED
