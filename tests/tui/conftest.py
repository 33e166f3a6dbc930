"""What the tests of the terminal app share: a quicker pilot, and a home of somebody who has read a report."""

import subprocess
import sys
from pathlib import Path

import pytest
from pty_driver import DEMO, LIMIT_SECONDS, environment

_LOOKS_A_SECOND = 100
"""Still fewer than Textual's 120 frames, so that a frame that is due is drawn before the pilot goes on."""


@pytest.fixture(autouse=True)
def _quicker_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pilot look twice as often whether the app rests: it sleeps for most of the time of a key."""
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 1 / _LOOKS_A_SECOND)
    monkeypatch.setattr("textual._wait.SLEEP_IDLE", 1 / _LOOKS_A_SECOND / 20)  # as large a part as before


@pytest.fixture(scope="session")
def read_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the demo has been read once; no test changes what lies in it."""
    home = tmp_path_factory.mktemp("read")
    subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "axtui", "report", *DEMO],
        env=environment(home),
        cwd=home,
        capture_output=True,
        timeout=LIMIT_SECONDS,
        check=True,
    )
    return home
