"""An organisation at Xero as a plain value: what it answers, what it counts, and how it changes meanwhile."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

import httpx
from http_fakes import FakeTime, line, reply

from axtui.core.errors import Side
from axtui.core.progress import Progress
from axtui.core.secret import Secret
from axtui.services.narrator import Narrator
from axtui.services.page_log import ListName, NotedPage
from axtui.sources.xero import Xero, XeroSettings

LONG_AGO: Final = datetime(2020, 1, 1, tzinfo=UTC)
SLOW: Final = frozenset({"where", "searchTerm", "IDs", "summaryOnly"})


class FakeTokens:
    """Hands out token 1, then token 2 and so on."""

    def __init__(self) -> None:
        self.given = 1

    async def current(self) -> Secret:
        """Return the token in force."""
        return Secret(f"token-{self.given}")

    async def renewed(self) -> Secret:
        """Return the next token."""
        self.given += 1
        return await self.current()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A contact of the organisation."""

    name: str
    archived: bool = False
    updated: datetime = LONG_AGO


@dataclass(slots=True, kw_only=True)
class Organisation:
    """Contacts by id, and a server that pages through them as Xero does."""

    time: FakeTime
    rows: dict[str, Row] = field(default_factory=dict)
    page_size: int = 1000
    """What a larger page is cut to; lists of changes fit on one page."""
    order: Callable[[str], str] = str
    churn: Callable[["Organisation"], None] = lambda _: None
    """Called after every answer about contacts."""
    delays: Callable[[], int] = lambda: 0
    """How many turns of the loop an answer takes."""
    spoil: Callable[[httpx.Request, httpx.Response], httpx.Response] = lambda _request, response: response
    """Looks at every answer and may send another."""
    headers: Mapping[str, str] = field(default_factory=dict)
    counts_off_by: int = 0
    has_pagination: bool = True
    requests: list[httpx.Request] = field(default_factory=list)
    most_at_once: int = 0
    at_last_change: dict[str, Row] = field(default_factory=dict)
    """The rows as they were when somebody last asked for changes."""
    _under_way: int = 0
    _ordered: list[str] = field(default_factory=list)

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request after a while."""
        self.requests.append(request)
        self._under_way += 1
        self.most_at_once = max(self.most_at_once, self._under_way)
        for _ in range(self.delays()):
            await asyncio.sleep(0)
        self._under_way -= 1
        if request.url.path.endswith("/Organisation"):
            return reply({"Organisations": [{"Name": "Maple Florist"}]}, headers=self.headers)
        response = self.spoil(request, self._contacts(request))
        self.churn(self)
        return response

    def _contacts(self, request: httpx.Request) -> httpx.Response:
        params = request.url.params
        assert params["order"] == "ContactID"
        assert params["includeArchived"] == "true"
        if len(self.rows) > 100_000 and (SLOW & set(params) or "page" not in params):
            body = {"ErrorNumber": 51, "Type": "HighVolumeException", "Message": "Too many."}
            return reply(body, status=400)
        since = request.headers.get("if-modified-since")
        if since:
            self.at_last_change = dict(self.rows)
        return self._page(int(params["page"]), int(params["pageSize"]), since)

    def _page(self, number: int, size: int, since: str | None) -> httpx.Response:
        moment = datetime.fromisoformat(since) if since else LONG_AGO
        if len(self._ordered) != len(self.rows):
            self._ordered = sorted(self.rows, key=self.order)
        found = [at for at in self._ordered if self.rows[at].updated >= moment] if since else self._ordered
        size = size if since else min(size, self.page_size)
        total = len(found) + self.counts_off_by * (not since)
        body: dict[str, object] = {
            "Contacts": [self._wire(at) for at in found[(number - 1) * size : number * size]]
        }
        if self.has_pagination:
            pages = -(-len(found) // size)
            body["pagination"] = {"page": number, "pageSize": size, "pageCount": pages, "itemCount": total}
        return reply(body, headers=self.headers)

    def _wire(self, at: str) -> dict[str, str]:
        row = self.rows[at]
        return {
            "ContactID": at,
            "Name": row.name,
            "ContactStatus": "ARCHIVED" if row.archived else "ACTIVE",
        }

    def add(self, at: str) -> None:
        """Add a contact now."""
        self.rows[at] = Row(name=f"New {at}", updated=self.time.clock.now())

    def edit(self, at: str) -> None:
        """Give a contact another name now."""
        row = self.rows[at]
        self.rows[at] = replace(row, name=f"{row.name}+", updated=self.time.clock.now())

    def archive(self, at: str) -> None:
        """Archive a contact now."""
        self.rows[at] = replace(self.rows[at], archived=True, updated=self.time.clock.now())

    @property
    def truth(self) -> dict[str, tuple[str, bool]]:
        """Name and state of every contact."""
        return state_of(self.rows)

    @property
    def pages_asked(self) -> list[int]:
        """The numbers of the whole pages that were asked for, changes left out."""
        return [
            int(request.url.params["page"])
            for request in self.requests
            if request.url.path.endswith("/Contacts")
            and "if-modified-since" not in request.headers
            and request.url.params["pageSize"] != "1"
        ]


def state_of(rows: Mapping[str, Row]) -> dict[str, tuple[str, bool]]:
    """Return name and state of every row."""
    return {at: (row.name, row.archived) for at, row in rows.items()}


def organisation(count: int, *, page_size: int = 1000, time: FakeTime | None = None) -> Organisation:
    """Return an organisation with so many contacts, whose ids leave room in between."""
    rows = {f"{10 * at:08}": Row(name=f"Name {at}") for at in range(1, count + 1)}
    return Organisation(time=time or FakeTime(), rows=rows, page_size=page_size)


def xero_of(at: Organisation, *, tokens: FakeTokens | None = None) -> Xero:
    """Return the source that reads the organisation."""
    to_it = line(at, side=Side.XERO, time=at.time)
    return Xero(XeroSettings(), to_it, tokens or FakeTokens())


class MemoryLog:
    """A page log that keeps everything in memory."""

    def __init__(self) -> None:
        self.begun: dict[Side, datetime] = {}
        self.pages: dict[ListName, list[NotedPage[object]]] = {}
        self.stop_after: int | None = None
        """After so many pages, noting raises Stopped: the run ends here."""

    def since(self, side: Side) -> datetime | None:
        """Return when the side's read began."""
        return self.begun.get(side)

    def begin(self, side: Side, since: datetime) -> None:
        """Keep when it began."""
        self.begun[side] = since

    def noted(self, name: ListName) -> tuple[NotedPage[object], ...]:
        """Return the pages of a list."""
        return tuple(self.pages.get(name, ()))

    def note(self, name: ListName, page: NotedPage[object]) -> None:
        """Keep a page."""
        self.pages.setdefault(name, []).append(page)
        if self.stop_after is not None and len(self.pages[name]) >= self.stop_after:
            raise Stopped

    def forget(self, name: ListName) -> None:
        """Drop a list's pages."""
        self.pages.pop(name, None)


class Stopped(Exception):  # noqa: N818  # stands for a kill, not for an error
    """The process was killed here."""


def narrator(told: list[Progress] | None = None) -> Narrator:
    """Return a narrator that tells a list, or nobody."""
    progress: list[Progress] = [] if told is None else told
    return Narrator(Side.XERO, monotonic=lambda: 1000.0, on_progress=progress.append)
