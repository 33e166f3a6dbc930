"""The terminal oracle: whatever strangers have typed, no screen sends a kind of sequence of theirs."""

import base64
import json
import re
import unicodedata
from pathlib import Path
from urllib.parse import quote

import pytest
from faults.figures import Figure
from faults.tiers import LONG, foremost
from hostile_text import EVERY, FAMILIES, hostile, texts_of
from pty_driver import OnPty, environment, kinds_of_sequences, without_sequences

_PROGRAM = str(Path(__file__).parents[1] / "hostile_program.py")
_ESCAPE = "\x1b"
_CTRL_C = "\x03"
_BACK_TAB = "\x1b[Z"
_ROWS = re.compile(r"Type (\d+), the number")
_SIZE = (140, 45) if LONG else (100, 32)
"""With room for the pane beside the table, or what is quicker to follow."""
_PAGE_DOWN = "\x1b[6~"
_SCROLLING = frozenset({r"'\x1bM'", r"'\x1bD'", "CSI r"})
"""The app's own way to move lines; whether a frame takes it depends on which keys it answers together."""
OWN_KINDS = _SCROLLING | {
    *(r"'\n'", r"'\r'", "']' 22", "']' 52", "']' 8", "CSI C", "CSI H", "CSI m", "CSI >25u", "CSI <u"),
    *(f"CSI ?{mode}{how}" for mode in (7, 25, 1000, 1003, 1004, 1006, 1015, 1049, 2004) for how in "hl"),
    *("CSI ?2026$p", "CSI ?2048$p"),
}
"""What the app itself sends: the pointer's form (OSC 22), copies (OSC 52), links (OSC 8), places,
colours, modes, keys."""
_PLAIN = frozenset({r"'\n'", r"'\r'"})
_COPY = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
_LINK = re.compile(rb"\x1b\]8;[^;]*;(.*?)\x1b\\", re.DOTALL)
_OWN_ADDRESS = re.compile(rb"https://go\.xero\.com/Contacts/View/[-0-9a-f]{36}")


def _environment(home: Path, family: str) -> dict[str, str]:
    """Return variables that hold, too, what somebody else may have put there."""
    odd = "".join(each for each in texts_of(family) if "\0" not in each)
    env = odd.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return environment(home, TERM_PROGRAM=env, SSH_TTY=env, LC_TERMINAL=env)


def _step(app: OnPty, keys: str, *words: str) -> None:
    app.press(keys)
    app.wait_for(*words)


def _back(app: OnPty, keys: str = _ESCAPE) -> None:
    """Leave what lies over the report."""
    app.press(keys)
    app.wait_until(lambda: _is_report(app), "the report")


def _is_report(app: OnPty) -> bool:
    return "enter Detail" in app.text and not _has_frame(app)


def _has_frame(app: OnPty) -> bool:
    return "╭" in app.text or "▔" in app.text


def _read_report(app: OnPty) -> None:
    app.wait_for("Press R to run it")
    _step(app, "R", "The report is ready")
    _step(app, "\r", "120 of 120", "enter Detail")


def _look_at_rows(app: OnPty) -> None:
    for _ in range(4 if LONG else 1):
        app.press(_PAGE_DOWN)
        app.wait_until_quiet()
    for keys in ("g\r", "3g\r"):
        _step(app, keys, "Company in Autotask", "escape closes")
        app.press("G")
        app.wait_until_quiet()
        _back(app)
    _step(app, "0", "120 of 120")
    _step(app, "/rd", "/ rd")
    _back(app, "\r")
    _step(app, "fsodd\r", "Saved filters", "odd")
    _back(app)
    _step(app, _ESCAPE, "120 of 120")


def _look_at_choosers(app: OnPty) -> None:
    for keys in ("o", "m", "?", "\x10"):
        app.press(keys)
        app.wait_until(lambda: _has_frame(app), keys)
        _back(app)
    _step(app, "y", "was sent to the terminal")
    _step(app, "Y", "The row was sent")
    _step(app, "L", "enter goes back")
    _back(app, "\r")


def _look_at_other_rules(app: OnPty) -> None:
    _step(app, "w", "would change", "in force")
    _step(app, "4", "then name would change")
    _step(app, "\t\tY", "was sent to the terminal")
    _step(app, "L", "enter goes back")
    _step(app, "\r", "What if")
    _back(app)


def _export_and_verify(app: OnPty) -> None:
    _step(app, "3", "Link", "enter Detail")
    _step(app, "e", "Type ", "Scope", "as it will be written")
    _step(app, f"{_BACK_TAB * 5}template.csv", "template.csv")
    app.wait_until_quiet()
    _back(app)
    _step(app, "e", "Type ", "as it will be written")
    rows = next(found[1] for found in map(_ROWS.search, app.lines) if found)
    app.press(f"{_BACK_TAB * 3}\r{rows}")
    app.wait_until_quiet()
    _step(app, "\r\r", "The files are written.")
    _back(app, "\r")
    _step(app, "V", "Verify")
    app.wait_until_quiet()
    _step(app, "R", "contacts")
    app.wait_until_quiet()
    _back(app)


def _look_at_configuration(app: OnPty, home: Path, family: str) -> None:
    _step(app, "C", "Profiles")
    _step(app, "t", "Xero: works")
    app.wait_until_quiet()
    _step(app, "j", "typed in when it is needed")
    _step(app, "t", "Secrets of person")
    _step(app, _ESCAPE, "were not typed")
    _step(app, "l", "Waiting for the browser")
    answer = quote(hostile("refused", family).encode("utf-8", "replace"))
    app.press(f"http://localhost:8742/callback?error={answer}&error_description={answer}&state={answer}\r")
    app.wait_until_quiet()
    _step(app, _ESCAPE, "Profiles")
    _step(app, _CTRL_C, "Leave axtui?")
    app.press("n")
    app.wait_until(lambda: "Leave axtui?" not in app.text, "configuration")
    (home / "config.toml").write_text(_broken(family), encoding="utf-8")
    app.press("\x1b[15~")  # f5 reads the file again
    app.wait_for("config.toml")
    app.wait_until_quiet()
    _back(app, "q")


def _broken(family: str) -> str:
    """Return a configuration in which keys, names and values are hostile."""
    odd = json.dumps("".join(texts_of(family)).encode("utf-8", "replace").decode()[:99], ensure_ascii=False)
    return f"{odd} = {odd}\n[profiles.{odd}.{odd}]\n{odd} = 1\n[profiles.odd.autotask]\nusername = {odd}\n"


def _look_at_a_failure(app: OnPty, home: Path) -> None:
    (home / "fail").touch()
    _step(app, "P", "Run in full")
    app.press("F")
    app.wait_for("It says:")
    _back(app, "q")


def _write_template(home: Path, family: str) -> None:
    headings = f"{hostile('Company Name', family)},{hostile('Last Name', family)},Other"
    (home / "template.csv").write_bytes(headings.encode("utf-8", "replace"))


def _walk(family: str, home: Path) -> OnPty:
    home.mkdir()
    _write_template(home, family)
    with OnPty(_PROGRAM, family, env=_environment(home, family), size=_SIZE) as app:
        _read_report(app)
        _look_at_rows(app)
        _look_at_choosers(app)
        _look_at_other_rules(app)
        _export_and_verify(app)
        _look_at_configuration(app, home, family)
        _look_at_a_failure(app, home)
        _step(app, "D", "Versions")
        app.press("G")
        app.wait_until_quiet()
        _back(app, "q")
        app.press("q")
        assert app.exit_code() == 0
        assert app.changes_left() == set()
    return app


def _odd_characters_in(sent: bytes) -> set[str]:
    """Return what is neither printable nor part of a sequence: it turns the writing round, or hides."""
    text = without_sequences(sent)
    return {char for char in text if not char.isprintable()}


def _copied(sent: bytes) -> str:
    return b"".join(base64.b64decode(found) for found in _COPY.findall(sent)).decode()


@pytest.mark.fault("B01", "B02", "B04")
@pytest.mark.parametrize("family", foremost((EVERY, *FAMILIES), quick=1))
def test_hostile_text_brings_no_sequence_to_any_screen(family: str, tmp_path: Path, figure: Figure) -> None:
    """Every text of both systems is hostile, and the kinds of sequences are those that the app has itself.

    Nothing invisible is sent either, and what is copied holds no control character.
    """
    app = _walk(family, tmp_path / family)
    extra = kinds_of_sequences(app.sent) - OWN_KINDS
    figure("extra kinds", len(extra))
    assert extra == set()
    assert _odd_characters_in(app.sent) == set()
    links = set(filter(None, _LINK.findall(app.sent)))
    assert links
    assert all(map(_OWN_ADDRESS.fullmatch, links))
    assert "Cc" not in set(map(unicodedata.category, _copied(app.sent).replace("\t", "")))


@pytest.mark.skipif(not LONG, reason="states nothing about hostile text")
def test_clean_text_brings_every_kind_that_is_taken_for_the_app_s_own(tmp_path: Path) -> None:
    """The list that hostile text is held against is not longer than it has to be."""
    app = _walk("clean", tmp_path / "clean")
    assert OWN_KINDS - kinds_of_sequences(app.sent) <= _SCROLLING


_COMMANDS = (
    ("report",),
    ("report", "--cached", "--format", "csv"),
    ("report", "--cached", "--format", "json"),
    ("report", "--cached", "--format", "jsonl"),
    ("check",),
    ("profiles",),
    ("export", "--cached", "--out", "x.csv", "--review", "--accept-bulk-import-warning"),
    ("verify", "x.manifest.json"),
    ("export", "--cached", "--template", "template.csv", "--out", "y.csv", "--accept-bulk-import-warning"),
)


@pytest.mark.fault("B07", "B08")
@pytest.mark.parametrize("family", foremost((EVERY, *FAMILIES), quick=1))
def test_hostile_text_brings_no_sequence_to_a_terminal_that_is_printed_on(
    family: str, tmp_path: Path, figure: Figure
) -> None:
    """Table, CSV, JSON, narration, refusals, problems of the configuration: all on a terminal."""
    home = tmp_path / family
    home.mkdir()
    _write_template(home, family)
    env = _environment(home, family)
    words = [word for argv in _COMMANDS for word in ("--and", *argv)][1:]
    with OnPty(_PROGRAM, family, *words, env=env) as commands:
        commands.exit_code()
    (home / "fail").touch()
    (home / "config.toml").unlink()  # the next imitation has other ports
    with OnPty(_PROGRAM, family, "report", "--full", env=env) as failing:
        assert failing.exit_code() == 69
    (home / "config.toml").write_text(_broken(family), encoding="utf-8")
    with OnPty(_PROGRAM, family, "check", env=env) as broken:
        assert broken.exit_code() == 78
    sent = commands.sent + failing.sent + broken.sent
    for words_of in ("Organisation:", "It says:", "missing", "The template", "config.toml"):
        assert words_of.encode() in sent, words_of
    figure("extra kinds", len(kinds_of_sequences(sent) - _PLAIN))
    assert kinds_of_sequences(sent) <= _PLAIN
    assert _odd_characters_in(sent) == set()
