"""One answer as it came: read within bounds, judged before it is trusted, and what it says in words."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Final

import httpx
import msgspec

from axtui.core.errors import DataError, Side
from axtui.core.text import visible
from axtui.sources.patience import Trouble, TryAgainError

LARGEST_BODY: Final = 32 * 1024 * 1024
"""Bytes after decompression; a page of 1,000 records is about 1 MiB."""
_ON_THE_WAY: Final = "Run again; if it stays, a proxy on the way may be changing the answers."
_QUOTED: Final = 200
_GZIP: Final = 16 + zlib.MAX_WBITS
_RETRIED: Final = frozenset({408, 500, 502, 503, 504})
_LIMIT_WAIT: Final = 60.0
"""Seconds to wait at a limit when the server does not say how long (autotask-api.md section 8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers and body of one answer; the body is remote text and never shown as it is."""

    status: int
    headers: httpx.Headers = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def phrase(self) -> str:
        """The status in words a technician can look up, for example `503 (Service Unavailable)`."""
        try:
            return f"{self.status} ({HTTPStatus(self.status).phrase})"
        except ValueError:
            return str(self.status)

    def said(self) -> tuple[str, ...]:
        """Return the texts of an error body, fit to be shown; empty where there are none."""
        return tuple(_shortened(text) for text in _texts_in(_loosely_read(self.body)) if text.strip())

    def text(self, key: str) -> str:
        """Return one text of a JSON error body, whatever the key's letter case (xero-api.md section 5)."""
        value = _loosely_read(self.body).get(key.lower())
        return value if isinstance(value, str) else ""

    @property
    def has_errors(self) -> bool:
        """Whether the body is JSON with Autotask's `errors` array: a refusal rather than a breakdown."""
        return isinstance(_loosely_read(self.body).get("errors"), list)


class Verdict(StrEnum):
    """What an answer means for the request."""

    GOOD = "good"
    TRY_AGAIN = "try again"
    LIMIT = "limit"
    FINAL = "final"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A vendor's reading of an answer."""

    verdict: Verdict
    why: str = ""
    """For a limit: which one, for example `is at its limit of requests a minute`."""
    wait: float = _LIMIT_WAIT
    """Seconds at a limit when the answer does not name any."""
    ends_run: bool = False
    narrow: bool = False


Judge = Callable[[Answer], Ruling]


def judged_by_status(answer: Answer) -> Ruling:
    """Judge an answer by its status alone, as both vendors share it."""
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return Ruling(verdict=Verdict.GOOD)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Ruling(verdict=Verdict.LIMIT, why="is at its limit of requests")
    if answer.status in _RETRIED:
        return Ruling(verdict=Verdict.TRY_AGAIN, why=f"answered {answer.phrase}")
    return Ruling(verdict=Verdict.FINAL)


async def read_body(response: httpx.Response, *, limit: int, side: Side) -> bytes:
    """Read and unpack a streamed body, at most `limit` bytes of it.

    httpx itself has no limit on decompression and accepts a cut gzip trailer, so its raw bytes are
    unpacked here (reliability-bar fact 8).
    """
    unpack = _unpacker(response.headers.get("content-encoding", ""), side)
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += unpack.feed(chunk, limit + 1 - len(body))
        if len(body) > limit:
            message = f"{side} sent an answer larger than {limit // 1024**2} MiB."
            raise DataError(message, hint=_ON_THE_WAY, side=side)
    unpack.end()
    return bytes(body)


class _Plain:
    """Bytes as they come."""

    def feed(self, chunk: bytes, room: int) -> bytes:
        return chunk[:room]

    def end(self) -> None:
        """Nothing can be missing."""


class _Gunzip:
    """One gzip member, unpacked in bounded steps; its end must have been seen."""

    def __init__(self) -> None:
        self._unpacked = zlib.decompressobj(_GZIP)
        self._fed = False

    def feed(self, chunk: bytes, room: int) -> bytes:
        self._fed = self._fed or bool(chunk)
        try:
            return self._unpacked.decompress(chunk, room)
        except zlib.error as error:
            raise _cut() from error

    def end(self) -> None:
        if self._fed and (not self._unpacked.eof or self._unpacked.unused_data):
            raise _cut()


def _unpacker(encoding: str, side: Side) -> _Plain | _Gunzip:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Gunzip()
        case _:
            message = f"{side} packed its answer in a way that was not asked for."
            raise DataError(message, hint=_ON_THE_WAY, side=side)


def _cut() -> TryAgainError:
    return TryAgainError(
        Trouble(why="sent an answer that is cut off", hint="Check the network, then run again.")
    )


def quoted(texts: tuple[str, ...]) -> str:
    """Return what a server said, to stand behind a sentence; empty where it said nothing."""
    return f' It says: "{_shortened("; ".join(texts))}"' if texts else ""


def _shortened(text: str) -> str:
    shown = visible(text[: 2 * _QUOTED]).strip()
    return shown if len(shown) <= _QUOTED else f"{shown[: _QUOTED - 1]}…"


def _loosely_read(body: bytes) -> dict[str, object]:
    """Return an error body as a mapping with keys in lower case; empty for everything that is none."""
    try:
        tree = msgspec.json.decode(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(tree, dict):
        return {}
    return {str(key).lower(): value for key, value in tree.items()}


def _texts_in(tree: dict[str, object]) -> Iterator[str]:
    """Yield the texts of every shape of error seen (autotask-api.md section 8, xero-api.md section 5)."""
    errors = tree.get("errors")
    for entry in errors if isinstance(errors, list) else ():
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, dict):
            yield from _texts_in({str(key).lower(): value for key, value in entry.items()})
    for key in ("message", "detail", "title", "error", "error_description"):
        if isinstance(text := tree.get(key), str):
            yield text
