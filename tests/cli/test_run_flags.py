"""The flags that say how a run is to go, over the imitation: what they change, and what is said unasked."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from axtui.__main__ import demo_profile
from axtui.cli import run
from axtui.core.errors import Side
from axtui.demo.faults import Fault, FaultKind
from axtui.demo.faults import Side as DemoSide
from axtui.demo.limits import Limits
from axtui.demo.server import DemoServer
from axtui.services.checkpoints import Checkpoints
from axtui.services.config import Config
from axtui.services.page_log import ListName, NotedPage
from axtui.services.read_plan import fingerprint_of
from axtui.services.surroundings import Surroundings

_USED_UP = Limits(autotask_hourly=90, autotask_used_before=30)
"""Of an hour so short a run takes more than a fifth, before the tenant answers any slower."""
_WARNING = "--accept-bulk-import-warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended, what it wrote, and how many requests it made."""

    code: int
    out: str
    err: str
    requests: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine with one profile that reads the imitation."""

    server: DemoServer
    surroundings: Surroundings

    def __call__(self, *argv: str) -> Ended:
        """Run a command line."""
        out, err, before = io.StringIO(), io.StringIO(), len(self.server.log.requests)
        config = Config(profiles=(demo_profile(self.server.addresses),))
        code = run(argv, surroundings=self.surroundings, stdout=out, stderr=err, config=config)
        made = len(self.server.log.requests) - before
        return Ended(code=code, out=out.getvalue(), err=err.getvalue(), requests=made)

    def leaves_pages(self, *, ago: timedelta) -> None:
        """Leave an interrupted run on the disk, which had found that there is nothing before the first id."""
        profile, then = demo_profile(self.server.addresses), self.surroundings.now() - ago
        checkpoints = Checkpoints(self.surroundings.cache_dir / "checkpoints", now=lambda: then)
        log = checkpoints.new(profile.name, fingerprint=fingerprint_of(profile))
        log.begin(Side.AUTOTASK, then)
        log.note(ListName.COMPANIES, NotedPage(after=0, up_to=0, items=()))
        log.close()


Start = Callable[..., Machine]


@pytest.fixture
def start(surroundings: Surroundings) -> Iterator[Start]:
    """Return what starts the imitation."""
    with ExitStack() as servers:

        def machine(limits: Limits | None = None) -> Machine:
            server = servers.enter_context(DemoServer(40, latency=0.0, limits=limits))
            return Machine(server=server, surroundings=surroundings)

        yield machine


def test_a_run_says_what_it_takes_and_when_each_side_was_read(start: Start) -> None:
    """On stderr; stdout is the report alone."""
    ended = start()("report", "--format", "json")
    assert ended.code == 0
    assert "The run takes about " in ended.err
    assert "Autotask as of 2026-03-02 12:00, Xero as of 2026-03-02 12:00." in ended.err
    assert json.loads(ended.out)["complete"] is True


@pytest.mark.parametrize("command", [("report",), ("export", _WARNING)])
def test_a_costly_run_does_not_begin_unasked(command: tuple[str, ...], start: Start) -> None:
    """It names the figures and the flag, prints nothing, and ends as a limit does."""
    ended = start(_USED_UP)(*command)
    assert (ended.code, ended.out) == (69, "")
    assert "axtui: The run would take about " in ended.err
    assert " that are left this hour, which all integrations share." in ended.err
    assert "--accept-cost" in ended.err


def test_the_flag_lets_a_costly_run_begin(start: Start) -> None:
    """The person has weighed it."""
    assert start(_USED_UP)("report", "--accept-cost").code == 0


def test_full_reads_everything_anew(start: Start) -> None:
    """The second run asks for changes alone; a full one does what the first did."""
    axtui = start()
    first, second, full = axtui("report"), axtui("report"), axtui("report", "--full")
    assert second.requests < first.requests
    assert full.requests >= first.requests
    assert first.out == second.out == full.out


@pytest.mark.parametrize(
    ("ago", "flags", "goes_on"),
    [
        (timedelta(minutes=30), (), True),
        (timedelta(hours=2), (), False),
        (timedelta(hours=2), ("--resume",), True),
        (timedelta(minutes=30), ("--no-resume",), False),
        (timedelta(minutes=30), ("--full",), False),
    ],
)
def test_an_interrupted_run_is_gone_on_with_as_wished(
    ago: timedelta, flags: tuple[str, ...], *, goes_on: bool, start: Start
) -> None:
    """Either way it is said."""
    axtui = start()
    axtui.leaves_pages(ago=ago)
    ended = axtui("report", *flags)
    assert ended.code == 0
    assert ("Going on where the run of" in ended.err) is goes_on
    assert ("Beginning anew" in ended.err) is not goes_on


def test_a_run_that_was_stopped_says_that_it_can_be_gone_on_with(start: Start) -> None:
    """Whatever stopped it: here Xero, after Autotask's pages had come."""
    axtui = start()
    axtui.leaves_pages(ago=timedelta(minutes=5))
    axtui.server.faults.add(Fault(kind=FaultKind.STATUS, side=DemoSide.XERO, path="/Contacts", status=404))
    ended = axtui("report")
    assert ended.code != 0
    assert "What was read is kept" in ended.err
    assert "--resume" in ended.err


@pytest.mark.parametrize("command", ["report", "check"])
def test_a_refused_login_is_sent_again_only_when_asked_for(command: str, start: Start) -> None:
    """The second run makes no request to Autotask that carries it; the flag sends it once."""
    axtui = start()
    axtui.server.faults.add(Fault(kind=FaultKind.REFUSE_LOGIN, side=DemoSide.AUTOTASK))
    axtui(command)
    axtui.server.faults.clear()
    again = axtui(command)
    assert again.code == (77 if command == "report" else 1)
    assert "was not sent again" in again.out + again.err
    assert "--retry-auth" in again.out + again.err
    assert axtui(command, "--retry-auth").code == 0
    assert axtui(command).code == 0


def test_an_export_reads_as_wished_too(start: Start, tmp_path: Path) -> None:
    """The same flags hold for the export, which writes its file all the same."""
    target = tmp_path / "import.csv"
    ended = start()("export", "--full", "--accept-cost", _WARNING, "--out", str(target))
    assert ended.code in (0, 1)
    assert ended.out == f"{target}\n"
