"""What has changed between runs, and who watches for it, without a screen."""

import csv
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from builders import company, customer, linked, snapshot
from headless_door import HOSTILE, Door, door_of

from axtui.cli.plain_table import table_lines
from axtui.cli.widths import width
from axtui.core.report import build_report
from axtui.services.acknowledgement_file import AcknowledgementFile
from axtui.services.acknowledging import acknowledgement_for
from axtui.services.config import AppSettings
from axtui.services.locked_file import open_locked
from axtui.services.surroundings import Surroundings


@pytest.fixture
def axtui(surroundings: Surroundings) -> Door:
    """The headless door."""
    return door_of(surroundings)


# report --fail-on new


def test_the_first_run_is_what_later_ones_are_compared_with(axtui: Door) -> None:
    """Whatever its rows are, nothing is new."""
    axtui.runs((1, 2))
    assert (axtui.code, axtui.out) == (0, "")
    assert "first complete run under this rule" in axtui.err


def test_a_new_row_is_a_line_of_its_own(axtui: Door) -> None:
    """Kind, id, company, note and codes between tabs, and nothing that moves a cursor."""
    axtui.runs((), (2,), ())
    assert (axtui.code, axtui.out) == (0, "")
    assert "1 fixed" in axtui.err
    axtui.keeps(4, "Acme", HOSTILE, "Cee", without=(2, 3))
    lines = [line.split("\t") for line in axtui("report", "--cached", "--fail-on", "new").splitlines()]
    assert axtui.code == 1
    assert [line[0] for line in lines] == ["came back", "new"]
    assert lines[1] == ["new", "3", "Cee", "No Match", "not-in-xero"]
    assert "1 new, 1 came back" in axtui.err
    assert all(line.isprintable() for line in axtui.out.replace("\t", "").splitlines())


def test_only_what_is_watched_is_printed_in_any_form(axtui: Door) -> None:
    """`--format`, `--note` and `--filter` count as ever."""
    axtui.runs((), (2, 3))
    again = ("report", "--cached", "--fail-on", "new")
    rows = [json.loads(line) for line in axtui(*again, "--format", "jsonl").splitlines()]
    assert [row["company_id"] for row in rows] == [2, 3]
    assert axtui(*again, "--filter", "cee").count("\n") == 1
    assert (axtui(*again, "--note", "ok"), axtui.code) == ("", 0)
    assert "No row that passes --filter and --note is new." in axtui.err


def test_an_incomplete_run_says_so_and_what_it_has_found(axtui: Door) -> None:
    """Its exit code is its own: rows that were watched for may be missing."""
    axtui.runs((), (1,))
    axtui.keeps(3, "Acme", without=(1,), short="Autotask was short.")
    axtui("report", "--cached", "--fail-on", "new")
    assert (axtui.code, axtui.out) == (69, "")
    assert "nothing counts as fixed" in axtui.err
    axtui.keeps(4, "Acme", HOSTILE, "Cee", without=(1, 3))
    assert axtui("report", "--cached", "--fail-on", "new").startswith("new\t3\tCee")


def test_another_rule_begins_anew_and_the_first_goes_on(axtui: Door) -> None:
    """A run that matched by number says nothing of one that matched by name."""
    axtui.runs(())
    axtui("report", "--cached", "--fail-on", "new", "--match-by", "number")
    assert (axtui.code, axtui.out) == (0, "")
    assert "first complete run" in axtui.err
    axtui.keeps(2, "Acme", HOSTILE, "Cee", without=(3,))
    assert axtui("report", "--cached", "--fail-on", "new").startswith("new\t3")
    assert "1 run in between went by the rule number" in axtui.err


def test_an_acknowledged_row_is_not_new(axtui: Door) -> None:
    """Until that is taken back: then it has come back."""
    axtui.runs((), (3,), ())
    lost = build_report(
        snapshot([company(3, "Cee")], [linked(3, 3)], [customer("x1", "Acme")]),
        axtui.config.profiles[0].rules,
    )
    kept = AcknowledgementFile.of(axtui.config.profiles[0], axtui.surroundings)
    kept.put(acknowledgement_for(lost.rows[0], reason="known", until=None, surroundings=axtui.surroundings))
    axtui.keeps(4, "Acme", HOSTILE, "Cee", without=(3,))
    assert (axtui("report", "--cached", "--fail-on", "new"), axtui.code) == ("", 0)
    assert json.loads(axtui("compare", "--format", "json"))["changes"] == []
    kept.take_back(lost.rows[0].company.id)
    axtui.keeps(5, "Acme", HOSTILE, "Cee", without=(3,))
    assert axtui("report", "--cached", "--fail-on", "new").startswith("came back\t3")
    assert axtui.code == 1
    kept.put(acknowledgement_for(lost.rows[0], reason="known", until=None, surroundings=axtui.surroundings))
    document = json.loads(axtui("compare", "--format", "json"))
    assert (document["open"][-1], document["run"]["open"]) == (0, 0)
    assert "last 0." in axtui.err


@pytest.mark.parametrize(
    ("flags", "code", "said"),
    [
        (("--fail-on", "new", "--fail-on", "ok"), 2, "takes no note beside it"),
        (("--fail-on", "new", "--no-cache"), 2, "--no-cache keeps nothing"),
    ],
)
def test_what_cannot_both_be_is_refused(axtui: Door, flags: tuple[str, ...], code: int, said: str) -> None:
    """Before anything is read."""
    axtui("report", *flags)
    assert axtui.code == code
    assert said in axtui.err


def test_a_profile_that_keeps_nothing_cannot_be_watched(axtui: Door) -> None:
    """Rather an error than a run after which nothing is ever new."""
    axtui.config = replace(axtui.config, settings=AppSettings(retention_days=0))
    axtui("report", "--fail-on", "new")
    assert axtui.code == 78
    assert "retention_days = 0" in axtui.err


def test_a_history_that_cannot_be_written_is_no_quiet_night(axtui: Door) -> None:
    """73, and not 0: nobody knows what is new."""
    axtui.surroundings.state_dir.mkdir()
    (axtui.surroundings.state_dir / "history").write_text("in the way")
    axtui.keeps(1, "Acme")
    axtui("report", "--cached", "--fail-on", "new")
    assert axtui.code == 73


# A history that another process keeps


@pytest.fixture
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for a file that somebody has a few times, without a moment between."""
    monkeypatch.setattr("axtui.services.waited_file._TRIES", 3)
    monkeypatch.setattr("axtui.services.waited_file._STEP", 0.0)


@contextmanager
def _kept_by_another(axtui: Door) -> Iterator[Path]:
    """Have the history as a process has it that was stopped in the middle."""
    path = axtui.surroundings.history_dir / "acme.rows"
    descriptor = open_locked(path)
    try:
        yield path
    finally:
        os.close(descriptor)


@pytest.mark.usefixtures("_no_patience")
@pytest.mark.parametrize("argv", [("compare",), ("report", "--cached", "--fail-on", "new")])
def test_a_history_that_another_has_is_not_empty(axtui: Door, argv: tuple[str, ...]) -> None:
    """69, which file it is, and what to do; nothing else is claimed."""
    axtui.runs((), (3,))
    with _kept_by_another(axtui) as path:
        assert (axtui(*argv), axtui.code) == ("", 69)
        assert str(path) in axtui.err
        assert "try again" in axtui.err
        assert "remembered" not in axtui.err
        assert "first" not in axtui.err
        assert axtui.err.count("Another axtui") == 1


@pytest.mark.usefixtures("_no_patience")
def test_what_could_not_be_compared_is_told_the_next_time(axtui: Door) -> None:
    """The night in which the history was not to be had is made up for."""
    axtui.runs(())
    axtui.keeps(2, "Acme", HOSTILE, "Cee", without=(3,))
    with _kept_by_another(axtui):
        axtui("report", "--cached", "--fail-on", "new")
    axtui.keeps(3, "Acme", HOSTILE, "Cee", without=(3,))
    assert axtui("report", "--cached", "--fail-on", "new").startswith("new\t3")


# compare


def test_nothing_to_compare_yet_is_said(axtui: Door) -> None:
    """Before the first run it is an error, after it a result."""
    axtui("compare")
    assert (axtui.code, axtui.out) == (2, "")
    axtui.runs(())
    document = json.loads(axtui("compare", "--format", "json"))
    assert (axtui.code, document["changes"], document["compared_with"]) == (0, [], None)
    assert "first complete run" in axtui.err


def test_every_form_has_the_same_changes(axtui: Door) -> None:
    """With the names of the report that is kept, exact in JSON and inert everywhere."""
    axtui.runs((), (2,), (1,))
    document = json.loads(axtui("compare", "--format", "json"))
    assert document["counts"] == {"new": 1, "fixed": 1}
    assert document["open"] == [0, 1, 1]
    assert [each["company"] for each in document["changes"]] == ["Acme", HOSTILE]
    assert document["changes"][0] | {"reasons": []} == {
        "change": "new",
        "company_id": 1,
        "company": "Acme",
        "note_before": "OK",
        "note": "No Match",
        "reasons": [],
        "renamed_in": None,
    }
    lines = axtui("compare", "--format", "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == document["changes"]
    read = list(csv.reader(io.StringIO(axtui("compare", "--format", "csv"), newline="")))
    table = axtui("compare").splitlines()
    assert len(read) - 1 == len(table) - 2 == 2
    assert "Open problems over 3 runs: _## first 0" in axtui.err
    assert all(line.isprintable() for line in table)
    assert axtui.code == 0


@pytest.mark.parametrize(
    ("flags", "kinds"),
    [
        ((), ["fixed"]),
        (("--run", "1"), ["fixed"]),
        (("--run", "2"), ["new"]),
        (("--since", "2026-03-01T13:30:00"), ["new"]),
        (("--since", "2020-01-01"), ["new"]),
        (("--since", "22h"), ["fixed"]),
        (("--since", "99999d"), ["new"]),
        (("--since", "99999d", "--filter", "cee"), []),
    ],
)
def test_an_earlier_run_can_be_chosen(axtui: Door, flags: tuple[str, ...], kinds: list[str]) -> None:
    """By how many runs ago, by a time, or by how long ago."""
    axtui.runs((), (1, 2), (1,))
    lines = axtui("compare", *flags, "--format", "jsonl").splitlines()
    assert [json.loads(line)["change"] for line in lines] == kinds


@pytest.mark.parametrize(("since", "is_said"), [("22h", False), ("2020-01-01", True), ("99999d", True)])
def test_a_time_before_all_runs_is_told(axtui: Door, since: str, is_said: bool) -> None:
    """Whoever asks for a week must not take two days for one."""
    axtui.runs((), (1, 2), (1,))
    axtui("compare", "--since", since)
    assert ("No run that can be compared is that old: this is the first one." in axtui.err) is is_said


def test_the_profiles_own_rule_is_meant(axtui: Door) -> None:
    """Not that of a report which somebody printed under another one for once."""
    axtui.runs((), (3,))
    axtui("report", "--cached", "--fail-on", "new", "--match-by", "number")
    assert axtui("compare", "--format", "jsonl").count('"new"') == 1
    assert json.loads(axtui("compare", "--format", "json"))["rule"] == "name"


def test_a_run_that_is_not_remembered_is_refused(axtui: Door) -> None:
    """With the oldest that is."""
    axtui.runs((), ())
    axtui("compare", "--run", "2")
    assert axtui.code == 2
    assert "--run 1" in axtui.err


def test_who_watches_a_comparison_gets_an_exit_code(axtui: Door) -> None:
    """Only with the flag, and only for what is printed."""
    axtui.runs((), (3,))
    codes = []
    for flags in ((), ("--fail-on", "new"), ("--fail-on", "new", "--filter", "acme")):
        axtui("compare", *flags)
        codes.append(axtui.code)
    assert codes == [0, 1, 0]
    assert "0 of 1 changes pass --filter." in axtui.err


def test_without_a_report_there_are_ids(axtui: Door, tmp_path: Path) -> None:
    """What is kept of names goes after some days, what is remembered of runs does not.

    A filter cannot be applied to ids: that nothing is new would be untrue.
    """
    axtui.runs((), (3,))
    for path in (tmp_path / "cache" / "snapshots").iterdir():
        path.unlink()
    (line,) = axtui("compare", "--format", "jsonl").splitlines()
    assert json.loads(line)["company"] is None
    assert "no longer kept" in axtui.err
    assert axtui("compare", "--fail-on", "new", "--filter", "cee") == ""
    assert axtui.code == 2
    assert axtui("compare", "--filter", "cee", "--format", "jsonl") == ""


@pytest.mark.parametrize("query", ["/(/", "company:/(/"])
def test_a_broken_pattern_is_refused(axtui: Door, query: str) -> None:
    """As everywhere."""
    axtui("compare", "--filter", query)
    assert axtui.code == 2


@pytest.mark.parametrize("columns", [None, 24, 3])
def test_a_table_is_as_wide_as_the_terminal(columns: int | None) -> None:
    """Down to where nothing could be read; the widest column gives way first."""
    lines = list(table_lines(("Change", "Company"), [("came back", "株" * 20)], columns=columns))
    widths = {width(line.rstrip("\n")) for line in lines}
    assert max(widths) == {None: 51, 24: 24, 3: 14}[columns]
    assert len(lines) == 3
