"""Copies and plain text on a real pty: the bytes that are sent, and the terminal while it is lent."""

import base64
from pathlib import Path
from signal import Signals

import pytest
from faults.tiers import foremost
from pty_driver import AXTUI, OnPty, environment

_STANDS = "Select with the mouse; enter goes back."


def _coded(text: str) -> bytes:
    return base64.b64encode(text.encode())


def _config(tmp_path: Path, clipboard: str) -> str:
    file = tmp_path / "config.toml"
    file.write_text(f'clipboard = "{clipboard}"\n')
    file.chmod(0o600)
    return str(file)


def _find(app: OnPty, search: str) -> None:
    app.wait_for("120 of 120")
    app.press("/")
    app.wait_for("To the table")
    app.press(search)
    app.wait_for("1 of 120")
    app.press("\r")
    app.wait_for("enter Detail")


def test_what_is_sent_and_what_is_shown_plainly(read_home: Path) -> None:
    """A cell and a row go out as OSC 52 to the byte; plain text stands on the terminal's own screen."""
    with OnPty(*AXTUI, env=environment(read_home)) as app:
        _find(app, "copy␛")
        app.press("y")
        app.wait_for("Company was sent to the terminal (OSC 52).")
        name = "Copy␛]52;c;aGFja2Vk␇Cat Ltd"
        assert app.sent.count(b"\x1b]52;") == 1
        assert b"\x1b]52;c;" + _coded(name) + b"\x07" in app.sent
        app.press("Y")
        app.wait_for("The row was sent")
        row = base64.b64decode(app.sent.rpartition(b"\x1b]52;c;")[2].partition(b"\x07")[0]).decode()
        assert row.startswith(f"{name}\t")
        assert row.count("\t") == 7
        app.press("L")
        app.wait_for(_STANDS)
        assert app.changes_left() == {"line settings"}
        plain = app.sent.rpartition(b"\x1b[?1004l")[2].decode()
        assert name in plain
        assert all(char.isprintable() for line in plain.splitlines() for char in line)
        app.press("x\x1b[A\x1a")
        app.signal(Signals.SIGCONT)
        app.press("\x03")
        app.wait_for("Leave axtui?", "1 of 120")
        app.press("n")
        app.wait_for("enter Detail")
        app.press("q")
        assert app.exit_code() == 0
        assert app.changes_left() == set()


@pytest.mark.parametrize(
    ("way", "sends"),
    foremost(
        [
            ("tmux", b"\x1bPtmux;\x1b\x1b]52;c;" + _coded("Falconry Retail Ltd") + b"\x07\x1b\\"),
            ("off", b""),
        ]
    ),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_setting_decides_how_it_is_sent(way: str, sends: bytes, read_home: Path, tmp_path: Path) -> None:
    """Wrapped for tmux, or not at all."""
    argv = (*AXTUI, "--config", _config(tmp_path, way))
    with OnPty(*argv, env=environment(read_home)) as app:
        _find(app, "falconry retail")
        app.press("y")
        app.wait_until(lambda: " was sent" in app.text, "an answer")
        assert sends in app.sent
        assert (b"\x1b]52;" in app.sent) is bool(sends)


_ENDS = (
    ("hang up", 129),
    (Signals.SIGTERM, 143),
    (Signals.SIGHUP, 129),
    (Signals.SIGINT, 130),
)


@pytest.mark.parametrize(("end", "code"), foremost(_ENDS))
def test_whatever_ends_the_app_ends_plain_text(end: Signals | str, code: int, read_home: Path) -> None:
    """The line has its settings back, the exit code is exact, and nothing is left running."""
    with OnPty(*AXTUI, env=environment(read_home)) as app:
        app.wait_for("120 of 120")
        app.press("L")
        app.wait_for(_STANDS)
        if isinstance(end, Signals):
            app.signal(end)
            assert app.exit_code() == code
            assert app.changes_left() == set()
            assert b"Traceback" not in app.sent
        else:
            assert app.hang_up() == code
        assert not app.processes_left()


def test_a_stop_while_plain_text_stands_changes_nothing(read_home: Path) -> None:
    """The text still waits for its key afterwards, and the app comes back with all of its screen."""
    with OnPty(*AXTUI, env=environment(read_home), size=(60, 15)) as app:
        app.wait_for("120 of 120")
        app.press("L")
        app.wait_for(_STANDS)
        app.signal(Signals.SIGTSTP)
        app.wait_until_stopped()
        app.resize(120, 40)
        app.signal(Signals.SIGCONT)
        app.press("\r")
        app.wait_for("enter Detail", "120 of 120", "E-mail")
        app.signal(Signals.SIGTERM)
        assert app.exit_code() == 143
        assert app.changes_left() == set()
