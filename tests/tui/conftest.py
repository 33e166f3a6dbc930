"""What the tests of the terminal app share: a home of somebody who has read a report before."""

import subprocess
import sys
from pathlib import Path

import pytest
from pty_driver import DEMO, LIMIT_SECONDS, environment


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
