"""What becomes of a run when a login is refused on the way, with several requests under way."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest
from http_fakes import line, reply

from axtui.core.errors import LoginRefusedError
from axtui.core.secret import Secret
from axtui.sources.autotask import Autotask, AutotaskSettings, connected
from axtui.sources.autotask_answers import value_of
from axtui.sources.autotask_wire import COUNT
from axtui.sources.autotask_zone import Zone
from axtui.sources.line import Line

OLD, NEW = "webservices3.autotask.net", "webservices14.autotask.net"
FIELDS = {"fields": [{"name": "companyType", "picklistValues": [{"value": "1", "label": "Customer"}]}]}


class Zones:
    """Two zones and the place that says which one is right; everything asked is kept."""

    def __init__(self, *, named: list[str], lets_in: Callable[[str, int], bool]) -> None:
        self._named = named
        self._lets_in = lets_in
        self.discoveries = 0
        self.logins: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        if request.url.path.endswith("/zoneInformation"):
            assert "secret" not in request.headers
            name = self._named[min(self.discoveries, len(self._named) - 1)]
            self.discoveries += 1
            return reply({"url": f"https://{name}/ATServicesRest/"})
        self.logins.append(request.url.host)
        if not self._lets_in(request.url.host, len(self.logins)):
            return reply(status=401, body=b"")
        return reply(FIELDS if request.url.path.endswith("/fields") else {"queryCount": 7})


def slow_line(zones: Zones) -> Line:
    """Return a line on which answers take long enough for every lane to be under way."""

    async def answer(request: httpx.Request) -> httpx.Response:
        for _ in range(20):
            await asyncio.sleep(0)
        return zones(request)

    return replace(line(zones), http=httpx.AsyncClient(transport=httpx.MockTransport(answer)))


def settings(*, base_url: str = "", lanes: int = 3) -> AutotaskSettings:
    """Return settings that name no zone."""
    return AutotaskSettings(
        username="api@acme.example",
        secret=Secret("hush"),
        integration_code=Secret("hush-code"),
        base_url=base_url,
        lanes=lanes,
    )


async def counted(source: Autotask, times: int) -> list[int | BaseException]:
    """Count contacts so many times at once."""
    return await asyncio.gather(*(source.count_contacts() for _ in range(times)), return_exceptions=True)


async def test_the_zone_is_asked_for_then_one_login_is_made() -> None:
    """Nothing else before it is let in."""
    zones = Zones(named=[OLD], lets_in=lambda host, at: True)
    source = await connected(settings(), line(zones))
    assert (zones.discoveries, zones.logins) == (1, [OLD])
    assert source.zone.base.host == OLD


async def test_a_refused_login_is_not_repeated_where_the_zone_is_the_same() -> None:
    """The zone is asked for once more, without credentials; that is all."""
    zones = Zones(named=[OLD], lets_in=lambda host, at: False)
    with pytest.raises(LoginRefusedError) as caught:
        await connected(settings(), line(zones))
    assert (zones.discoveries, zones.logins) == (2, [OLD])
    assert "locked" in caught.value.hint


async def test_a_refused_login_is_tried_once_in_another_zone() -> None:
    """Let in or not: there is no third time."""
    zones = Zones(named=[OLD, NEW], lets_in=lambda host, at: host == NEW)
    source = await connected(settings(), line(zones))
    assert (zones.discoveries, zones.logins) == (2, [OLD, NEW])
    assert source.zone.base.host == NEW
    zones = Zones(named=[OLD, NEW, OLD], lets_in=lambda host, at: False)
    with pytest.raises(LoginRefusedError):
        await connected(settings(), line(zones))
    assert (zones.discoveries, zones.logins) == (2, [OLD, NEW])


async def test_a_configured_zone_is_not_looked_for() -> None:
    """Whoever names it means it."""
    zones = Zones(named=[NEW], lets_in=lambda host, at: False)
    with pytest.raises(LoginRefusedError):
        await connected(settings(base_url=f"https://{OLD}/ATServicesRest"), line(zones))
    assert (zones.discoveries, zones.logins) == (0, [OLD])


async def test_a_zone_that_cannot_be_asked_for_leaves_the_refusal() -> None:
    """What counts is that these credentials must not be sent again."""

    def server(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/zoneInformation"):
            return reply({"errors": ["Zone information could not be determined"]}, status=500)
        return reply(status=401)

    source = Autotask(settings(), line(server), Zone(base=httpx.URL(f"https://{OLD}/ATServicesRest/v1.0")))
    with pytest.raises(LoginRefusedError):
        await source.probe()


async def test_requests_that_are_under_way_share_one_look_and_one_try() -> None:
    """Three are refused at once, four more wait behind them: one of them tries, all go on."""
    zones = Zones(named=[OLD, NEW], lets_in=lambda host, at: host == NEW or at <= 1)
    source = await connected(settings(), slow_line(zones))
    assert await counted(source, 7) == [7] * 7
    assert zones.discoveries == 2
    assert zones.logins.count(OLD) == 1 + 3
    assert zones.logins.count(NEW) == 7


async def test_a_refusal_ends_all_that_waits_unsent() -> None:
    """What was not yet sent never is, now and later."""
    zones = Zones(named=[OLD, NEW], lets_in=lambda host, at: at <= 1)
    source = await connected(settings(), slow_line(zones))
    found = await counted(source, 7)
    assert [type(each) for each in found] == [LoginRefusedError] * 7
    assert zones.logins == [OLD] * 4 + [NEW]
    assert [type(each) for each in await counted(source, 2)] == [LoginRefusedError] * 2
    assert len(zones.logins) == 5


async def test_a_second_move_is_not_followed() -> None:
    """A tenant does not move twice in one run; whoever says so is not believed."""
    zones = Zones(named=[OLD, NEW, OLD], lets_in=lambda host, at: at == 1 or (host == NEW and at <= 3))
    source = await connected(settings(lanes=1), line(zones))
    assert await counted(source, 1) == [7]
    assert [type(each) for each in await counted(source, 1)] == [LoginRefusedError]
    assert zones.discoveries == 2


def test_a_value_is_no_refusal() -> None:
    """Only an answer that could not be read as asked for is put into words."""
    assert value_of(COUNT, "x") is COUNT
