"""What is said and kept of a bug."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from disk import mode_of, umask

from axtui.cli.parser import build_parser
from axtui.cli.requests import COMMANDS, ProfilesAction
from axtui.core.errors import CannotWriteError
from axtui.core.secret import Secret
from axtui.services.crash_reports import MOST_KEPT, command_words, crash_lines, crashes_in, keep_crash

_NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def _caught(raises: Callable[[], object]) -> BaseException:
    with pytest.raises(BaseException) as caught:  # noqa: PT011  # every kind of error is tried
        raises()
    return caught.value


def _odd() -> None:
    canary = "-".join(["canary", "4711"])
    raise ValueError(f"odd name \x1b]0;gotcha\x07 after {len(canary)}")


def _long() -> None:
    raise ValueError("Acme " * 1000)


def _chained() -> None:
    try:
        _odd()
    except ValueError as error:
        raise KeyError("\x9b31m") from error


def _grouped() -> None:
    raise ExceptionGroup("two", [_caught(_odd), _caught(_chained)])  # type: ignore[type-var]  # both are plain ones


def _endless() -> None:
    _endless()


def test_a_bug_shows_its_place_and_no_variable() -> None:
    """The traceback names file and function; values of variables and escape sequences stay out."""
    text = "\n".join(crash_lines(_caught(_odd)))
    assert "in _odd" in text
    assert "ValueError: odd name ␛]0;gotcha␇ after 11" in text
    assert "canary-4711" not in text


@pytest.mark.parametrize("raises", [_odd, _long, _chained, _grouped, _endless])
def test_every_line_is_printable_and_short(raises: Callable[[], None]) -> None:
    """Chains, groups, endless recursion and texts without an end are told in lines that a terminal bears."""
    lines = crash_lines(_caught(raises))
    assert all(line.isprintable() and len(line) <= 500 for line in lines)
    assert len(lines) < 120


def test_what_a_bug_came_of_is_told_first() -> None:
    """Both places are needed to understand it; so are all members of a group."""
    text = "\n".join(crash_lines(_caught(_chained)))
    assert text.index("in _odd") < text.index("Of that came") < text.index("KeyError: ")
    assert "\n".join(crash_lines(_caught(_grouped))).count("ValueError: odd name") == 2


def test_the_text_of_a_bug_is_cut() -> None:
    """It may be a page that a server sent."""
    assert len(crash_lines(_caught(_long))[-1]) == 201


def test_an_exception_that_cannot_say_what_it_is_is_told_all_the_same() -> None:
    """Nothing about a bug may fail."""

    class Mute(Exception):  # noqa: N818  # a name for a test
        def __str__(self) -> str:
            raise RuntimeError

    assert "Mute" in crash_lines(Mute())[-1]


def test_secrets_addresses_and_the_home_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the process holds is searched for, what has the form of an address as well."""
    monkeypatch.setenv("HOME", "/home/ada")
    held = Secret("held-by-somebody")
    text = crash_lines(ValueError(f"{held.reveal()} of ada@acme.example in /home/ada/axtui"))[-1]
    assert text == "ValueError: *** of *** in ~/axtui"


def test_a_command_line_is_told_without_its_values() -> None:
    """They may be names of companies, or paths."""
    argv = ["report", "--filter", "acme", "--note=link", "/home/ada/x.toml", "-x", "--Ada"]
    told = command_words(argv, commands=["report"])
    assert told == ["report", "--filter", "...", "--note", "...", "...", "..."]


def test_every_command_is_known() -> None:
    """A crash report names the command that crashed, and no word that might be a name passes for one."""
    parsers = build_parser()._subparsers
    assert parsers is not None
    commands = parsers._group_actions[0].choices or ()
    assert sorted((*commands, *ProfilesAction)) == sorted(COMMANDS)


def _kept(state: Path, *, now: datetime = _NOW) -> Path:
    return keep_crash(_caught(_odd), state_dir=state, now=now, argv_words=["report", "--filter", "..."])


def test_a_report_is_private_and_says_what_is_needed(tmp_path: Path) -> None:
    """Whatever the umask, nobody else reads it; versions, command and place stand in it."""
    with umask(0):
        path = _kept(tmp_path / "state")
    assert (mode_of(path), mode_of(path.parent)) == (0o600, 0o700)
    assert path.parent == crashes_in(tmp_path / "state")
    text = path.read_text(encoding="utf-8")
    for words in ("axtui report --filter ...", "2026-03-02T12:00:00Z", "python ", "httpx ", "in _odd"):
        assert words in text
    assert "canary-4711" not in text
    assert text.replace("\n", "").isprintable()


def test_so_many_are_kept_and_the_newest_always(tmp_path: Path) -> None:
    """A crash at every start fills no disk; after a jump of the clock the one just written stays, too."""
    for hour in range(MOST_KEPT + 3):
        _kept(tmp_path, now=_NOW + timedelta(hours=hour))
    newest = _kept(tmp_path, now=_NOW - timedelta(days=9))
    kept = sorted(crashes_in(tmp_path).iterdir())
    assert len(kept) == MOST_KEPT
    assert newest in kept
    assert kept[1].name.startswith("20260302T16")


def test_what_cannot_be_kept_is_said(tmp_path: Path) -> None:
    """A file in the place of the directory is no reason to fail in another way."""
    crashes_in(tmp_path).write_text("")
    with pytest.raises(CannotWriteError, match="should be a directory"):
        _kept(tmp_path)
