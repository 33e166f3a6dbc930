"""A site for every test of a fault, the figures that go into the table, and the sweep after each."""

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from faults.scene import Site, opened_site
from http_fakes import FakeTime

Figure = Callable[[str, object], None]
OpenSite = Callable[..., Site]


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
def open_site(tmp_path: Path, time: FakeTime) -> Iterator[OpenSite]:
    """Open sites that share one home and one clock, and check each at the end."""
    with ExitStack() as stack:

        def opened(size: int = 12, **more: Any) -> Site:
            return stack.enter_context(opened_site(tmp_path, time, size, **more))

        yield opened


@pytest.fixture
def site(request: pytest.FixtureRequest, open_site: OpenSite) -> Site:
    """A profile on an imitation of 12 companies; `@pytest.mark.size(companies, contacts)` makes it larger."""
    mark = request.node.get_closest_marker("size")
    size, contacts = mark.args if mark else (12, None)
    return open_site(size, contacts=contacts)


@pytest.fixture
def sockets_let_go() -> Iterator[None]:
    """Let what a test leaves unclosed go while that is expected, not in the middle of another test."""
    yield
    gc.collect()
