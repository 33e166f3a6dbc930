"""A site for every test of a fault, and the sweep after each."""

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from faults.scene import Site, opened_site
from http_fakes import FakeTime

OpenSite = Callable[..., Site]


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
