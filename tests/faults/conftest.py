"""A site for every test of a fault, the figures that go into the table, and the sweep after each."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from faults.scene import ServerTime, Site
from http_fakes import FakeTime, surroundings

from axtui.demo.data import make_tenant
from axtui.demo.server import DemoServer

Figure = Callable[[str, object], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Write the rows that a test proves into its results, for the table."""
    for item in items:
        for mark in item.iter_markers("fault"):
            item.user_properties += [("fault", row) for row in mark.args]


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Note what was measured: `figure("requests", 1)`."""

    def note(name: str, value: object) -> None:
        record_property("figure", f"{name}={value}")

    return note


@pytest.fixture
def time() -> FakeTime:
    """A clock that moves in sleeps only; the imitation has the same."""
    return FakeTime()


@pytest.fixture
def site(request: pytest.FixtureRequest, time: FakeTime) -> Iterator[Site]:
    """A profile on an imitation of 12 companies; `@pytest.mark.size(companies, contacts)` makes it larger."""
    mark = request.node.get_closest_marker("size")
    size, contacts = mark.args if mark else (12, None)
    home = request.getfixturevalue("tmp_path")
    own = replace(surroundings(time), cache_dir=home / "cache", state_dir=home / "state")
    tenant = make_tenant(size, contacts=contacts)
    server_time = ServerTime(own.now)
    with DemoServer(tenant=tenant, latency=0, clock=server_time, sleep=_no_time) as server:
        site = Site(server, own, time, server_time)
        yield site
        site.check()


async def _no_time(_: float) -> None:
    """Let the imitation answer at once, however slow it should be."""
