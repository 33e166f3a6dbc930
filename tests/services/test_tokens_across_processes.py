"""One login and many processes, some of which are killed: nothing is lost."""

import asyncio
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from faults.figures import Figure
from faults.tiers import times
from http_fakes import FakeTime, Server, line
from token_processes import (
    PROFILE,
    app_of,
    fork_server,
    hold_the_lock,
    real_time,
    renew,
    renew_until_killed,
    save_until_killed,
    sign_in,
    with_line,
)

from axtui.core.errors import Side, UnavailableError
from axtui.demo.faults import Fault, FaultKind
from axtui.demo.limits import Limits
from axtui.demo.server import DemoServer
from axtui.services.token_store import TokenStore
from axtui.services.xero_tokens import PersonalTokens
from axtui.sources.line import Line, Wait

PROCESSES = 16
RENEWALS = times(10, quick=1)
KILLS_WHILE_RENEWING = times(200, quick=8)
KILLS_WHILE_SAVING = times(500, quick=15)
SECONDS = 60.0


class Yielding(FakeTime):
    """A clock whose sleeps let others have their turn."""

    async def sleep(self, seconds: float) -> None:
        """Let the time pass, and everybody else."""
        await super().sleep(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """An imitation whose tokens never count as fresh, so that every turn is a renewal."""
    with DemoServer(1, latency=0, limits=Limits(xero_token_seconds=1)) as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> TokenStore:
    """Where the processes keep their login."""
    return TokenStore.of(real_time(tmp_path))


@contextmanager
def started(target: Any, *arguments: object) -> Iterator[BaseProcess]:
    """Run a process and kill it at the end, if nobody has."""
    process = fork_server().Process(target=target, args=arguments)
    process.start()
    try:
        yield process
    finally:
        kill(process)


def kill(process: BaseProcess) -> None:
    """End a process as a power cut would."""
    process.kill()
    process.join(SECONDS)
    process.close()


@pytest.mark.fault("A08")
def test_sixteen_processes_lose_nothing_on_a_strict_server(
    server: DemoServer, store: TokenStore, tmp_path: Path, figure: Figure
) -> None:
    """Each renewal uses a token that nobody used before, else the server would end the login."""
    server.faults.add(Fault(kind=FaultKind.SINGLE_USE))
    app = app_of(server.addresses)
    sign_in(store, app)
    context = fork_server()
    results = context.Queue()
    processes = [
        context.Process(target=renew, args=(tmp_path, app, RENEWALS, results)) for _ in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    ends = [results.get(timeout=SECONDS) for _ in range(PROCESSES * RENEWALS)]
    for process in processes:
        process.join(SECONDS)
        process.close()
    results.close()
    results.join_thread()
    assert ends == [""] * (PROCESSES * RENEWALS)
    statuses = [each.status for each in server.log.requests if b"refresh_token" in each.body]
    assert statuses == [200] * (PROCESSES * RENEWALS)
    figure("renewals", len(statuses))
    figure("lost", len(statuses) - statuses.count(200))


@pytest.mark.fault("A09")
def test_a_kill_in_a_renewal_costs_no_login(
    server: DemoServer, store: TokenStore, tmp_path: Path, figure: Figure
) -> None:
    """Whatever was lost on the way, the next start gets a token with what is on the disk."""
    app, chance = app_of(server.addresses), random.Random(9)  # noqa: S311  # moments, not secrets
    sign_in(store, app)
    for _ in range(KILLS_WHILE_RENEWING):
        with started(renew_until_killed, tmp_path, app) as process:
            before = server.log.count("token")
            server.log.wait_until(lambda log, before=before: log.count("token") > before)  # type: ignore[misc]  # a default binds the loop's value
            time.sleep(chance.uniform(0, 0.03))  # the moment is what is tested
            process.kill()

        async def next_start(at: Line) -> None:
            tokens = PersonalTokens(PROFILE, store=store, app=app, line=at)
            assert (await tokens.renewed()).reveal()

        asyncio.run(with_line(tmp_path, next_start))
    figure("recovered", KILLS_WHILE_RENEWING)


@pytest.mark.fault("A10")
def test_a_kill_while_saving_leaves_a_whole_login(
    server: DemoServer, store: TokenStore, tmp_path: Path, figure: Figure
) -> None:
    """The old one or the new one."""
    app, chance = app_of(server.addresses), random.Random(10)  # noqa: S311  # same
    sign_in(store, app)
    directory = tmp_path / "state" / "tokens"
    for _ in range(KILLS_WHILE_SAVING):
        with started(save_until_killed, directory, app) as process:
            time.sleep(chance.uniform(0, 0.05))
            process.kill()
            process.join(SECONDS)
            found = store.load(PROFILE)
            assert found is not None
            assert found.access.reveal() == found.refresh.reveal() or len(found.access.reveal()) < 100
    store.forget(PROFILE)
    assert [path for path in directory.iterdir() if path.suffix != ".lock"] == []
    figure("kills", KILLS_WHILE_SAVING)


@pytest.mark.fault("A11")
def test_the_lock_of_a_killed_process_is_free(store: TokenStore, tmp_path: Path, figure: Figure) -> None:
    """At once, without anybody clearing up."""
    held = fork_server().Queue()
    with started(hold_the_lock, tmp_path, held) as process:
        held.get(timeout=SECONDS)
        process.kill()
        process.join(SECONDS)

        async def take(at: Line) -> None:
            async with store.locked(PROFILE, at):
                pass

        fake = FakeTime()
        asyncio.run(take(line(Server(), side=Side.XERO, time=fake)))
        assert fake.passed < 10
        figure("freed after s", round(fake.passed, 1))
    held.close()
    held.join_thread()


@pytest.mark.fault("A11")
def test_who_waits_says_for_whom_and_can_be_called_off(
    store: TokenStore, tmp_path: Path, figure: Figure
) -> None:
    """A stopped process keeps its lock: after ten seconds its number is told, minutes later it is the end."""
    held, told = fork_server().Queue(), list[Wait | None]()
    with started(hold_the_lock, tmp_path, held) as process:
        held.get(timeout=SECONDS)
        os.kill(process.pid or 0, signal.SIGSTOP)
        fake = Yielding()
        heard = asyncio.Event()

        def on_wait(wait: Wait | None) -> None:
            told.append(wait)
            heard.set()

        at = line(Server(), side=Side.XERO, time=fake, on_wait=on_wait)

        async def take() -> None:
            async with store.locked(PROFILE, at):
                raise AssertionError("the lock is not free")

        async def call_off() -> None:
            waiting = asyncio.create_task(take())
            await heard.wait()
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting

        asyncio.run(call_off())
        assert isinstance(told[0], Wait)
        assert f"process {process.pid}" in told[0].why
        assert 10 <= fake.passed < 11
        figure("named after s", round(fake.passed, 1))
        assert told[-1] is None
        with pytest.raises(UnavailableError, match=f"process {process.pid}.*5 minutes"):
            asyncio.run(take())
        os.kill(process.pid or 0, signal.SIGCONT)
    held.close()
    held.join_thread()
