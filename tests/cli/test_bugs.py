"""Bugs in every command: they leave the door as they are, and what is told of them holds no secret."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest
from faults.figures import Figure

from axtui.__main__ import demo_profile
from axtui.cli import run
from axtui.core.secret import Secret
from axtui.demo import credentials
from axtui.demo.server import DemoServer
from axtui.services.config import Config
from axtui.services.crash_reports import crash_lines
from axtui.services.surroundings import Surroundings

_CANARIES = (
    credentials.AUTOTASK_SECRET,
    credentials.AUTOTASK_INTEGRATION_CODE,
    credentials.XERO_CLIENT_SECRET,
    "canary-4711",
    "canary-4712",
    "ada@acme.example",
)
_COMMANDS = (
    ("report",),
    ("report", "--full", "--format", "json"),
    ("export", "--accept-bulk-import-warning", "--out", "x.csv"),
    ("check",),
)
_WAYS = ("now", "monotonic", "jitter", "sleep")
"""What every command takes from its surroundings: where it fails, the command fails in its middle."""


def _fail(*given: Any) -> NoReturn:
    canary = "-".join(["canary", "4711"])
    held = Secret("-".join(["canary", "4712"]))
    raise RuntimeError(f"\x1b[31m{held.reveal()} of ada@acme.example", len(canary))


@pytest.mark.fault("A15")
def test_no_command_tells_a_secret_of_a_bug(
    surroundings: Surroundings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """Whichever part of the surroundings fails, in the door, in a worker or in a thread."""
    monkeypatch.chdir(tmp_path)
    told: list[str] = []
    with DemoServer(6, latency=0) as server:
        config = Config(profiles=(demo_profile(server.addresses),))
        for argv in _COMMANDS:
            for way in _WAYS:
                home = tmp_path / way
                more: dict[str, Any] = {way: _fail, "cache_dir": home / "cache", "state_dir": home / "state"}
                failing = replace(surroundings, **more)
                told += _told(argv, failing, config)
    bugs = sum("RuntimeError" in line for line in told)
    figure("bugs", bugs)
    assert bugs >= len(_COMMANDS)
    assert all(line.isprintable() for line in told)
    assert not [line for line in told if any(canary in line for canary in _CANARIES)]


def _told(argv: tuple[str, ...], surroundings: Surroundings, config: Config) -> list[str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        run(argv, surroundings=surroundings, stdout=out, stderr=err, config=config)
    except (RuntimeError, BaseExceptionGroup) as error:
        return [*err.getvalue().splitlines(), *crash_lines(error)]
    return err.getvalue().splitlines()
