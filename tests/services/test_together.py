"""The first failure of things done at once is the one that is raised, as itself."""

import asyncio

import pytest

from axtui.core.errors import DataError, UnavailableError
from axtui.services.together import together


async def fail(error: BaseException) -> None:
    """Fail at once."""
    raise error


async def test_a_failure_cancels_the_others_and_is_raised_itself() -> None:
    """Not as a group, and with what caused it."""
    ended: list[str] = []

    async def wait_for_ever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")

    cause = OSError("why")
    error = UnavailableError("down")
    error.__cause__ = cause

    async def both() -> None:
        async with together() as group:
            group.create_task(wait_for_ever())
            group.create_task(fail(error))

    with pytest.raises(UnavailableError) as caught:
        await both()
    assert caught.value is error
    assert caught.value.__cause__ is cause
    assert ended == ["cancelled"]


async def test_groups_within_groups_are_opened() -> None:
    """Each side does things at once as well."""

    async def inner() -> None:
        async with together() as group:
            group.create_task(fail(DataError("bad")))
            group.create_task(fail(DataError("worse")))

    async def outer() -> None:
        async with together() as group:
            group.create_task(inner())

    with pytest.raises(DataError, match="bad"):
        await outer()


async def test_a_bug_is_raised_as_itself() -> None:
    """It must crash loudly, not hide in a group."""

    async def run() -> None:
        async with together() as group:
            group.create_task(fail(ZeroDivisionError("bug")))

    with pytest.raises(ZeroDivisionError):
        await run()


async def test_results_are_there_at_the_end() -> None:
    """When nothing fails."""

    async def one() -> int:
        return 1

    async with together() as group:
        task = group.create_task(one())
    assert task.result() == 1
