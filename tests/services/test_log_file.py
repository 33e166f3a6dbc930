"""The log that a person asks for: where it is written, how it grows, and what never stands in it."""

import logging
import os
import stat
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from disk import as_nobody, mode_of, umask

from axtui.core.errors import CannotWriteError, LoginRefusedError, Side
from axtui.core.secret import Secret
from axtui.services.log_file import OLDER_FILES, LogFile, logged

_NOW = datetime(2026, 3, 2, 12, 0, 0, 5_000, tzinfo=UTC)
_LOG = logging.getLogger("axtui.http")
_CANARY = "canary-Zk81-secret"


def _work(path: Path, work: Callable[[], int] = lambda: 0) -> list[CannotWriteError]:
    troubles: list[CannotWriteError] = []
    logged(
        work,
        path=path,
        now=lambda: _NOW,
        monotonic=lambda: 1.0,
        words=["report"],
        on_trouble=troubles.append,
    )
    return troubles


def _noting(logger: logging.Logger, text: str, *, code: int = 0) -> Callable[[], int]:
    def work() -> int:
        logger.info(text)
        return code

    return work


def _raising(error: BaseException) -> Callable[[], int]:
    def work() -> int:
        raise error

    return work


def test_a_log_says_when_what_began_and_how_it_ended(tmp_path: Path) -> None:
    """A line each, with the time in UTC and the process."""
    path = tmp_path / "axtui.log"
    assert _work(path, _noting(_LOG, "answer status=200", code=3)) == []
    head, began, said, ended = path.read_text(encoding="ascii").splitlines()
    assert head == "axtui log 1"
    assert began.startswith(f"2026-03-02T12:00:00.005Z {os.getpid()} process begin axtui=")
    assert began.endswith("command=report")
    assert said == f"2026-03-02T12:00:00.005Z {os.getpid()} http answer status=200"
    assert ended.endswith("process end exit=3 seconds=0.000")


@pytest.mark.parametrize(
    ("error", "end"),
    [
        (LoginRefusedError(f"no {_CANARY}", side=Side.XERO), "exit=77 error=LoginRefusedError side=Xero"),
        (KeyboardInterrupt(), "exit=130 error=KeyboardInterrupt"),
        (ValueError(_CANARY), "exit=70 error=ValueError"),
    ],
)
def test_an_error_ends_a_log_by_its_kind_alone(tmp_path: Path, error: BaseException, end: str) -> None:
    """What it says may be a remote system's words."""
    path = tmp_path / "axtui.log"
    with pytest.raises(type(error)):
        _work(path, _raising(error))
    assert f"end {end} " in path.read_text(encoding="ascii")
    assert _CANARY not in path.read_text(encoding="ascii")


@pytest.mark.fault("A17")
def test_a_careless_line_is_searched_for_secrets_and_addresses(tmp_path: Path) -> None:
    """The second wall: nobody should log such things, and nothing of them is written."""
    secret = Secret(_CANARY)

    def careless() -> int:
        _LOG.info("header %s", f"Authorization: Bearer {secret.reveal()}")
        _LOG.info("body %s for ada@acme.example", secret.reveal())
        _LOG.info("raw \x1b]0;owned\x07 name \u202e Zoë")
        try:
            int(secret.reveal())
        except ValueError:
            _LOG.exception("failed")
        return 0

    path = tmp_path / "axtui.log"
    _work(path, careless)
    data = path.read_bytes()
    assert _CANARY.encode() not in data
    assert b"ada@acme" not in data
    assert b"\x1b" not in data
    assert data.isascii()
    assert b"failed ValueError\n" in data


def test_no_other_logger_is_heard_and_nothing_stays_behind(tmp_path: Path) -> None:
    """httpx logs whole addresses with their queries."""
    path = tmp_path / "axtui.log"
    _work(path, _noting(logging.getLogger("httpx"), "GET https://x/?q=Ada"))
    assert b"Ada" not in path.read_bytes()
    assert not logging.getLogger("axtui").handlers
    assert not _LOG.isEnabledFor(logging.INFO)


@pytest.mark.fault("A02", "A17")
def test_a_log_is_private_whatever_the_umask(tmp_path: Path) -> None:
    """So are the files that it is set aside as, and one that was open to others."""
    path = tmp_path / "axtui.log"
    path.write_bytes(b"axtui log 1\n")
    path.chmod(0o666)
    with umask(0):
        log = LogFile(path, now=lambda: _NOW, largest=200)
        for number in range(20):
            log.handle(logging.makeLogRecord({"name": "axtui.http", "msg": f"line {number}"}))
        log.close()
    files = sorted(tmp_path.iterdir())
    assert [each.name for each in files] == [
        "axtui.log",
        *(f"axtui.log.{at + 1}" for at in range(OLDER_FILES)),
    ]
    assert {mode_of(each) for each in files} == {0o600}
    assert max(each.stat().st_size for each in files) <= 200
    assert "line 19" in path.read_text(encoding="ascii")


def test_several_processes_lose_no_line_of_each_other(tmp_path: Path) -> None:
    """Whoever finds the file full sets it aside; the others go on in the new one."""
    path, count, each = tmp_path / "axtui.log", 4, 100
    logs = [LogFile(path, now=lambda: _NOW, largest=8_000) for _ in range(count)]

    def write(log: LogFile, at: int) -> None:
        for number in range(each):
            log.handle(logging.makeLogRecord({"name": "axtui.http", "msg": f"line {at}-{number}."}))

    threads = [threading.Thread(target=write, args=(log, at)) for at, log in enumerate(logs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for log in logs:
        log.close()
        assert log.problem is None
    text = "".join(file.read_text(encoding="ascii") for file in tmp_path.iterdir())
    assert all(text.count(f"line {at}-{number}.") == 1 for at in range(count) for number in range(each))


def test_what_is_no_log_is_left_as_it_is(tmp_path: Path) -> None:
    """A mistyped name must not cost a configuration; a link must not lead us to one."""
    config = tmp_path / "config.toml"
    config.write_text("ascii = true\n", encoding="utf-8")
    config.chmod(0o644)
    log = tmp_path / "real.log"
    _work(log)
    (tmp_path / "link").symlink_to(log)
    (tmp_path / "second").hardlink_to(log)
    os.mkfifo(tmp_path / "pipe")
    for name in ("config.toml", "link", "second", "pipe", ".", "missing/x.log"):
        with pytest.raises(CannotWriteError):
            _work(tmp_path / name)
    assert config.read_text(encoding="utf-8") == "ascii = true\n"
    assert mode_of(config) == 0o644


@pytest.mark.skipif(os.getuid() != 0, reason="only root can have had a file made by another user")
def test_a_log_of_another_user_is_refused(tmp_path: Path) -> None:
    """They could read it, or have put it there for us to write to."""
    with as_nobody(tmp_path) as home:
        path = home / "axtui.log"
        _work(path)
        path.chmod(0o666)
        home.chmod(0o755)
        os.seteuid(0)
        with pytest.raises(CannotWriteError, match="no log"):
            _work(path)


def test_a_file_of_somebody_else_is_never_renamed_over(tmp_path: Path) -> None:
    """What stands under a number may be anybody's."""
    path, theirs = tmp_path / "axtui.log", tmp_path / "axtui.log.2"
    theirs.write_text("mine", encoding="utf-8")
    log = LogFile(path, now=lambda: _NOW, largest=60)
    for _ in range(3):
        log.handle(logging.makeLogRecord({"name": "axtui.http", "msg": "a line that fills the file"}))
    log.close()
    assert theirs.read_text(encoding="utf-8") == "mine"
    assert log.problem is not None
    assert "axtui.log.2" in log.problem.message


def test_a_directory_that_is_gone_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stands in it gets words, and no bug."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(CannotWriteError, match="you are in is gone"):
        _work(Path("axtui.log"))


def test_a_full_disk_is_said_at_the_end_and_stops_nothing(tmp_path: Path) -> None:
    """A run does not fail for its log."""
    path = tmp_path / "axtui.log"

    def work() -> int:
        (log,) = logging.getLogger("axtui").handlers
        assert isinstance(log, LogFile)
        os.dup2(os.open("/dev/full", os.O_WRONLY), log._descriptor)
        path.unlink()
        path.symlink_to("/dev/full")
        return 0

    (trouble,) = _work(path, work)
    assert "axtui.log" in trouble.message
    assert stat.S_ISLNK(path.lstat().st_mode)
