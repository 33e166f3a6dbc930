"""The process against those it shares a host with: what they can read of it, and what a crash leaves."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from faults.figures import Figure
from pty_driver import OnPty, environment

from axtui.services.process_guard import drop_leaks

_SECRET: Final = "canary-of-the-environment-5d1c"
_LOOK: Final = """\
#!/bin/sh
# A secret command is another process of the same user, and knows who has started it.
cat "/proc/$PPID/environ" > environ 2> refused
cat "/proc/$PPID/mem" > mem 2>> refused
tr '\\0' '\\n' < "/proc/$PPID/cmdline" > cmdline
grep 'core file' "/proc/$PPID/limits" > limits
env > own
{then}
exit 1
"""
_CONFIG: Final = """\
default_profile = "acme"
[profiles.acme.autotask]
username = "api@acme.example"
secret = {{ command = ["{look}"] }}
integration_code = {{ env = "AT_CODE" }}
[profiles.acme.xero]
client_id = "id"
client_secret = {{ command = ["false"] }}
[profiles.other.autotask]
username = "api@other.example"
secret = {{ env = "OTHER_SECRET" }}
integration_code = {{ env = "AT_CODE" }}
[profiles.other.xero]
client_id = "id"
client_secret = {{ command = ["false"] }}
"""
"""Nothing is sent: no side has its secrets. A command sees no secret of another profile either."""


_WITHOUT_PRIVILEGES: Final = ("setpriv", "--inh-caps=-all", "--bounding-set=-all") if os.getuid() == 0 else ()
"""Root may look at every process; without its capabilities it is a user like others."""
_WITH_LARGE_CORES: Final = ("sh", "-c", 'ulimit -c unlimited; exec "$@"', "sh")

pytestmark = pytest.mark.skipif(
    bool(_WITHOUT_PRIVILEGES) and shutil.which("setpriv") is None,
    reason="root cannot become less without setpriv",
)


def _check(tmp_path: Path, *, then: str = "", **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run `axtui check` with a secret command that looks at it, and then does something more."""
    look, config = tmp_path / "look", tmp_path / "config.toml"
    look.write_text(_LOOK.format(then=then), encoding="ascii")
    look.chmod(0o755)
    config.write_text(_CONFIG.format(look=look), encoding="ascii")
    config.chmod(0o644)
    own = {"HOME": str(tmp_path), "AT_CODE": _SECRET, "OTHER_SECRET": _SECRET, "PATH": os.environ["PATH"]}
    return subprocess.run(  # noqa: S603  # our own program
        [*_WITHOUT_PRIVILEGES, *_WITH_LARGE_CORES, sys.executable, "-m", "axtui", "check"],
        env=own | {"AXTUI_CONFIG": str(config)} | env,
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )


@pytest.mark.fault("A05")
def test_another_process_of_the_same_user_learns_no_secret(tmp_path: Path, figure: Figure) -> None:
    """Neither from the environment nor from the memory; the command line, which all may read, has none."""
    done = _check(tmp_path)
    assert done.returncode == 1, done.stderr
    refused = (tmp_path / "refused").read_text(encoding="utf-8")
    assert refused.count("Permission denied") == 2
    seen = {name: (tmp_path / name).read_bytes() for name in ("environ", "mem", "cmdline", "own")}
    assert seen["environ"] == seen["mem"] == b""
    assert b"check" in seen["cmdline"]
    assert b"HOME=" in seen["own"]
    assert not any(_SECRET.encode() in text for text in (*seen.values(), done.stdout, done.stderr))
    figure("hits", 0)
    figure("environ", "EACCES")


@pytest.mark.fault("A19")
def test_a_process_that_dies_of_a_fault_leaves_no_core(tmp_path: Path, figure: Figure) -> None:
    """Where the shell allows one of any size."""
    done = _check(tmp_path, then="kill -ABRT $PPID")
    assert done.returncode == -signal.SIGABRT
    assert (tmp_path / "limits").read_text(encoding="ascii").split()[4:6] == ["0", "0"]
    assert not list(tmp_path.glob("core*"))
    figure("cores", 0)


@pytest.mark.fault("A16")
def test_switches_that_leak_are_dropped_aloud(tmp_path: Path, figure: Figure) -> None:
    """Whatever writes keys or traffic to a file: before any library looks for it, and for children too."""
    leaks = {
        name: str(tmp_path / name) for name in ("TEXTUAL_LOG", "SSLKEYLOGFILE", "TEXTUAL_SCREENSHOT_LOCATION")
    }
    done = _check(tmp_path, **leaks, HTTPX_LOG_LEVEL="trace", PYTHONFAULTHANDLER="1")
    assert b"HTTPX_LOG_LEVEL, SSLKEYLOGFILE, TEXTUAL_LOG, TEXTUAL_SCREENSHOT_LOCATION would" in done.stderr
    assert not any(Path(path).exists() for path in leaks.values())
    assert b"TEXTUAL" not in (tmp_path / "own").read_bytes()
    figure("hits", 0)


@pytest.mark.fault("A16")
def test_what_is_harmless_stays() -> None:
    """A switch that slows the app down, or shows where it hangs, is the person's own."""
    env = {"TEXTUAL_FPS": "30", "PYTHONFAULTHANDLER": "1", "TEXTUAL": "devtools"}
    assert drop_leaks(env) == ("TEXTUAL",)
    assert set(env) == {"TEXTUAL_FPS", "PYTHONFAULTHANDLER"}
    assert drop_leaks(env) == ()


@pytest.mark.fault("A16")
def test_what_is_typed_into_the_app_stands_in_no_file(tmp_path: Path, figure: Figure) -> None:
    """Textual would log each key, and the whole value of a masked input."""
    config, log = tmp_path / "config.toml", tmp_path / "textual.log"
    text = _CONFIG.format(look="false").replace('{ command = ["false"] }', "{ prompt = true }", 1)
    config.write_text(text, encoding="ascii")
    env = environment(tmp_path, AXTUI_CONFIG=str(config), TEXTUAL_LOG=str(log), AT_CODE="x")
    with OnPty("-m", "axtui", env=env) as app:
        app.wait_for("No report yet")
        app.press("R")
        app.wait_for("Autotask secret")
        app.press(_SECRET)
        app.wait_for("•" * 10)
        app.press("\x1b")
        app.wait_until_quiet()
        app.signal(signal.SIGTERM)
        assert app.exit_code() == 143
        assert _SECRET.encode() not in app.sent
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if _SECRET.encode() in path.read_bytes()]
    assert not log.exists()
    figure("files with keys", 0)
