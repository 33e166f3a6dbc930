"""What every test gets: none of the developer's own surroundings, and a way into the fault table."""

import asyncio
import gc
import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from disk import as_nobody
from faults.canaries import hits_in_files
from faults.figures import Figure
from hypothesis import HealthCheck, settings

from axtui.services.surroundings import Surroundings

settings.register_profile("quick", max_examples=100, deadline=None)
settings.register_profile(
    "long",
    max_examples=10_000,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # 10,000 examples are asked for, however long they take
)
settings.load_profile("long" if os.environ.get("AXTUI_LONG") == "1" else "quick")

os.environ["TZ"] = "UTC"  # pictures of screens show times of day
time.tzset()

# What is ignored here the programs of the tests ignore, too: SIGINT behind a shell's `&`, SIGHUP under nohup.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

_OWN_PREFIXES = ("AXTUI_", "TEXTUAL", "XDG_", "PYTEST_TEXTUAL")
_OWN_NAMES = (
    "ALL_PROXY",
    "COLUMNS",
    "CREDENTIALS_DIRECTORY",
    "ESCDELAY",
    "FORCE_COLOR",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "LINES",
    "NO_COLOR",
    "NO_PROXY",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
)
"""What changes how the program looks, where it reads and writes, or which way its requests go."""
_COARSE_CLOCK = 0.05
"""Seconds by which the time of a file may be behind the clock."""
_TEST_SWITCHES = frozenset(
    {"AXTUI_LONG", "AXTUI_REQUIRE_SPECS", "AXTUI_REQUIRE_SSH", "TEXTUAL_SNAPSHOT_TEMPDIR"}
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Write the rows that a test proves into its results, for the fault table."""
    for item in items:
        for mark in item.iter_markers("fault"):
            item.user_properties += [("fault", row) for row in mark.args]


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays to the end: a tenth of the time of a screen."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the developer's configuration, cache and environment out of every test."""
    for name in os.environ:
        if _is_personal(name):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))  # made by whoever writes there first
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


def _is_personal(name: str) -> bool:
    if name in _TEST_SWITCHES:
        return False
    return name.startswith(_OWN_PREFIXES) or name.upper() in _OWN_NAMES


@pytest.fixture(scope="session")
def swept() -> list[Path]:
    """Return the directories that are searched for canaries beside a test's own: those of modules."""
    return []


@pytest.fixture(autouse=True)
def _no_canary_left(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    swept: list[Path],
    record_property: Callable[[str, object], None],
) -> Iterator[None]:
    """After every test of a fault no file holds a secret or a person that may not stand there."""
    if request.node.get_closest_marker("fault") is None:
        yield
        return
    began = time.time()
    yield
    hits = hits_in_files((tmp_path, *swept), since=began - _COARSE_CLOCK)
    record_property("canaries", len(hits))
    assert not hits


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Note what was measured for the rows of a test: `figure("requests", 1)`."""

    def note(name: str, value: object) -> None:
        record_property("figure", f"{name}={value}")

    return note


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    """Give a directory to a test that runs as a user whom permissions hold."""
    with as_nobody(tmp_path) as place:
        yield place


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    """Return those of a machine with an empty home, where waiting takes no time."""

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(0)

    return Surroundings(
        env={"TERM": "xterm-256color"},
        config_file=tmp_path / "config" / "config.toml",
        cache_dir=tmp_path / "cache",
        state_dir=tmp_path / "state",
        now=lambda: datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
        monotonic=time.monotonic,
        sleep=sleep,
        jitter=lambda: 0.0,
    )
