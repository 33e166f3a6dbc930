"""What a person does to a running program: signals, a closed line, a terminal that stands still."""

import fcntl
import json
import os
import random
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

import pytest
from faults.figures import Figure
from faults.processes import config_for, with_credentials
from faults.tiers import LONG, times
from pty_driver import OnPty, environment

from axtui.demo.data import make_tenant
from axtui.demo.faults import Fault, FaultKind
from axtui.demo.limits import Limits
from axtui.demo.server import DemoServer

_NO_LIMITS: Final = Limits(
    autotask_threads=100, autotask_hourly=10**6, xero_per_minute=10**6, xero_per_day=10**6
)
_TIOCGPTN: Final = 0x80045430
"""Asks Linux for the number of a pty; `os.ptsname` came later than the oldest Python that we support."""
_FIRST_SCREEN: Final = "Press R to run it"
_RUNNING: Final = "Both systems are being read"
_SECONDS: Final = 0.9
"""About how long a run takes here."""


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    """An imitation that takes its time."""
    tenant = make_tenant(300, contacts=2_600, customers=2_100)
    with DemoServer(tenant=tenant, latency=0.05, limits=_NO_LIMITS) as running:
        yield running


@pytest.fixture
def config(tmp_path: Path, server: DemoServer) -> Iterator[Path]:
    """Return a configuration for the imitation."""
    path = tmp_path / "config.toml"
    path.write_text(config_for(server), encoding="utf-8")
    path.chmod(0o600)
    yield path
    server.faults.clear()


def _app(config: Path) -> OnPty:
    argv = ("--config", str(config), "--log", str(config.parent / "axtui.log"))
    return OnPty("-m", "axtui", *argv, env=environment(config.parent, **with_credentials(config.parent)))


def _report(config: Path, *flags: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "axtui", "report", "--config", str(config), "--format", "json", *flags],
        env=environment(config.parent, **with_credentials(config.parent)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# E06

_ends: list[float] = []
"""Seconds from the signal to the end of the process."""

ENDS: Final = {"SIGTERM": 143, "SIGINT": 130, "SIGHUP": 129, "closed": 129}


@pytest.mark.fault("E06")
@pytest.mark.parametrize(
    ("turn", "how"),
    [(turn, how) for turn in range(times(13, quick=1)) for how in (ENDS if LONG else ("SIGTERM", "closed"))],
)  # 13 x 4 = 52 moments
def test_an_ended_app_leaves_the_terminal_and_the_pages(
    turn: int, how: str, config: Path, server: DemoServer, figure: Figure
) -> None:
    """At a random moment of a run: the exit code, within a second, and the next run goes on."""
    before = len(server.log.requests)
    with _app(config) as app:
        app.wait_for(_FIRST_SCREEN)
        app.press("R")
        app.wait_for(_RUNNING)
        app.read(random.Random(f"{turn} {how}").uniform(0, _SECONDS))  # noqa: S311  # a moment, no secret
        began = time.monotonic()
        if how == "closed":
            code = app.hang_up()
        else:
            app.signal(signal.Signals[how])
            code = app.exit_code()
        seconds = time.monotonic() - began
        assert code == ENDS[how]
        if how != "closed":
            assert app.changes_left() == set()
            assert "Traceback" not in app.said_at_the_end
        assert not app.processes_left()
    figure("seconds to the end", f"{seconds:.2f}")
    _ends.append(seconds)
    resumed = _report(config, "--resume")
    assert resumed.returncode == 0, resumed.stderr
    asked = [each for each in server.log.requests[before:] if each.path.lower().endswith("/contacts/query")]
    pages = [each.body for each in asked if each.status == 200 and b"lastModified" not in each.body]
    assert len(pages) <= 7 + 2, "6 pages of contacts, and one a lane again"


@pytest.mark.fault("E06")
@pytest.mark.skipif(not LONG, reason="a few ends say nothing of how long they take")
def test_an_app_ends_within_a_second(figure: Figure) -> None:
    """The one in the middle of all ends above: what a busy machine adds to single ones is not ours."""
    if len(_ends) < len(ENDS):
        pytest.skip("the ends were seen by another process of the tests")
    figure("median s", f"{median(_ends):.2f}")
    assert median(_ends) <= 1


# E08


@pytest.mark.fault("E08")
def test_a_terminal_that_stands_still_stops_no_read(config: Path, server: DemoServer, figure: Figure) -> None:
    """Nothing is taken from the app for a minute: it reads on, and is there again when the line is."""
    with _app(config) as app:
        app.wait_for(_FIRST_SCREEN)
        server.faults.add(Fault(kind=FaultKind.HOLD))
        app.press("R")
        app.wait_for(_RUNNING)
        slave = _slave_of(app)
        termios.tcflow(slave, termios.TCOOFF)
        before = len(server.log.requests)
        server.faults.clear()
        assert server.log.wait_until(lambda log: _is_read(log.requests[before:]), seconds=30)
        time.sleep(times(60, quick=1))
        figure("seconds still", times(60, quick=1))
        termios.tcflow(slave, termios.TCOON)
        os.close(slave)
        app.wait_for("ready")  # on the progress screen, or on a line under the report
        app.press("R")
        app.wait_for("300 of 300")
        app.press("q")
        assert app.exit_code() == 0
    cached = _report(config, "--cached")
    assert len(json.loads(cached.stdout)["rows"]) == 300
    figure("lost rows", 0)


def _slave_of(app: OnPty) -> int:
    """Open the program's own end of its pty."""
    number = struct.unpack("I", fcntl.ioctl(app._process.child_fd, _TIOCGPTN, bytes(4)))[0]
    return os.open(f"/dev/pts/{number}", os.O_RDWR | os.O_NOCTTY)


def _is_read(requests: "tuple[object, ...]") -> bool:
    """Say whether both sides have been counted at the end, which is the last that is asked."""
    paths = [str(getattr(each, "path", "")).lower() for each in requests]
    return sum(path.endswith("contacts/query/count") for path in paths) >= 2


@pytest.mark.fault("E08")
def test_narration_that_nobody_takes_stops_no_report(config: Path, server: DemoServer) -> None:
    """stderr is a pipe that is full from the start: the report is written all the same, once it is read."""
    with subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-m", "axtui", "report", "--config", str(config), "--format", "jsonl"],
        env=environment(config.parent, **with_credentials(config.parent)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        time.sleep(0.5)
        assert process.stdout.read().count(b"\n") == 300
        assert b"300 of 300" in process.stderr.read()
        assert process.wait(20) == 0


# E11

_SOAK: Final = """
import asyncio, gc, json, os, random, sys
from dataclasses import replace
from pathlib import Path
from axtui.core.errors import AxtuiError
from axtui.services import reporting
from axtui.services.config import load
from axtui.services.run_wishes import RunWishes
from axtui.services.surroundings import real_surroundings

config = load(Path(sys.argv[1]))
cycles, draw = int(sys.argv[2]), random.Random(11)
surroundings = real_surroundings()
unheard = lambda _: None

async def cycle(seconds):
    run = asyncio.ensure_future(reporting.run(
        config.profiles[0], surroundings=surroundings, settings=config.settings,
        wishes=RunWishes(full=True), on_progress=unheard, on_not_kept=unheard, on_notice=unheard,
    ))
    await asyncio.sleep(seconds)
    run.cancel()
    try:
        await run
    except (asyncio.CancelledError, AxtuiError):
        pass

def measured():
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE"), len(os.listdir("/proc/self/fd")), len(asyncio.all_tasks())

async def main():
    for _ in range(max(2, cycles // 5)):
        await cycle(draw.uniform(0.0, 0.9))
    first = measured()
    for _ in range(cycles):
        await cycle(draw.uniform(0.0, 0.9))
    await asyncio.get_running_loop().shutdown_default_executor()  # a thread outlives the run that began it
    for _ in range(10):
        await asyncio.sleep(0)  # so that sockets get closed
    print(json.dumps([first, measured()]))

asyncio.run(main())
"""


@pytest.mark.fault("E11")
def test_reading_and_cancelling_leaves_nothing_behind(config: Path, figure: Figure) -> None:
    """Memory, open files and tasks after so many runs that were cancelled at random moments."""
    cycles = times(100, quick=4)
    done = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", _SOAK, str(config), str(cycles)],
        env=environment(config.parent, **with_credentials(config.parent)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (memory, files, tasks), (memory_after, files_after, tasks_after) = json.loads(done.stdout)
    figure("cycles", cycles)
    figure("fds", files_after - files)
    if LONG:  # the first few runs still fill caches
        grown = (memory_after - memory) / 2**20
        figure("MiB", f"{grown:.1f}")
        assert grown <= 5
    assert files_after <= files
    assert tasks_after == tasks
