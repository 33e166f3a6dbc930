"""A running imitation, callers for it, and the vendors' specifications."""

from collections.abc import Iterator

import pytest
from demo.callers import AutotaskCaller, XeroCaller
from demo.specification import AutotaskSpecification, XeroSpecification

from axtui.demo.server import DemoServer


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """An imitation of the default size that answers at once."""
    with DemoServer(120, latency=0) as running:
        yield running


@pytest.fixture
def autotask(server: DemoServer) -> AutotaskCaller:
    """A caller with the right login."""
    return AutotaskCaller(server)


@pytest.fixture
def xero(server: DemoServer) -> XeroCaller:
    """A caller with the right login."""
    return XeroCaller(server)


@pytest.fixture(scope="session")
def autotask_specification() -> AutotaskSpecification:
    """Autotask's Swagger file."""
    return AutotaskSpecification()


@pytest.fixture(scope="session")
def xero_specification() -> XeroSpecification:
    """Xero's OpenAPI file; slow to read, hence once per session."""
    return XeroSpecification()
