"""The terminal app behind a real OpenSSH server: what is typed, drawn, lost with the line, and found again.

Skipped with a reason where nobody can log in; with AXTUI_REQUIRE_SSH set, a missing program fails.
"""

import csv
import io
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults.tiers import foremost
from pty_driver import LIMIT_SECONDS, OnPty, environment
from ssh_server import SshServer, end_if_there, missing_ssh, parent_of, state_of, why_no_login

from axtui.demo.__main__ import configuration
from axtui.demo.data import make_tenant
from axtui.demo.limits import Limits
from axtui.demo.server import DemoServer

_NO_LIMITS = Limits(autotask_threads=100, autotask_hourly=10**6, xero_per_minute=10**6, xero_per_day=10**6)
_HANG_UP = 129
_NO_LINE = 255
"""How ssh ends when its connection does."""
_PAGES_OF_CONTACTS = 6
_LANES = 3


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """A server that lets this user in."""
    if missing := missing_ssh():
        (pytest.fail if os.environ.get("AXTUI_REQUIRE_SSH") else pytest.skip)(missing)
    if reason := why_no_login():
        pytest.skip(reason)
    with SshServer(tmp_path_factory.mktemp("ssh") / "server") as server:
        yield server


@pytest.fixture(scope="module")
def imitation() -> Iterator[DemoServer]:
    """Both APIs, slow enough that a line can be lost in the middle of a run."""
    tenant = make_tenant(120, contacts=500 * _PAGES_OF_CONTACTS - 10, customers=1_000)
    with DemoServer(tenant=tenant, latency=0.1, limits=_NO_LIMITS) as server:
        yield server


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where somebody works who logs in: a home with a configuration, and the way there."""

    home: Path
    sshd: SshServer

    def login(self, *flags: str, **options: object) -> OnPty:
        """Log in and start the app there, under a shell that tells afterwards how it ended."""
        for name in ("pid", "code"):
            (self.home / name).unlink(missing_ok=True)
        app = shlex.join([sys.executable, "-m", "axtui", "--config", str(self.home / "config.toml"), *flags])
        (self.home / "session").write_text(f"""
trap : HUP
cd {shlex.quote(str(self.home))}
export HOME="$PWD" LANG=C.UTF-8 {self._variables()}
sh -c 'echo $$ > pid.new; mv pid.new pid; exec "$@"' sh {app}
echo $? > code.new
mv code.new code
""")
        words = self.sshd.login(f"exec sh {shlex.quote(str(self.home / 'session'))}")
        return OnPty(*words, env=environment(self.home), program="ssh", **options)  # type: ignore[arg-type]  # passed on

    def _variables(self) -> str:
        """Say what the app needs where it is not installed but lies beside its tests."""
        path = os.environ.get("PYTHONPATH")
        return f"PYTHONPATH={shlex.quote(path)}" if path else ""

    @property
    def pid(self) -> int:
        """The process of the app."""
        return int((self.home / "pid").read_text())

    def exit_code(self) -> int:
        """Wait until the app has ended, and nothing of it is left; return its exit code."""
        end = time.monotonic() + LIMIT_SECONDS
        while not (self.home / "code").exists():
            assert time.monotonic() < end, f"without a line, and still there: {state_of(self.pid)}"
            time.sleep(0.01)  # it is no child of ours
        assert state_of(self.pid) == "Z"
        return int((self.home / "code").read_text())


@pytest.fixture
def site(tmp_path: Path, imitation: DemoServer, sshd: SshServer) -> Iterator[Site]:
    """A home in which nothing has been read yet."""
    config = tmp_path / "config.toml"
    (tmp_path / "out").mkdir()
    export = f'[profiles.demo.export]\ndirectory = "{tmp_path}/out"\n'
    config.write_text(configuration(imitation) + export, encoding="utf-8")
    config.chmod(0o600)
    yield Site(home=tmp_path, sshd=sshd)
    if (tmp_path / "pid").exists():
        end_if_there(int((tmp_path / "pid").read_text()))


def _read(site: Site) -> None:
    subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "axtui", "report", "--config", str(site.home / "config.toml")],
        env=environment(site.home),
        cwd=site.home,
        capture_output=True,
        timeout=LIMIT_SECONDS,
        check=True,
    )


def _first_row(app: OnPty) -> str:
    header = next(number for number, line in enumerate(app.lines) if "Xero customer" in line)
    return app.lines[header + 1]


def _export(app: OnPty) -> int:
    """Work the dialog with the keyboard; return how many rows it says it writes."""
    app.press("e")
    app.wait_for("Write the file", "to confirm")
    found = re.search(r"Type (\d+), the number of rows", app.text)
    assert found
    app.press(f"{found[1]}\r\r")
    app.wait_for("The files are written")
    app.press("\x1b")
    app.wait_for("enter Detail")
    return int(found[1])


def test_a_session_over_ssh(site: Site) -> None:
    """Search, page, another size, an import file; then the terminal is as it was, and the exit code is 0."""
    _read(site)
    with site.login() as app:
        app.wait_for("120 of 120", "enter Detail")
        app.press("/")
        app.wait_for("To the table")
        app.press("lt")
        app.wait_for("/ lt", " of 120")
        app.press("\r")
        app.wait_for("enter Detail")
        before = _first_row(app)
        app.press("\x1b[6~")
        app.wait_until(lambda: _first_row(app) != before, "next page")
        app.resize(80, 24)
        app.wait_for("No room for Number, First, Last, E-mail", "R Run  ? Help")
        rows = _export(app)
        (manifest,) = (site.home / "out").glob("*.manifest.json")
        file = manifest.with_name(manifest.name.replace(".manifest.json", ".csv"))
        assert len(list(csv.reader(io.StringIO(file.read_text(), newline="")))) == rows + 1
        app.press("q")
        assert app.exit_code() == 0
        assert app.changes_left() == set()


def _kill_the_client(site: Site, app: OnPty) -> None:
    """What a laptop does whose lid is closed, or a network that is gone."""
    app.signal(signal.SIGKILL)


def _kill_the_session(site: Site, app: OnPty) -> None:
    """What an administrator does, or a jump host that goes down; the client gives its own terminal back."""
    shell = parent_of(site.pid)
    os.kill(parent_of(shell), signal.SIGKILL)
    assert app.exit_code() == _NO_LINE
    assert app.line_settings() == app.line_settings_before


LOSSES: dict[str, Callable[[Site, OnPty], None]] = {
    "client": _kill_the_client,
    "session": _kill_the_session,
}


@pytest.mark.parametrize("loss", foremost(list(LOSSES)))
def test_a_dropped_line_loses_no_work(loss: str, site: Site, imitation: DemoServer) -> None:
    """In the middle of a run: the app ends as by a hang-up, and the next login reads on from there."""
    before = len(imitation.log.requests)

    def pages() -> int:
        asked = [
            each for each in imitation.log.requests[before:] if each.path.lower().endswith("/contacts/query")
        ]
        return sum(each.status == 200 for each in asked)

    with site.login() as app:
        app.wait_for("Press R to run it")
        app.press("R")
        app.wait_for("Both systems are being read")
        assert imitation.log.wait_until(lambda log: pages() > _LANES)
        LOSSES[loss](site, app)
        assert site.exit_code() == _HANG_UP
    assert pages() < _PAGES_OF_CONTACTS + 2, "the run was over, so nothing is proved"
    with site.login() as app:
        app.wait_for("Press R to run it")
        app.press("R")
        app.wait_for("The report is ready")
        app.press("\r")
        app.wait_for("120 of 120")
        app.press("q")
        assert app.exit_code() == 0
    assert pages() <= _PAGES_OF_CONTACTS + 1 + _LANES, "one page a lane again"
