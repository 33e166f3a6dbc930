"""Acknowledged rows on the command line: left out unless asked for, told, and never what is watched for."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders import company, customer, snapshot
from configs import profile

from axtui.cli import run
from axtui.core.match_by import MatchBy
from axtui.core.report import build_report
from axtui.services.acknowledgement_file import AcknowledgementFile
from axtui.services.acknowledging import acknowledgement_for, today
from axtui.services.config import Config
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings

_READ = snapshot(
    [company(1, "Ash"), company(2, "Birch"), company(3, "Cedar")],
    (),
    [customer("x2", "Birch"), customer("x3", "Cedar")],
)
"""One No Match row, two Link rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture
def own(surroundings: Surroundings) -> Surroundings:
    """A machine on which the three rows were read, and the first two are acknowledged."""
    SnapshotStore.of(surroundings).save(_READ, None)
    report = build_report(_READ, profile().rules)
    file = AcknowledgementFile.of(profile(), surroundings)
    until = today(surroundings.now()) + timedelta(days=9)
    for row in report.rows[:2]:
        named = replace(surroundings, env={"LOGNAME": "ada"})
        file.put(acknowledgement_for(row, reason="=known", until=until, surroundings=named))
    return surroundings


@pytest.fixture
def command(own: Surroundings) -> Command:
    """Run a command over what was read."""

    def ended(*argv: str) -> Ended:
        out, err = io.StringIO(), io.StringIO()
        config = Config(profiles=(profile(),))
        code = run([*argv, "--cached"], surroundings=own, stdout=out, stderr=err, config=config)
        return Ended(code=code, out=out.getvalue(), err=err.getvalue())

    return ended


def test_they_are_left_out_and_that_is_said(command: Command) -> None:
    """The counts are those of the rows that are left, whose number stands beside them."""
    ended = command("report", "--format", "json")
    told = json.loads(ended.out)
    assert [row["company"] for row in told["rows"]] == ["Cedar"]
    assert told["acknowledged"] == 2
    assert (told["counts"]["No Match"], told["counts"]["Link"]) == (0, 1)
    assert "2 acknowledged rows are left out; --acknowledged takes them too." in ended.err
    assert "1 of 1 rows" in ended.err


def test_they_are_printed_on_request(command: Command) -> None:
    """With the reason, until when, and by whom."""
    told = json.loads(command("report", "--acknowledged", "--format", "json").out)
    assert told["counts"]["No Match"] == 1
    rows = {row["company"]: row.get("acknowledged") for row in told["rows"]}
    assert rows == {
        "Ash": {"reason": "=known", "until": "2026-03-11", "since": "2026-03-02", "by": "ada"},
        "Birch": rows["Ash"],
        "Cedar": None,
    }


def test_a_spreadsheet_has_the_reason_in_a_column_of_its_own(command: Command) -> None:
    """It is somebody's words, and no formula."""
    lines = list(csv.reader(io.StringIO(command("report", "--acknowledged", "--format", "csv").out)))
    assert [line[-1] for line in lines] == [
        "Acknowledged",
        "'=known (until 2026-03-11)",
        "'=known (until 2026-03-11)",
        "",
    ]
    assert "Acknowledged" not in command("report", "--format", "csv").out


def test_a_table_says_it_beside_the_note(command: Command) -> None:
    """There is no room for more."""
    out = command("report", "--acknowledged").out
    assert "No Match (acknowledged)" in out
    assert out.count("acknowledged") == 2


def test_nobodys_own_words_are_redacted_rows(command: Command) -> None:
    """A reason names people, and who gave it is one."""
    out = command("report", "--acknowledged", "--redact", "--format", "jsonl").out
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row.get("acknowledged", {}).get("until") for row in rows] == ["2026-03-11", "2026-03-11", None]
    assert "known" not in out.replace("unknown", "")
    assert "ada" not in out


def test_redacted_json_counts_them_too(command: Command) -> None:
    """How many are left out is the same for whoever reads it."""
    plain, redacted = (command("report", "--format", "json", *flag).out for flag in ((), ("--redact",)))
    assert json.loads(plain)["acknowledged"] == json.loads(redacted)["acknowledged"] == 2


@pytest.mark.parametrize("flags", [(), ("--acknowledged",)])
def test_they_trip_nothing(command: Command, flags: tuple[str, ...]) -> None:
    """Printed or not, what is known is not what somebody watches for."""
    assert command("report", *flags, "--fail-on", "no match").code == 0
    assert command("report", *flags, "--fail-on", "link").code == 1
    assert command("report", *flags, "--fail-on", "any", "--filter", "birch").code == 0


def test_a_search_does_not_find_them(command: Command) -> None:
    """What is left out is left out of the search, too."""
    assert json.loads(command("report", "--filter", "birch", "--format", "json").out)["rows"] == []


def test_an_export_takes_them_only_on_request(command: Command, tmp_path: Path) -> None:
    """The Link row that is acknowledged stays out of the file, and stderr says so."""
    flags = ("--accept-bulk-import-warning", "--out")
    without = command("export", *flags, str(tmp_path / "a.csv"))
    assert "1 acknowledged row is left out; --include-acknowledged takes them too." in without.err
    with_all = command("export", "--include-acknowledged", *flags, str(tmp_path / "b.csv"))
    assert "acknowledged" not in with_all.err
    names = [(tmp_path / name).read_text().count("@") for name in ("a.csv", "b.csv")]
    assert names == [1, 2]


def test_under_another_rule_what_is_another_row_comes_back(own: Surroundings, command: Command) -> None:
    """What was acknowledged was No Match by name; by number every row is, for another reason."""
    told = json.loads(command("report", "--match-by", MatchBy.NUMBER, "--format", "json").out)
    assert told["acknowledged"] == 0
    assert len(told["rows"]) == 3


def test_what_is_over_comes_back(own: Surroundings) -> None:
    """The day after the last one."""
    out = io.StringIO()
    later = replace(own, now=lambda: own.now() + timedelta(days=6, hours=23))
    config = Config(profiles=(profile(),))
    argv = ["report", "--cached", "--format", "json"]
    run(argv, surroundings=later, stdout=out, stderr=io.StringIO(), config=config)
    assert json.loads(out.getvalue())["acknowledged"] == 2
    file = AcknowledgementFile.of(profile(), own)
    over = [replace(each, until=date(2026, 3, 1)) for each in file.load().acknowledgements]
    for each in over:
        file.put(each)
    out = io.StringIO()
    run(argv, surroundings=own, stdout=out, stderr=io.StringIO(), config=config)
    assert len(json.loads(out.getvalue())["rows"]) == 3


def test_a_file_that_cannot_be_used_hides_nothing(own: Surroundings, command: Command) -> None:
    """All rows are printed and watched for, and the line is named."""
    path = AcknowledgementFile.of(profile(), own).path
    path.write_text(path.read_text().replace("reason =", "raeson =", 1))
    ended = command("report", "--format", "json", "--fail-on", "no match")
    assert len(json.loads(ended.out)["rows"]) == 3
    assert ended.code == 1
    assert "`raeson` is not known; did you mean `reason`?" in ended.err
    assert "All rows are shown" in ended.err
