"""What is in memory at the first frame, and with a stored report open: what is not needed is not loaded."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from builders import company, customer, snapshot
from configs import profile

from axtui.core.report import build_report
from axtui.services.config import AppSettings, Config, save
from axtui.services.report_store import ReportStore
from axtui.services.snapshots import SnapshotStore

_SCRIPT: Final = """
import sys
from dataclasses import replace
from pathlib import Path

from axtui.services.surroundings import real_surroundings
from axtui.tui.app import AxtuiApp
from axtui.tui.start import StartUp

folder = Path(sys.argv[1])


class Watched(AxtuiApp):
    async def _drawn(self):
        await super()._drawn()
        if self._opened is not None and "report" not in seen:
            seen["report"] = set(sys.modules)
            assert self._report_screen._report is not None

    async def _open_first(self):
        seen["frame"] = set(sys.modules)
        await super()._open_first()
        seen["rest"] = set(sys.modules)
        self.exit()


def load():
    from axtui.services.config import load

    return load(folder / "config.toml")


seen = {}
found = replace(real_surroundings(), config_file=folder / "config.toml", cache_dir=folder, state_dir=folder)
app = Watched(StartUp(load=load, surroundings=found, open_demo=lambda: None))
app.run(headless=True)
for moment in ("frame", "report", "rest"):
    print(" ".join(seen[moment]))
"""


def _loaded(folder: Path) -> list[set[str]]:
    """Return the modules at the first frame, with the report on the screen, and when all has been opened."""
    done = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", _SCRIPT, str(folder)], stdout=subprocess.PIPE, text=True, check=True
    )
    return [set(line.split()) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> list[set[str]]:
    """Open, in a fresh interpreter, what an earlier run has left."""
    folder = tmp_path_factory.mktemp("home")
    mine, kept = profile(), snapshot([company()], customers=(customer(),))
    settings = AppSettings(retention_days=3650)  # what is kept is of a fixed day
    save(Config(profiles=(mine,), settings=settings), folder / "config.toml")
    SnapshotStore(folder / "snapshots").save(kept, None)
    ReportStore(folder / "snapshots").save(build_report(kept, mine.rules))
    return _loaded(folder)


def test_the_first_frame_waits_for_nothing_that_it_does_not_show(loaded: list[set[str]]) -> None:
    """Neither files nor the network, no other screen, and no rule of the report."""
    frame = loaded[0]
    assert frame & {"httpx", "msgspec", "regex", "sqlite3", "tomllib", "markdown_it"} == set()
    assert frame & {"axtui.core.models", "axtui.core.matching", "axtui.core.report"} == set()
    assert {name for name in frame if name.startswith("axtui.services.")} <= {
        "axtui.services.surroundings",
        "axtui.services.keyring_door",
        "axtui.services.resume",
        "axtui.services.run_words",
        "axtui.services.typed_secrets",
    }
    assert {name for name in frame if name.startswith("axtui.tui.screens.")} == {"axtui.tui.screens.report"}


def test_the_stored_report_waits_for_no_other_screen_and_no_network(loaded: list[set[str]]) -> None:
    """It is there before what one may do with it."""
    report = loaded[1]
    assert {"axtui.tui.later", "axtui.services.reporting", "httpx", "regex"} & report == set()
    assert "axtui.services.report_store" in report


def test_an_open_report_keeps_out_of_memory_what_only_a_run_or_the_help_needs(
    loaded: list[set[str]],
) -> None:
    """The rest comes when it is asked for."""
    assert "axtui.tui.later" in loaded[2]
    assert {"httpx", "axtui.services.fetch", "markdown_it", "axtui.tui.screens.help"} & loaded[2] == set()
