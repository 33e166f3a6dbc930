"""A list's requests to the letter, and when it cannot be read by ids."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import httpx
import pytest
from http_fakes import Server, line, reply

from axtui.core.errors import DataError, LoginRefusedError, UnavailableError
from axtui.core.models import Contact
from axtui.core.secret import Secret
from axtui.sources import autotask_listing
from axtui.sources.autotask import Autotask, AutotaskSettings
from axtui.sources.autotask_facts import CompanyScope, CompanyType
from axtui.sources.autotask_listing import ListPage
from axtui.sources.autotask_ranges import Ranges, Stretch
from axtui.sources.autotask_zone import Zone

BASE = "https://webservices3.autotask.net/ATServicesRest/v1.0"
CUSTOMERS = CompanyScope(types=(CompanyType(id=1, label="Customer"),))
MOMENT = datetime(2026, 11, 22, 18, 4, 5, 678_900, tzinfo=timezone(timedelta(hours=1)))


Handler = (
    Callable[[httpx.Request], httpx.Response]
    | Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]
)


def source(server: Handler, *, lanes: int = 1) -> Autotask:
    """Return the source of a tenant that this server is."""
    settings = AutotaskSettings(
        username="api@acme.example",
        secret=Secret("hush"),
        integration_code=Secret("hush-code"),
        base_url=BASE,
        lanes=lanes,
    )
    own = replace(line(Server()), http=httpx.AsyncClient(transport=httpx.MockTransport(server)))
    return Autotask(settings, own, Zone(base=httpx.URL(BASE)))


def page(*ids: int, more: bool = False) -> httpx.Response:
    """Return a page of contacts."""
    items = [{"id": each, "companyID": 1 + each % 3, "isActive": 1} for each in ids]
    address = f"{BASE}/Contacts/query/next?paging=x" if more else None
    return reply({"items": items, "pageDetails": {"nextPageUrl": address}})


class Table:
    """A server with these contacts, 50 a page; it may ignore the upper end of what is asked for."""

    def __init__(self, ids: range, *, ignores_end: bool = False) -> None:
        self._ids = ids
        self._ignores_end = ignores_end
        self.asked: list[tuple[int, int | None]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a query by ids."""
        body = json.loads(request.content)
        least = next(one["value"] + (one["op"] == "gt") for one in body["filter"] if one["op"] != "lte")
        most = next((one["value"] for one in body["filter"] if one["op"] == "lte"), None)
        self.asked.append((least, most))
        found = [each for each in self._ids if each >= least]
        if most is not None and not self._ignores_end:
            found = [each for each in found if each <= most]
        return page(*found[:50], more=len(found) > 50)


async def read(
    server: Handler,
    ranges: Ranges,
    *,
    lanes: int = 1,
    counted: int = 300_000,
) -> tuple[bool, list[ListPage[Contact]]]:
    """Read contacts; return whether ids rose, and the pages."""
    pages: list[ListPage[Contact]] = []
    done = (
        await source(server, lanes=lanes).all_contacts().read(ranges, counted=counted, on_page=pages.append)
    )
    return done, pages


async def test_walks_ask_for_stretches_of_ids() -> None:
    """From company 0 on, without an end; a share is asked for up to where the next one began."""
    table = Table(range(0, 8_000, 2))
    done, pages = await read(table, Ranges(expected=4_000), lanes=2)
    assert done
    assert table.asked[0] == (0, None)
    assert any(most is not None for _, most in table.asked[1:])
    assert {item.id for one in pages for item in one.items} == set(range(0, 8_000, 2))
    assert all(one.covers for one in pages)


async def test_conditions_are_sent_as_they_are_documented() -> None:
    """Greater than the last id, at most the end, then what the list is about."""
    server = Server(reply({"items": []}))
    ranges = Ranges(expected=9)
    first = ranges.take(1)
    assert first == Stretch()
    ranges.arrived(first, [3, 4], more=True)
    await source(server).companies_of(CUSTOMERS).read(ranges, counted=9, on_page=lambda _: None)
    (body,) = server.bodies
    assert body == {
        "MaxRecords": 500,
        "filter": [
            {"op": "gt", "field": "id", "value": 4},
            {"op": "eq", "field": "isActive", "value": True},
            {"op": "in", "field": "companyType", "value": [1]},
        ],
        "IncludeFields": ["id", "companyName", "companyNumber", "companyType", "isActive"],
    }


@pytest.mark.parametrize("ids", [(5, 4), (4, 4), (-1, 3)])
async def test_ids_that_do_not_rise_end_the_walks(ids: tuple[int, ...]) -> None:
    """Nothing more is asked in this way."""
    server = Server(page(*ids, more=True))
    done, pages = await read(server, Ranges(expected=9))
    assert not done
    assert pages == []


async def test_an_end_that_is_ignored_ends_the_walks() -> None:
    """A condition that a server drops without a word cannot be built upon."""
    done, _ = await read(Table(range(3_000), ignores_end=True), Ranges(expected=3_000), lanes=2)
    assert not done


async def test_pages_without_end_are_cut_off() -> None:
    """So many more than were counted for, and not one for ever."""
    at = 0

    def endless(request: httpx.Request) -> httpx.Response:
        nonlocal at
        at += 1
        return page(at, more=True)

    with pytest.raises(DataError, match="more pages than it counted"):
        await read(endless, Ranges(expected=1_000), counted=1_000)
    assert at <= 13


async def test_a_failure_ends_every_walk() -> None:
    """What was under way is dropped, however long it would have taken, and nothing is left running."""
    table = Table(range(1_000))

    async def answer(request: httpx.Request) -> httpx.Response:
        found = table(request)
        if len(table.asked) == 5:
            return reply(status=404)
        if len(table.asked) > 3:
            await asyncio.Event().wait()
        return found

    before = asyncio.all_tasks()
    with pytest.raises(UnavailableError):
        await asyncio.wait_for(read(answer, Ranges(expected=1_000), lanes=3), timeout=30)
    assert asyncio.all_tasks() == before


async def test_changes_are_asked_for_without_any_other_filter() -> None:
    """In UTC to the millisecond; what is inactive now, or of another type, is told as gone."""
    company = {"companyName": "Acme", "companyType": 1, "isActive": True}
    server = Server(
        reply(
            {
                "items": [
                    {**company, "id": 0},
                    {**company, "id": 174},
                    {**company, "id": 175, "isActive": False},
                    {**company, "id": 176, "companyType": 3},
                ]
            }
        )
    )
    changes = await source(server).companies_of(CUSTOMERS).changed_since(MOMENT)
    assert changes is not None
    assert [(one.id, one.value is not None, one.is_counted) for one in changes] == [
        (0, False, True),
        (174, True, True),
        (175, False, False),
        (176, False, False),
    ]
    (body,) = server.bodies
    assert isinstance(body, dict)
    assert body["filter"] == [
        {"op": "gte", "field": "id", "value": 0},
        {"op": "gte", "field": "lastTrackedModifiedDateTime", "value": "2026-11-22T17:04:05.678"},
    ]


async def test_many_changes_take_several_pages() -> None:
    """By id, as everything else."""
    server = Server(page(1, 2, more=True), page(3))
    changes = await source(server).all_contacts().changed_since(MOMENT)
    assert changes is not None
    assert [one.id for one in changes] == [1, 2, 3]
    second = server.bodies[1]
    assert isinstance(second, dict)
    assert second["filter"] == [
        {"op": "gt", "field": "id", "value": 2},
        {"op": "gte", "field": "lastModifiedDate", "value": "2026-11-22T17:04:05.678"},
    ]


@pytest.mark.parametrize(
    "answer",
    [
        reply({"errors": ["Unable to find lastModifiedDate in the Contact Entity."]}, status=500),
        page(2, 1),
    ],
)
async def test_changes_that_cannot_be_told_are_none(answer: httpx.Response) -> None:
    """The field is unknown to this tenant, or the order of ids cannot be trusted."""
    assert await source(Server(answer)).all_contacts().changed_since(MOMENT) is None


async def test_another_refusal_of_changes_is_an_error() -> None:
    """A login that may not read is no tenant of another version."""
    server = Server(reply({"errors": ["IntegrationCode is invalid"]}, status=500))
    with pytest.raises(LoginRefusedError):
        await source(server).all_contacts().changed_since(MOMENT)


async def test_contacts_of_companies_are_asked_for_500_companies_at_a_time() -> None:
    """More values than that are refused."""
    server = Server(page(1, 2), page(3))
    found = await source(server).contacts_of(range(1, 502))
    assert found is not None
    assert [contact.id for contact in found] == [1, 2, 3]
    sizes = [len(one["filter"][1]["value"]) for one in server.bodies if isinstance(one, dict)]
    assert sizes == [500, 1]
    assert await source(Server()).contacts_of(()) == ()


async def test_changes_without_end_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose next page never ends is not asked for ever."""
    monkeypatch.setattr(autotask_listing, "_MOST_PAGES_OF_FEW", 3)
    server = Server(*(page(at, more=True) for at in range(1, 4)))
    with pytest.raises(DataError, match="more pages than"):
        await source(server).all_contacts().changed_since(MOMENT)
    assert len(server.requests) == 3
