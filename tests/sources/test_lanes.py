"""Never more requests at once than an endpoint allows."""

import asyncio

import pytest

from axtui.sources.lanes import Lanes


async def most_at_once(lanes: Lanes, endpoints: list[str]) -> int:
    """Hold a lane for each endpoint in turn and return how many were held at once."""
    held = 0
    most = 0

    async def hold(endpoint: str) -> None:
        nonlocal held, most
        async with lanes.at(endpoint):
            held += 1
            most = max(most, held)
            await asyncio.sleep(0)
            held -= 1

    await asyncio.gather(*(hold(endpoint) for endpoint in endpoints))
    return most


async def test_an_endpoint_has_so_many_lanes() -> None:
    """The limit is reached and never exceeded."""
    assert await most_at_once(Lanes(2), ["contacts"] * 7) == 2


async def test_endpoints_do_not_share_lanes() -> None:
    """The limit counts per endpoint."""
    assert await most_at_once(Lanes(2), ["contacts", "companies"] * 5) == 4


async def test_lanes_are_narrowed_down_to_one() -> None:
    """A server that complains gets half as much, but something."""
    lanes = Lanes(5)
    lanes.narrow()
    assert await most_at_once(lanes, ["x"] * 5) == 2
    lanes.narrow()
    lanes.narrow()
    assert await most_at_once(lanes, ["x"] * 5) == 1


async def test_a_failure_frees_the_lane() -> None:
    """A lane is not lost with what went wrong on it."""
    lanes = Lanes(1)

    async def fail() -> None:
        async with lanes.at("x"):
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        await fail()
    assert await most_at_once(lanes, ["x", "x"]) == 1
