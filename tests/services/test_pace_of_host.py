"""The pace that all runs of a host keep together: over real files, damaged ones, and real processes."""

import asyncio
import fcntl
import math
import os
import random
import struct
import subprocess
import sys
import textwrap
import time as real_time
from dataclasses import replace
from pathlib import Path

import pytest
from http_fakes import FakeTime, surroundings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from axtui.__main__ import demo_profile
from axtui.core.errors import Side
from axtui.demo import credentials
from axtui.demo.faults import Side as DemoSide
from axtui.demo.server import DemoServer
from axtui.services.autotask_reading import read_autotask
from axtui.services.config import Profile
from axtui.services.narrator import Narrator
from axtui.services.pace import shared_lanes, shared_pace
from axtui.services.page_log import NoPageLog
from axtui.services.run_wishes import no_objection
from axtui.services.sides import autotask_lanes, autotask_settings, opened
from axtui.services.surroundings import Surroundings
from axtui.sources.autotask import connected
from axtui.sources.pace import A_MINUTE, AT_ONCE, LANES, WINDOW, LocalPace, NotYet, Pace, Permit

HOUR = 3600.0


def pace(directory: Path, time: FakeTime, *, app: str = "app", organisation: str = "") -> Pace:
    """Return the pace of a run that has just begun."""
    return shared_pace(directory, app=app, organisation=organisation, clock=time.clock)


def granted(at: Pace) -> Permit:
    """Take a permit that must be there."""
    found = at.take()
    assert not isinstance(found, NotYet), found
    return found


def refused(at: Pace) -> NotYet:
    """Ask for a permit that must not be there."""
    found = at.take()
    assert isinstance(found, NotYet)
    return found


def use_up(at: Pace) -> None:
    """Make the sixty requests of a minute."""
    for _ in range(A_MINUTE):
        granted(at).release()


def book(directory: Path) -> Path:
    """Return the file of times."""
    (found,) = directory.glob("pace/*/minute")
    return found


def test_two_runs_share_the_five_at_once(tmp_path: Path) -> None:
    """What one gives back the other one gets."""
    one, other = pace(tmp_path, FakeTime()), pace(tmp_path, FakeTime())
    permits = [granted(each) for each in (one, other, one, other, one)]
    assert len(permits) == AT_ONCE
    assert not refused(other).is_known
    permits[0].release()
    granted(other)
    refused(one)


def test_two_runs_share_the_minute(tmp_path: Path) -> None:
    """The second one waits for what the first one has used up."""
    time = FakeTime()
    one, other = pace(tmp_path, time), pace(tmp_path, time)
    use_up(one)
    assert refused(other).why == "allows 60 requests a minute"
    assert refused(other).seconds == pytest.approx(WINDOW)
    time.passed += WINDOW
    granted(other)


def test_apps_and_organisations_have_paces_of_their_own(tmp_path: Path) -> None:
    """Xero counts for each pair of them."""
    time = FakeTime()
    use_up(pace(tmp_path, time, app="a", organisation="x"))
    refused(pace(tmp_path, time, app="a", organisation="x"))
    granted(pace(tmp_path, time, app="a", organisation="y"))
    granted(pace(tmp_path, time, app="b", organisation="x"))


def test_another_server_has_a_pace_of_its_own(tmp_path: Path) -> None:
    """What the demo was told while it imitated a fault is nothing to the next demo, or to Xero itself."""
    time = FakeTime()
    one, other = (
        shared_pace(tmp_path, api_url=f"http://127.0.0.1:{port}", app="app", clock=time.clock)
        for port in (1, 2)
    )
    one.close(600.0, "is at its limit of requests a minute")
    refused(one)
    granted(other)


def test_places_that_nobody_uses_any_more_go(tmp_path: Path) -> None:
    """A week after the last run that used them; what is in use stays."""
    time = FakeTime()
    pace(tmp_path, time, app="old")
    time.passed += 6 * 24 * HOUR
    pace(tmp_path, time, app="used")
    time.passed += 2 * 24 * HOUR
    pace(tmp_path, time, app="new")
    assert len(list((tmp_path / "pace").iterdir())) == 2


def test_a_limit_that_one_run_was_told_holds_for_all(tmp_path: Path) -> None:
    """Nobody asks before the time that Xero named."""
    time = FakeTime()
    one, other = pace(tmp_path, time), pace(tmp_path, time)
    one.close(26.0, "is at its limit of requests a minute")
    assert refused(other).seconds == pytest.approx(26.0)
    time.passed += 26.1
    granted(other)
    granted(one)


def test_a_slow_request_counts_from_its_end_for_all(tmp_path: Path) -> None:
    """The server counted it at some moment before its answer arrived."""
    time = FakeTime()
    one = pace(tmp_path, time)
    slow = granted(one)
    for _ in range(A_MINUTE - 1):
        granted(one).release()
    time.passed += 30
    slow.release()
    time.passed += WINDOW - 30
    other = pace(tmp_path, time)
    for _ in range(A_MINUTE - 1):
        granted(other).release()
    assert refused(other).seconds == pytest.approx(30)


def test_files_are_private_and_hold_no_names(tmp_path: Path) -> None:
    """They hold times; their directory is named by a hash."""
    granted(pace(tmp_path / "cache", FakeTime(), app="client-id", organisation="tenant")).release()
    found = list((tmp_path / "cache").rglob("*"))
    assert found
    for path in found:
        assert path.stat().st_mode & 0o077 == 0
        assert "client" not in str(path)
        assert "tenant" not in str(path)
    assert book(tmp_path / "cache").stat().st_size == 8 * (A_MINUTE + 1)


@pytest.mark.parametrize("jump", [-HOUR, HOUR])
def test_a_clock_that_jumps_costs_a_minute_at_most(tmp_path: Path, jump: float) -> None:
    """And never lets this process send more than sixty in a true minute."""
    time = FakeTime()
    at = pace(tmp_path, time)
    use_up(at)
    jumped = FakeTime()
    jumped.passed = time.passed + jump
    other = pace(tmp_path, jumped)
    waited = 0.0
    while isinstance(found := other.take(), NotYet):
        waited += found.seconds
        jumped.passed += found.seconds
    assert waited <= WINDOW + 1
    refused(at)


@given(st.binary(max_size=2000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_costs_a_minute_at_most(tmp_path: Path, damage: bytes) -> None:
    """Whatever stands in it, it is soon as it should be."""
    time = FakeTime()
    at = pace(tmp_path, time)
    granted(at).release()
    book(tmp_path).write_bytes(damage)
    waited = 0.0
    other = pace(tmp_path, time)
    while isinstance(found := other.take(), NotYet) and waited < 20 * 60:
        waited += found.seconds
        time.passed += found.seconds
    assert waited <= 15 * 60 + 2 * WINDOW
    assert not isinstance(found, NotYet)
    found.release()
    assert book(tmp_path).stat().st_size == 8 * (A_MINUTE + 1)


def test_a_huge_file_is_cut(tmp_path: Path) -> None:
    """Only its beginning is read."""
    at = pace(tmp_path, FakeTime())
    granted(at).release()
    with book(tmp_path).open("r+b") as file:
        file.truncate(10**12)
    granted(at).release()
    assert book(tmp_path).stat().st_size == 8 * (A_MINUTE + 1)


def test_nonsense_numbers_are_times_just_now(tmp_path: Path) -> None:
    """Not a number, infinite, or a thousand years ahead."""
    time = FakeTime()
    at = pace(tmp_path, time)
    granted(at).release()
    times = [math.nan, math.inf, 1e300] * 20
    book(tmp_path).write_bytes(struct.pack("<61d", *times, math.nan))
    assert refused(at).seconds == pytest.approx(WINDOW)
    time.passed += WINDOW
    granted(at)


def test_a_book_that_another_run_has_open_is_come_back_for(tmp_path: Path) -> None:
    """Nobody waits in the kernel for it, neither before a request nor after one."""
    at = pace(tmp_path, FakeTime())
    under_way = granted(at)
    with book(tmp_path).open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert not refused(at).is_known
        under_way.release()
    granted(at).release()


def test_a_file_that_cannot_be_opened_leaves_each_process_its_own_pace(tmp_path: Path) -> None:
    """And nothing open."""
    time = FakeTime()
    at = pace(tmp_path, time)
    granted(at).release()
    time.passed += WINDOW
    book(tmp_path).unlink()
    (next(tmp_path.glob("pace/*")) / "minute").mkdir()
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208  # a directory of the kernel's
    use_up(at)
    refused(at)
    at.close(5.0, "is at its limit")
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208  # same


def test_without_a_directory_each_process_keeps_its_own_pace() -> None:
    """Nothing fails."""
    at = pace(Path("/dev/null/cache"), FakeTime())
    assert isinstance(at, LocalPace)
    use_up(at)
    refused(at)


def test_a_directory_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    """Somebody may clear the cache at any time."""
    at = pace(tmp_path, FakeTime())
    held = granted(at)
    for path in sorted(tmp_path.glob("pace/*/*")):
        path.unlink()
    next(tmp_path.glob("pace/*")).rmdir()
    granted(at).release()
    held.release()
    at.close(5.0, "is at its limit")
    refused(at)


def test_no_file_stays_open(tmp_path: Path) -> None:
    """Neither after a permit nor after a refusal."""
    time = FakeTime()
    at = pace(tmp_path, time)
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208  # a directory of the kernel's
    use_up(at)
    refused(at)
    permits = []
    time.passed += WINDOW
    while not isinstance(found := at.take(), NotYet):
        permits.append(found)
    for permit in permits:
        permit.release()
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208  # same


@given(st.integers(0, 10**6), st.integers(1, 6))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_number_of_runs_stay_within_any_minute(tmp_path: Path, seed: int, runs: int) -> None:
    """Requests take their time, and the server counts each at some moment of it."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    directory = tmp_path / str(seed)
    time = FakeTime()
    paces = [pace(directory, time) for _ in range(runs)]
    under_way: list[tuple[float, Permit]] = []
    counted: list[float] = []
    for _ in range(600):
        time.passed += chance.random() * chance.choice([0.02, 0.5])
        for end, permit in [each for each in under_way if each[0] <= time.passed]:
            permit.release()
            under_way.remove((end, permit))
        found = chance.choice(paces).take()
        if isinstance(found, NotYet):
            time.passed += 0.3 * found.seconds
            continue
        seconds = chance.random() * 3
        counted.append(time.passed + chance.random() * seconds)
        under_way.append((time.passed + seconds, found))
        assert len(under_way) <= AT_ONCE
    for _, permit in under_way:
        permit.release()
    assert max(sum(at <= each < at + 60 for each in counted) for at in counted) <= A_MINUTE


RUN = """
import asyncio, sys, time
from datetime import UTC, datetime
from pathlib import Path
import httpx
from axtui.core.errors import Side
from axtui.core.secret import Secret
from axtui.services.autotask_reading import read_autotask
from axtui.services.config import Profile
from axtui.services.narrator import Narrator
from axtui.services.pace import shared_lanes, shared_pace
from axtui.services.page_log import NoPageLog
from axtui.services.run_wishes import no_objection
from axtui.services.sides import autotask_lanes, autotask_settings, opened
from axtui.services.surroundings import Surroundings
from axtui.sources.autotask import connected
from axtui.sources.line import Clock, Line, ServerClock
from axtui.sources.patience import Patience
from axtui.sources.xero import Xero, XeroSettings
from axtui.sources.xero_auth import CustomConnection

cache, api_url, token_url, client_id, secret, began, speed, requests = sys.argv[1:]
began, speed = float(began), float(speed)

def seconds():
    return began + (time.time() - began) * speed

async def sleep(for_seconds):
    await asyncio.sleep(for_seconds / speed)

async def main():
    clock = Clock(
        now=lambda: datetime.fromtimestamp(seconds(), UTC),
        monotonic=lambda: time.monotonic() * speed,
        sleep=sleep,
        jitter=lambda: 0.5,
    )
    async with httpx.AsyncClient() as http:
        line = Line(
            http=http, side=Side.XERO, clock=clock, patience=Patience(clock.monotonic()),
            server_clock=ServerClock(clock.now), on_wait=lambda wait: None,
        )
        tokens = CustomConnection(
            line, token_url=token_url, client_id=client_id, client_secret=Secret(secret)
        )
        await tokens.current()
        pace = shared_pace(Path(cache), app=client_id, clock=clock)
        source = Xero(XeroSettings(api_url=api_url), line, tokens, pace=pace)
        async with asyncio.TaskGroup() as group:
            for number in range(int(requests)):
                group.create_task(source.page(number + 1))

asyncio.run(main())
"""


def test_processes_keep_within_xeros_limits_together(tmp_path: Path) -> None:
    """Four at once ask twice what a minute allows, and none is ever refused; minutes pass quickly here."""
    began, speed, runs, requests = real_time.time(), 40.0, 4, 30
    with DemoServer(3, latency=0.003, clock=lambda: began + (real_time.time() - began) * speed) as server:
        arguments = [
            str(tmp_path), server.addresses.xero_api_url, server.addresses.token_url,
            credentials.XERO_CLIENT_ID, credentials.XERO_CLIENT_SECRET, str(began), str(speed), str(requests),
        ]  # fmt: skip
        command = [sys.executable, "-c", textwrap.dedent(RUN), *arguments]
        processes = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(runs)]  # noqa: S603  # ours
        said = [process.communicate(timeout=60) for process in processes]
        assert [process.returncode for process in processes] == [0] * runs, said
        asked = server.log.to(DemoSide.XERO, "contacts")
        assert len(asked) == runs * requests
        assert {request.status for request in asked} == {200}
        assert server.log.most_at_once("contacts") <= AT_ONCE
        times = [request.at for request in asked]
        # At this speed a request that is 75 ms late on its way counts as three seconds late.
        assert max(sum(at <= each < at + 57 for each in times) for at in times) <= A_MINUTE


def lanes(directory: Path, *, zone_url: str = "https://zone.example", username: str = "api") -> Pace:
    """Return the lanes to a tenant of a run that has just begun."""
    return shared_lanes(directory, zone_url=zone_url, username=username, clock=FakeTime().clock)


def test_two_runs_share_the_lanes_to_a_list(tmp_path: Path) -> None:
    """Autotask counts for the integration, not for the process; each list has lanes of its own."""
    one, other = lanes(tmp_path), lanes(tmp_path, username="API")
    permits = [each.take("contacts") for each in (one, other, one)]
    assert not any(isinstance(each, NotYet) for each in permits)
    found = other.take("contacts")
    assert isinstance(found, NotYet)
    assert not found.is_known
    assert not isinstance(other.take("companies"), NotYet)
    assert not isinstance(permits[0], NotYet)
    permits[0].release()
    assert not isinstance(other.take("contacts"), NotYet)


def test_users_and_zones_have_lanes_of_their_own(tmp_path: Path) -> None:
    """Nobody waits for a run that the server does not count with it."""
    full = lanes(tmp_path)
    assert not any(isinstance(full.take("contacts"), NotYet) for _ in range(LANES))
    assert not isinstance(lanes(tmp_path, username="other").take("contacts"), NotYet)
    assert not isinstance(lanes(tmp_path, zone_url="https://other.example").take("contacts"), NotYet)


def test_lanes_are_the_run_s_own_where_no_file_can_be_written(tmp_path: Path) -> None:
    """A read-only host is no reason to read nothing; the server's own refusal is still heeded."""
    (tmp_path / "pace").touch()
    alone = lanes(tmp_path)
    assert not any(isinstance(alone.take("contacts"), NotYet) for _ in range(2 * LANES))
    alone.close(60.0, "is at its limit of requests at once")
    assert isinstance(alone.take("contacts"), NotYet)


def test_two_runs_at_once_never_meet_the_limit_of_threads(tmp_path: Path) -> None:
    """Each with as many lanes as are allowed; every request is answered, none refused."""
    time = FakeTime()
    with DemoServer(3_000, latency=0.002) as server:
        server.warm()
        profile = demo_profile(server.addresses)
        profile = replace(profile, autotask=replace(profile.autotask, lanes=LANES))
        own = replace(surroundings(time), cache_dir=tmp_path, sleep=asyncio.sleep)

        async def both() -> None:
            await asyncio.gather(*(fetch_alone(profile, own) for _ in range(2)))

        asyncio.run(both())
        assert not server.log.breaches
        assert server.log.most_at_once("companies") <= LANES


async def fetch_alone(profile: Profile, own: Surroundings) -> None:
    """Read Autotask as a run does that keeps nothing."""
    async with opened(own, ca_file="") as open_line:
        line = open_line(Side.AUTOTASK, lambda _: None)
        settings = await autotask_settings(profile, own)
        source = await connected(settings, line, pace=autotask_lanes(settings, line, own))
        narrator = Narrator(Side.AUTOTASK, monotonic=own.monotonic, on_progress=lambda _: None)
        await read_autotask(source, narrator=narrator, log=NoPageLog(), consent=no_objection)


HOLD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from axtui.services.autotask_reading import read_autotask
from axtui.services.config import Profile
from axtui.services.narrator import Narrator
from axtui.services.pace import shared_lanes, shared_pace
from axtui.services.page_log import NoPageLog
from axtui.services.run_wishes import no_objection
from axtui.services.sides import autotask_lanes, autotask_settings, opened
from axtui.services.surroundings import Surroundings
from axtui.sources.autotask import connected
from axtui.sources.line import Clock

clock = Clock(
    now=lambda: datetime.now(UTC), monotonic=time.monotonic, sleep=None, jitter=None
)
pace = shared_pace(Path(sys.argv[1]), app="app", clock=clock)
permits = [pace.take() for _ in range(5)]
print("held", flush=True)
time.sleep(60)
"""


def test_what_a_killed_run_held_is_free_at_once(tmp_path: Path) -> None:
    """The system gives back its locks."""
    command = [sys.executable, "-c", textwrap.dedent(HOLD), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603  # ours
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        at = pace(tmp_path, FakeTime())
        assert not refused(at).is_known
        process.kill()
        process.wait()
        granted(at).release()
