"""Runs that are killed, stopped, or run twice: what is kept, and how the next one goes on."""

import hashlib
import json
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pytest
from faults.canaries import files_with_secrets
from faults.figures import Figure
from faults.processes import Nursery, Run, config_for
from faults.scene import pages_again
from faults.tiers import LONG, times

from axtui.demo.data import make_tenant
from axtui.demo.faults import Side
from axtui.demo.limits import Breach, Limits
from axtui.demo.server import DemoServer

LANES: Final = 2
MOST_AGAIN: Final = {"companies": LANES, "contacts": LANES, "customers": 5}
"""One page a lane."""
_NO_LIMITS: Final = Limits(
    autotask_threads=100, autotask_hourly=10**6, xero_per_minute=10**6, xero_per_day=10**6
)
"""Hundreds of runs are made within minutes; what a vendor allows a day is not the matter here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """An imitation, what starts runs on it, and what a run that nobody disturbs finds."""

    server: DemoServer
    nursery: Nursery
    directory: Path
    rows: list[Any]
    seconds: float
    """How long an undisturbed run takes."""

    def home(self, name: str) -> Path:
        """Return a home with this name."""
        home = self.directory / name
        home.mkdir(exist_ok=True)
        return home

    def run(self, home: Path, *flags: str) -> Run:
        """Start a report."""
        return self.nursery.report(self.directory / "config.toml", *flags, home=home)

    def asked(self) -> int:
        """Return how many requests there were, once nothing is under way any more."""
        self.server.log.wait_until(lambda log: not any(map(log.under_way, (*LISTS, "organisation", "token"))))
        return len(self.server.log.requests)

    def pages_again(self, start: int, middle: int) -> dict[str, int]:
        """Return how many pages were read twice, before and after a moment."""
        requests = self.server.log.requests
        return pages_again(self.server, requests[start:middle], requests[middle:])

    def some_moment(self, turn: int) -> None:
        """Wait for a random part of a run."""
        time.sleep(random.Random(turn).uniform(0, self.seconds))  # noqa: S311  # a moment, no secret


LISTS: Final = tuple(MOST_AGAIN)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, swept: list[Path]) -> Iterator[Ground]:
    """An imitation that takes its time, so that a run can be met in its middle."""
    directory = tmp_path_factory.mktemp("kills")
    swept.append(directory)
    config = directory / "config.toml"
    tenant = make_tenant(times(700, quick=300), contacts=times(3_600, quick=2_200), customers=3_200)
    with (
        DemoServer(tenant=tenant, latency=0.01, limits=_NO_LIMITS) as server,
        Nursery(directory) as nursery,
    ):
        config.write_text(config_for(server, lanes=LANES), encoding="utf-8")
        config.chmod(0o600)
        (directory / "unbroken").mkdir()
        for _ in range(2):  # the first one also makes the data
            began = time.monotonic()
            done = nursery.report(config, "--full", home=directory / "unbroken").end()
            assert done.code == 0, done.err
        seconds = time.monotonic() - began
        yield Ground(server=server, nursery=nursery, directory=directory, rows=done.rows, seconds=seconds)


@pytest.mark.fault("E04")
@pytest.mark.parametrize("turn", range(times(200, quick=3)))
def test_a_killed_run_is_gone_on_with(turn: int, ground: Ground, figure: Figure) -> None:
    """kill -9 at a random moment; the next run has the same rows, and reads hardly a page again."""
    home, start = ground.home(f"killed-{turn}"), ground.asked()
    run = ground.run(home)
    ground.some_moment(turn)
    run.signal(signal.SIGKILL)
    run.end()
    middle = ground.asked()
    resumed = ground.run(home, "--resume").end()
    assert resumed.code == 0, resumed.err
    assert resumed.rows == ground.rows
    again = ground.pages_again(start, middle)
    figure("pages again a list", max(again.values()))
    assert all(again[name] <= most for name, most in MOST_AGAIN.items()), again
    assert not files_with_secrets(home)
    assert not list(home.rglob("*.partial"))


@pytest.mark.fault("E12")
@pytest.mark.parametrize("turn", range(times(200, quick=1)))
def test_two_runs_of_one_profile_do_not_harm_each_other(turn: int, ground: Ground, figure: Figure) -> None:
    """Both end well with the same rows, in whatever order; what is kept opens afterwards."""
    home = ground.home(f"two-{turn}")
    first = ground.run(home)
    ground.some_moment(turn + 1)  # that of 0 is so late that the first run is over
    second = ground.run(home, "--full")
    for run in (first, second):
        ended = run.end()
        assert ended.code == 0, ended.err
        assert ended.rows == ground.rows
    assert ground.run(home, "--cached").end().rows == ground.rows
    figure("corrupted", 0)


@pytest.mark.fault("E12")
def test_a_second_run_outlives_a_first_that_is_killed(ground: Ground) -> None:
    """The lock of the dead does not stop anybody."""
    home = ground.home("outlived")
    first, second = ground.run(home), ground.run(home)
    time.sleep(ground.seconds / 3)
    first.signal(signal.SIGKILL)
    assert second.end().rows == ground.rows
    assert first.end().code == 128 + signal.SIGKILL
    assert ground.run(home, "--full").end().rows == ground.rows


@pytest.mark.fault("D24")
@pytest.mark.parametrize("homes", [("shared", "shared"), ("here", "there")])
def test_two_runs_at_once_lose_nothing(homes: tuple[str, str], ground: Ground, figure: Figure) -> None:
    """Of one home or of two."""
    runs = [ground.run(ground.home(home), "--full") for home in homes]
    assert [run.end().rows for run in runs] == [ground.rows, ground.rows]
    figure("lost rows", 0)


@pytest.mark.fault("D24")
@pytest.mark.skipif(not LONG, reason="waits for a limit in real time")
def test_two_runs_meet_at_a_limit(ground: Ground, figure: Figure) -> None:
    """With the vendors' own limits: in one home Xero's are kept jointly, Autotask's 429 is waited for."""
    tenant = make_tenant(700, contacts=3_600, customers=3_200)
    config = ground.directory / "limits.toml"
    with DemoServer(tenant=tenant, latency=0.01) as server:
        config.write_text(config_for(server, lanes=LANES), encoding="utf-8")
        config.chmod(0o600)
        home = ground.home("limits")
        runs = [ground.nursery.report(config, "--full", home=home) for _ in range(2)]
        assert [run.end().rows for run in runs] == [ground.rows, ground.rows]
        figure("Xero's most at once", server.log.most_at_once("contacts"))
        figure("Xero's busiest minute", server.log.busiest_minute(Side.XERO))
        assert not {each for each in server.log.breaches if each is not Breach.THREADS}


@pytest.mark.fault("E06")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)]
)
@pytest.mark.parametrize("turn", range(times(6, quick=1)))
def test_a_signal_keeps_what_was_read(turn: int, number: signal.Signals, code: int, ground: Ground) -> None:
    """The headless run ends with its code, and the next one goes on from there."""
    home, start = ground.home(f"signal-{number}-{turn}"), ground.asked()
    run = ground.run(home)
    assert ground.server.log.wait_until(lambda log: len(log.requests) >= start + 14)
    run.signal(number)
    ended = run.end()
    assert (ended.code, ended.out) == (code, "")
    middle = ground.asked()
    resumed = ground.run(home, "--resume").end()
    assert resumed.rows == ground.rows
    again = ground.pages_again(start, middle)
    assert all(again[name] <= most for name, most in MOST_AGAIN.items()), again


# Ctrl+c in an export


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporting:
    """A home with a report to export, and what an export that nobody disturbs is like."""

    ground: Ground
    home: Path
    names: frozenset[str]
    seconds: float

    def begin(self, directory: Path) -> Run:
        """Start an export into a directory."""
        directory.mkdir()
        config, out = str(self.ground.directory / "config.toml"), str(directory / "x.csv")
        argv = ("export", "--config", config, "--cached", "--out", out, "--accept-bulk-import-warning")
        return self.ground.nursery.start(*argv, home=self.home)


@pytest.fixture(scope="module")
def exporting(ground: Ground) -> Exporting:
    """A report that is kept, and one export of it."""
    home = ground.home("exporting")
    assert ground.run(home).end().code == 0
    one = Exporting(ground=ground, home=home, names=frozenset(), seconds=0.0)
    began = time.monotonic()
    ended = one.begin(home / "undisturbed").end()
    assert ended.code in (0, 1), ended.err
    return replace(one, names=_names_in(home / "undisturbed"), seconds=time.monotonic() - began)


@pytest.mark.fault("E06")
@pytest.mark.parametrize("turn", range(times(50, quick=6)))
def test_a_signal_leaves_an_export_whole_or_absent(turn: int, exporting: Exporting, figure: Figure) -> None:
    """At a random moment: its exit code, all files or none, and stdout names those that are there."""
    draw = random.Random(turn)  # noqa: S311  # a moment, no secret
    number = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)[turn % 3]
    directory = exporting.home / str(turn)
    run = exporting.begin(directory)
    time.sleep(draw.uniform(0, 1.1 * exporting.seconds))
    run.signal(number)
    ended = run.end()
    names = _names_in(directory)
    assert names in (frozenset(), exporting.names)
    assert bool(ended.out) == bool(names)
    assert ended.code in ((128 + number, 0, 1) if names else (128 + number,)), ended.err
    if names:
        assert _are_whole(directory)
    figure("exports whole", int(bool(names)))


def _names_in(directory: Path) -> frozenset[str]:
    return frozenset(path.name for path in directory.iterdir())


def _are_whole(directory: Path) -> bool:
    """Say whether every file is the one that the manifest is about."""
    told = json.loads((directory / "x.manifest.json").read_bytes())["files"]
    return all(
        hashlib.sha256((directory / each["name"]).read_bytes()).hexdigest() == each["sha256"] for each in told
    )
