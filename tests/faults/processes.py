"""The program as processes that share an imitation: started by the dozen, killed, and started again."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from faults.canaries import hits_in_process, secrets_in
from pty_driver import environment

from axtui.demo import credentials
from axtui.demo.server import DemoServer

_NURSERY: Final = """
import os, sys
import axtui.cli.report, axtui.services.fetch, axtui.services.reporting, axtui.services.checkpoints
from axtui.__main__ import main

def run(home, out, err, *argv):
    os.environ["HOME"] = home
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
    os.dup2(os.open(err, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 2)
    code = main(argv)
    sys.stdout.flush()
    os._exit(code)

while line := sys.stdin.readline():
    command, *words = line.rstrip().split(chr(9))
    if command == "start":
        child = os.fork() or run(*words)
        print(child, flush=True)
    else:
        print(os.waitpid(int(words[0]), 0)[1], flush=True)
"""
"""A process that makes runs by fork: to import the program anew for each would take most of the time."""


def config_for(server: DemoServer, *, lanes: int = 2) -> str:
    """Return a configuration whose one profile reads the imitation, with secrets from credentials."""
    at = server.addresses
    return f"""
[profiles.demo.autotask]
username = "{credentials.AUTOTASK_USERNAME}"
secret = {{ credential = "autotask" }}
integration_code = {{ credential = "code" }}
zone_url = "{at.zone_url}"
lanes = {lanes}
[profiles.demo.xero]
client_id = "{credentials.XERO_CLIENT_ID}"
client_secret = {{ credential = "xero" }}
api_url = "{at.xero_api_url}"
token_url = "{at.token_url}"
"""


_SECRETS: Final = {
    "autotask": credentials.AUTOTASK_SECRET,
    "code": credentials.AUTOTASK_INTEGRATION_CODE,
    "xero": credentials.XERO_CLIENT_SECRET,
}


def with_credentials(home: Path) -> dict[str, str]:
    """Put the secrets where systemd would; return what a process needs to find them, which is no secret."""
    directory = home / "credentials"
    directory.mkdir(mode=0o700, exist_ok=True)
    for name, secret in _SECRETS.items():
        (directory / name).write_text(secret)
    return {"CREDENTIALS_DIRECTORY": str(directory)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a process ended and what it wrote."""

    code: int
    """As a shell says it: 137 after kill -9."""
    out: str
    err: str

    @property
    def rows(self) -> list[Any]:
        """The rows of the report that was printed as JSON."""
        rows: list[Any] = json.loads(self.out)["rows"]
        return rows


class Run:
    """One run of the program, which can be killed."""

    def __init__(self, nursery: "Nursery", pid: int, out: Path, err: Path) -> None:
        self._nursery = nursery
        self.pid = pid
        self._out = out
        self._err = err

    def signal(self, number: signal.Signals) -> None:
        """Send a signal; a run that has ended does not mind. Before that anybody may look at it."""
        assert not hits_in_process(self.pid)
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def end(self) -> Ended:
        """Wait for the end and return how it came."""
        code = os.waitstatus_to_exitcode(int(self._nursery.ask("wait", str(self.pid))))
        out, err = _text_of(self._out), _text_of(self._err)
        assert not secrets_in((out + err).encode())
        return Ended(
            code=code if code >= 0 else 128 - code,
            out=out,
            err=err,
        )


def _text_of(path: Path) -> str:
    """Return what was written; a run that is killed at once has not even opened its files."""
    return path.read_text(encoding="utf-8") if path.exists() else ""


class Nursery:
    """Starts runs; leaving the context ends it, and it ends with the tests."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._started = 0
        self._process = subprocess.Popen(  # noqa: S603  # our own words
            [sys.executable, "-c", _NURSERY],
            env=environment(home, **with_credentials(home)),
            cwd=home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def ask(self, *words: str) -> str:
        """Send a command and return the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\t".join(words) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def start(self, *argv: str, home: Path | None = None) -> Run:
        """Start a run in a home."""
        self._started += 1
        home = home or self._home
        out, err = (self._home / f"run-{self._started}.{end}" for end in ("out", "err"))
        pid = int(self.ask("start", str(home), str(out), str(err), *argv))
        return Run(self, pid, out, err)

    def report(self, config: Path, *flags: str, home: Path | None = None) -> Run:
        """Start `axtui report`."""
        log = str((home or self._home) / "axtui.log")
        words = ("report", "--config", str(config), "--format", "json", "--log", log)
        return self.start(*words, *flags, home=home)
