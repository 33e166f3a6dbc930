"""A profile on an imitation, run through the headless door, with the table's general expectations.

For every fault: the exit code as stated, one line that names the cause and one with the next step, no secret
anywhere, no data on a failure, no partial file, and the report that was kept before as it was.
"""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from faults.canaries import addresses_of, files_with_secrets, secrets_in
from http_fakes import FakeTime, surroundings

from axtui.__main__ import demo_profile
from axtui.cli import run
from axtui.cli.parser import build_parser
from axtui.core.errors import ExitCode
from axtui.demo.autotask_entities import UdfState, companies, contacts
from axtui.demo.data import make_tenant
from axtui.demo.entity import Query
from axtui.demo.faults import Fault, Side
from axtui.demo.finding import page_of
from axtui.demo.live import LiveTenant
from axtui.demo.log import LoggedRequest
from axtui.demo.server import DemoServer
from axtui.services.config import AppSettings, Config, Profile
from axtui.services.surroundings import Surroundings

_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_LONGEST_LINE: Final = 700
_AUTOTASK_PAGE: Final = 500
"""Records of a full page."""
_LISTS: Final = re.compile(r"/(companies|contacts)/query$", re.IGNORECASE)
_JSON: Final = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The report that was printed as JSON."""
        value: dict[str, Any] = json.loads(self.out)
        return value

    @property
    def rows(self) -> list[Any]:
        """Its rows."""
        rows: list[Any] = self.report["rows"]
        return rows

    def well(self) -> "Done":
        """Check that nothing went wrong."""
        assert self.code == ExitCode.DONE, self.err
        return self

    def refused(self, code: ExitCode, *words: str) -> "Done":
        """Check that it failed as it should: this code, one line with these words, then the next step."""
        assert self.code == code, self.err
        assert self.out == ""
        lines = self.err.splitlines()
        places = [at for at, line in enumerate(lines) if line.startswith("axtui: ")]
        assert len(places) == 1, self.err
        cause, step = lines[places[0]], " ".join(lines[places[0] + 1 :])
        for word in words:
            assert word in cause, cause
        assert len(step) > len("Run again.") - 1, "no next step"
        return self

    def is_safe(self) -> None:
        """Check that no secret, traceback or control character was said."""
        said = (self.out + self.err).encode()
        assert not secrets_in(said)
        assert "Traceback" not in self.err
        assert not _CONTROL.search(self.err)
        assert max(map(len, self.err.splitlines()), default=0) <= _LONGEST_LINE


class ServerTime:
    """The imitation's clock: that of the machine, until it is told to jump."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._ahead = 0.0
        self._looks_left = -1
        self._jump = 0.0

    def __call__(self) -> float:
        """Return seconds since 1970."""
        self._looks_left -= 1
        if self._looks_left == 0:
            self._ahead += self._jump
        return self._now().timestamp() + self._ahead

    def jump(self, seconds: float, *, after: int) -> None:
        """Jump once somebody has looked at the clock so many times; each request looks twice or more."""
        self._jump, self._looks_left = seconds, after


class Site:
    """One profile, one imitation, one machine whose time passes only in sleeps."""

    def __init__(
        self, server: DemoServer, surroundings: Surroundings, time: FakeTime, server_time: ServerTime
    ) -> None:
        self.server = server
        self.surroundings = surroundings
        self.time = time
        self.server_time = server_time
        self.profile: Profile = demo_profile(server.addresses)
        self.settings = AppSettings()
        self.log = surroundings.state_dir.parent / "axtui.log"
        self._kept: Done | None = None
        self._done: list[Done] = []

    # The door

    def command(self, *argv: str) -> Done:
        """Run a command to its end."""
        out, err = io.StringIO(), io.StringIO()
        code = run(
            (*argv, "--log", str(self.log)),
            surroundings=self.surroundings,
            stdout=out,
            stderr=err,
            config=Config(profiles=(self.profile,), settings=self.settings),
        )
        done = Done(code=code, out=out.getvalue(), err=err.getvalue())
        self._done.append(done)
        return done

    def report(self, *flags: str) -> Done:
        """Print the report as JSON."""
        return self.command("report", "--format", "json", *flags)

    def full_report(self, *flags: str) -> Done:
        """Print the report, everything read anew and nothing gone on with."""
        return self.report(*known(*ANEW), *flags)

    def keep_report(self) -> Done:
        """Read once without a fault: what is kept then must survive whatever comes."""
        self._kept = self.full_report().well()
        return self._kept

    def takes_over(self, other: "Site") -> None:
        """Expect the report of another site, which shares this home, to be what is kept."""
        self._kept, other._kept = other._kept, None

    def change(self, *, autotask: dict[str, Any] | None = None, xero: dict[str, Any] | None = None) -> None:
        """Change settings of the profile."""
        self.profile = replace(
            self.profile,
            autotask=replace(self.profile.autotask, **(autotask or {})),
            xero=replace(self.profile.xero, **(xero or {})),
        )

    # The server

    def spoil(self, *faults: Fault) -> None:
        """Let something go wrong from now on, and count requests from now on."""
        self.server.faults.add(*faults)
        self._seen = len(self.server.log.requests)

    def heal(self) -> None:
        """Take every fault away, and count requests from now on."""
        self.server.faults.clear()
        self._seen = len(self.server.log.requests)

    _seen = 0

    def asked(self, side: Side | None = None, path: str = "") -> list[LoggedRequest]:
        """Return the requests since the last change of faults, as the server counted them."""
        return [
            each
            for each in self.server.log.requests[self._seen :]
            if side in (None, each.side) and re.search(path, each.path, re.IGNORECASE)
        ]

    def logins(self) -> list[LoggedRequest]:
        """Return the requests to Autotask that carried its credentials."""
        return [each for each in self.asked(Side.AUTOTASK) if "secret" in each.headers]

    # The general expectations

    def check(self) -> None:
        """Check what holds after every fault."""
        self.server.faults.clear()
        self.server.churner.end()
        for done in self._done:
            done.is_safe()
        said = "".join(done.err for done in self._done)
        assert not [address for address in addresses_of(self.server.tenant) if address in said]
        places = (self.surroundings.cache_dir, self.surroundings.state_dir)
        assert not files_with_secrets(*places)
        assert not [path for place in places for path in place.rglob("*.partial")]
        if self._kept is not None:
            self._check_kept(self._kept)

    def _check_kept(self, kept: Done) -> None:
        """What can be shown without a network is the report from before, or a newer one."""
        shown = self.report("--cached")
        assert shown.code in (ExitCode.DONE, ExitCode.UNAVAILABLE), shown.err
        reads = [kept, *(each for each in self._done[:-1] if each.out.startswith("{"))]
        assert (shown.rows, shown.report["complete"]) in [
            (each.rows, each.report["complete"]) for each in reads
        ]


@contextmanager
def opened_site(
    home: Path,
    time: FakeTime,
    size: int,
    *,
    contacts: int | None = None,
    customers: int | None = None,
    **more: Any,
) -> Iterator[Site]:
    """Run an imitation with a profile on it; what holds after every fault is checked at the end.

    `more` goes to the imitation: `switches`, `limits`.
    """
    own = replace(surroundings(time), cache_dir=home / "cache", state_dir=home / "state")
    tenant, server_time = make_tenant(size, contacts=contacts, customers=customers), ServerTime(own.now)
    with DemoServer(tenant=tenant, latency=0, clock=server_time, sleep=_no_time, **more) as server:
        site = Site(server, own, time, server_time)
        yield site
        site.check()


async def _no_time(_: float) -> None:
    """Let the imitation answer at once, however slow it should be."""


ANEW: Final = ("--full", "--no-resume")


def known(*flags: str) -> list[str]:
    """Return the flags that `axtui report` has."""
    parsers = build_parser()._subparsers
    assert parsers is not None
    report = parsers._group_actions[0].choices["report"]  # type: ignore[index]  # argparse leaves it open
    return [flag for flag in flags if flag in report._option_string_actions]


def json_fault(path: str, body: bytes, *, status: int = 200, **more: Any) -> dict[str, Any]:
    """Return what makes a STATUS fault answer with this JSON."""
    return {"path": path, "status": status, "body": body, "content_type": _JSON, **more}


def pages_again(
    server: DemoServer, before: Iterable[LoggedRequest], after: Iterable[LoggedRequest]
) -> dict[str, int]:
    """Count per list the pages of records that a later run read again, of those sent to an earlier one.

    Of Autotask's lists by records: a later run may share the ids out at other places, and so get one page's
    records in parts.
    """
    found = {"customers": _customer_pages_again(before := list(before), after := list(after))}
    for name in ("companies", "contacts"):
        known = frozenset[int]().union(*records_read(server, _to(name, before)))
        again = sum(len(page & known) for page in records_read(server, _to(name, after)))
        found[name] = -(-again // _AUTOTASK_PAGE)
    return found


def _to(name: str, requests: Iterable[LoggedRequest]) -> list[LoggedRequest]:
    return [each for each in requests if each.side is Side.AUTOTASK and each.endpoint == name]


def _customer_pages_again(before: Iterable[LoggedRequest], after: Iterable[LoggedRequest]) -> int:
    return len(_customer_pages(before) & _customer_pages(after))


def _customer_pages(requests: Iterable[LoggedRequest]) -> set[str]:
    return {
        each.query["page"]
        for each in requests
        if each.side is Side.XERO and each.status == HTTPStatus.OK and _is_full_page(each)
    }


def _is_full_page(request: LoggedRequest) -> bool:
    is_page = request.endpoint == "contacts" and request.query.get("pageSize") == "1000"
    return is_page and "if-modified-since" not in request.headers


def records_read(server: DemoServer, requests: Iterable[LoggedRequest]) -> list[frozenset[int]]:
    """Return which records each page of Autotask's two long lists brought that was answered well."""
    return [
        frozenset(json.loads(item)["id"] for item in _page_of(server.live, each))
        for each in requests
        if each.status == HTTPStatus.OK and _LISTS.search(each.path) and not _is_about_changes(each)
    ]


def _page_of(tenant: LiveTenant, request: LoggedRequest) -> list[Any]:
    query = Query.of(request.body)
    if request.endpoint == "companies":
        return page_of(companies(tenant, visible=True), query, from_id=None).items
    udf = UdfState(exists=True, is_list=True, display_differs=False)
    return page_of(contacts(tenant, visible=True, udf=udf), query, from_id=None).items


def _is_about_changes(request: LoggedRequest) -> bool:
    return b"modified" in request.body.lower()


def files_below(directory: Path) -> dict[str, bytes]:
    """Return every file below a directory with what it holds."""
    found: dict[str, bytes] = {}
    for path in directory.rglob("*"):
        with suppress(FileNotFoundError, IsADirectoryError):
            found[str(path.relative_to(directory))] = path.read_bytes()
    return found
