"""`--log` and `--no-cache` on the command line: where they stand, and what they do not go with."""

from pathlib import Path

import pytest

from axtui.cli.command_requests import PurgeRequest
from axtui.cli.parser import parse
from axtui.core.errors import UsageError

_EVERY = (
    ("report",),
    ("export",),
    ("verify", "x.manifest.json"),
    ("check",),
    ("login",),
    ("logout",),
    ("profiles",),
    ("doctor",),
    ("purge",),
    (),
)


@pytest.mark.parametrize("command", _EVERY)
def test_every_command_and_the_app_keep_a_log_where_one_is_asked_for(command: tuple[str, ...]) -> None:
    """None of them does so unasked."""
    assert parse([*command, "--log", "run.log"]).common.log == Path("run.log")
    assert parse(command).common.log is None


@pytest.mark.parametrize("command", [(), ("report",), ("export",)])
def test_whatever_reads_for_a_report_can_do_without_a_cache(command: tuple[str, ...]) -> None:
    """The app, `report` and `export`."""
    assert parse([*command, "--no-cache"]).common.no_cache
    assert not parse(command).common.no_cache


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("report --cached --no-cache", "--cached shows what was kept"),
        ("export --no-cache --resume", "--resume goes on with what was kept"),
        ("check --no-cache", "does nothing for `axtui check`"),
        ("--no-cache purge", "does nothing for `axtui purge`"),
    ],
)
def test_what_cannot_both_come_true_is_refused(line: str, said: str) -> None:
    """A flag that is dropped in silence would leave names on a disk that should have none."""
    with pytest.raises(UsageError, match=said):
        parse(line.split())


def test_a_purge_takes_logins_only_where_it_is_told_to() -> None:
    """And removes unless it is told not to."""
    assert parse(["purge"]) == PurgeRequest()
    told = parse(["purge", "--all", "--dry-run"])
    assert isinstance(told, PurgeRequest)
    assert (told.all, told.dry_run) == (True, True)
