"""The file of acknowledged rows on the disk: several at once, kills, links, modes, and who may change it."""

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest
from builders import company, customer, rules, snapshot
from configs import profile as configured
from faults.tiers import times
from killed import killed_in_the_end

from axtui.core.acknowledgements import Acknowledgement
from axtui.core.errors import CannotWriteError, DataError, UsageError
from axtui.core.models import CompanyId
from axtui.core.notes import Note
from axtui.core.report import build_report
from axtui.services.acknowledgement_file import AcknowledgementFile
from axtui.services.acknowledging import acknowledged_of, acknowledgement_for, day_typed
from axtui.services.belongings import follow_rename, forget
from axtui.services.config import ReportProfile
from axtui.services.surroundings import Surroundings

_NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def _one(at: int, reason: str = "known") -> Acknowledgement:
    return Acknowledgement(
        company_id=CompanyId(at), company=f"Company {at}", reason=reason, note=Note.NO_MATCH
    )


def _in(path: Path) -> list[int]:
    kept = AcknowledgementFile(path).load()
    assert not kept.problems
    return [each.company_id for each in kept.acknowledgements]


def test_the_usual_place_and_one_of_the_teams(surroundings: Surroundings) -> None:
    """Beside the configuration, or where the profile says, seen from there; a home is a home."""
    usual, base = configured(), surroundings.config_file.parent
    named = replace(usual, report=ReportProfile(acknowledgements="team/a.toml"))
    at_home = replace(usual, report=ReportProfile(acknowledgements="~/a.toml"))
    assert AcknowledgementFile.of(usual, surroundings).path == base / "acknowledged" / "acme.toml"
    assert AcknowledgementFile.of(named, surroundings).path == base / "team" / "a.toml"
    assert AcknowledgementFile.of(at_home, surroundings).path == Path.home() / "a.toml"


def test_the_usual_place_is_made_and_another_one_is_not(surroundings: Surroundings) -> None:
    """A directory that the person has named and that is not there may be a typing error."""
    AcknowledgementFile.of(configured(), surroundings).put(_one(1))
    named = replace(configured(), report=ReportProfile(acknowledgements="team/a.toml"))
    with pytest.raises(CannotWriteError, match="does not exist"):
        AcknowledgementFile.of(named, surroundings).put(_one(1))


def test_nothing_there_is_nothing_acknowledged(tmp_path: Path) -> None:
    """To take back what is not there makes no file."""
    file = AcknowledgementFile(tmp_path / "x.toml")
    file.take_back(CompanyId(1))
    assert file.load().acknowledgements == ()
    assert not list(tmp_path.iterdir())


def test_put_and_taken_back(tmp_path: Path) -> None:
    """What was put is there until it is taken back; a second time changes the first."""
    file = AcknowledgementFile(tmp_path / "x.toml")
    file.put(_one(2))
    file.put(_one(1))
    file.put(_one(2, reason="other"))
    assert [each.reason for each in file.load().acknowledgements] == ["known", "other"]
    file.take_back(CompanyId(2))
    assert _in(file.path) == [1]


def test_a_new_file_can_be_read_by_the_team(tmp_path: Path) -> None:
    """It is no secret; written by its owner alone, whatever the umask."""
    before = os.umask(0)
    try:
        AcknowledgementFile(tmp_path / "x.toml").put(_one(1))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x.toml").stat().st_mode) == 0o644


def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    """A team's file that the group may write stays so."""
    file = AcknowledgementFile(tmp_path / "x.toml")
    file.put(_one(1))
    file.path.chmod(0o664)
    file.put(_one(2))
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o664


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """A dotfile manager, or a checkout elsewhere: what it leads to is written."""
    (tmp_path / "checkout").mkdir()
    link = tmp_path / "x.toml"
    link.symlink_to("checkout/a.toml")
    for at in (1, 2):
        AcknowledgementFile(link).put(_one(at))
    assert link.is_symlink()
    assert _in(tmp_path / "checkout" / "a.toml") == [1, 2]


def test_a_file_that_anyone_may_write_is_not_used(tmp_path: Path) -> None:
    """Somebody else on the host could hide rows."""
    file = AcknowledgementFile(tmp_path / "x.toml")
    file.put(_one(1))
    file.path.chmod(0o666)
    assert "chmod o-w" in file.load().problems[0]
    with pytest.raises(DataError):
        file.put(_one(2))


def test_a_read_only_file_is_left_alone(tmp_path: Path) -> None:
    """Its directory would let it be replaced, and that is not what its owner meant."""
    file = AcknowledgementFile(tmp_path / "x.toml")
    file.put(_one(1))
    file.path.chmod(0o444)
    with pytest.raises(CannotWriteError, match="no permission"):
        file.put(_one(2))
    assert _in(file.path) == [1]


def test_a_broken_file_is_said_and_never_written(tmp_path: Path) -> None:
    """Every row is shown then; what somebody wrote by hand is still there."""
    path = tmp_path / "x.toml"
    path.write_text("[companies.1]\nname = ")
    file = AcknowledgementFile(path)
    assert "cannot be read" in file.load().problems[0]
    with pytest.raises(DataError, match="cannot be read"):
        file.put(_one(2))
    with pytest.raises(DataError, match="cannot be read"):
        file.take_back(CompanyId(1))
    assert path.read_text() == "[companies.1]\nname = "


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    """A directory of that name, for one."""
    (tmp_path / "x.toml").mkdir()
    assert "no plain file" in AcknowledgementFile(tmp_path / "x.toml").load().problems[0]


def test_rows_on_one_line_are_not_changed_by_us(tmp_path: Path) -> None:
    """It is sound TOML and is read; to write it anew would lose how somebody has written it."""
    path = tmp_path / "x.toml"
    path.write_text('companies.1 = { name = "A", note = "Link", reason = "r" }\n')
    assert _in(path) == [1]
    with pytest.raises(CannotWriteError, match="heading"):
        AcknowledgementFile(path).put(_one(1))
    assert _in(path) == [1]


def test_two_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each row of each of them is there in the end, and nothing else."""
    rounds = times(200, quick=12)
    path = tmp_path / "x.toml"
    children = []
    for first in (1, 1001):
        child = os.fork()
        if not child:
            try:
                for at in range(first, first + rounds):
                    AcknowledgementFile(path).put(_one(at))
                os._exit(0)
            finally:
                os._exit(1)  # never back into the test run, of which this is a copy
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    assert _in(path) == [*range(1, 1 + rounds), *range(1001, 1001 + rounds)]
    assert [each.name for each in tmp_path.iterdir()] == ["x.toml"]


@pytest.mark.parametrize("_", range(times(200, quick=4)))
def test_a_kill_loses_nothing_that_was_said(tmp_path: Path, _: int) -> None:
    """Whatever was put before is there, whole; the next change sweeps what was half written."""
    path = tmp_path / "x.toml"

    def steps() -> Iterator[None]:
        for at in count(1):
            AcknowledgementFile(path).put(_one(at))
            yield

    with killed_in_the_end(steps()) as reading:
        said = len(os.read(reading, 5))
    there = _in(path)
    assert there == list(range(1, len(there) + 1))
    assert len(there) >= said
    AcknowledgementFile(path).put(_one(9999))
    assert [each.name for each in tmp_path.iterdir()] == ["x.toml"]


def test_one_who_writes_without_a_lock_is_noticed(tmp_path: Path) -> None:
    """An editor, or git: the change is made again, to what stands there then."""
    path = tmp_path / "x.toml"
    AcknowledgementFile(path).put(_one(1))
    other = AcknowledgementFile(tmp_path / "y.toml")
    other.put(_one(1))
    other.put(_one(5))
    elsewhere = (tmp_path / "y.toml").read_bytes()

    class Late(AcknowledgementFile):
        """Finds another text at the second look."""

        looks = 0

        def _read(self) -> bytes:
            self.looks += 1
            if self.looks == 2:
                path.write_bytes(elsewhere)
            return super()._read()

    Late(path, sleep=lambda _: None).put(_one(2))
    assert _in(path) == [1, 2, 5]


def test_one_that_never_comes_free_is_said(tmp_path: Path) -> None:
    """A stopped process keeps its lock; the words say so, and the wait has an end."""
    naps: list[float] = []
    file = AcknowledgementFile(tmp_path / "x.toml", sleep=naps.append)
    with file._alone_in(tmp_path), pytest.raises(CannotWriteError, match="kept by others"):
        file.put(_one(1))
    assert sum(naps) == pytest.approx(10, abs=0.1)


def test_it_follows_its_profile(surroundings: Surroundings) -> None:
    """To a new name; with a profile that is deleted it goes out of the way, and is not lost."""
    AcknowledgementFile.of(configured(), surroundings).put(_one(1))
    follow_rename("acme", "zebra", surroundings=surroundings)
    assert _in(surroundings.acknowledged_dir / "zebra.toml") == [1]
    AcknowledgementFile.of(configured(), surroundings).put(_one(2))
    with pytest.raises(CannotWriteError, match="exists already"):
        follow_rename("acme", "zebra", surroundings=surroundings)
    forget("zebra", surroundings=surroundings)
    assert {path.name for path in surroundings.acknowledged_dir.iterdir()} == {"acme.toml", "zebra.toml.bak"}
    follow_rename("nobody", "zebra", surroundings=surroundings)
    forget("nobody", surroundings=surroundings)


def test_a_report_beside_its_file(surroundings: Surroundings) -> None:
    """The rows that are acknowledged today, by place and by company; none where the file is broken."""
    report = build_report(snapshot([company(1, "A"), company(2, "B")]), rules())
    own = replace(surroundings, env={"LOGNAME": "ada"}, now=lambda: _NOW)
    file = AcknowledgementFile.of(configured(), own)
    given = acknowledgement_for(report.rows[1], reason=" cash\n", until=date(2026, 3, 2), surroundings=own)
    assert (given.reason, given.by, given.since) == ("cash", "ada", date(2026, 3, 2))
    file.put(given)
    found = acknowledged_of(report, configured(), surroundings=own)
    assert dict(found.by_place) == {1: given}
    assert found.companies == {CompanyId(2)}
    later = replace(own, now=lambda: datetime(2026, 3, 4, 12, 0, tzinfo=UTC))
    assert not acknowledged_of(report, configured(), surroundings=later).by_place
    file.path.write_text("?")
    broken = acknowledged_of(report, configured(), surroundings=own)
    assert broken.problems
    assert not broken.companies


def test_a_row_without_a_problem_is_refused(surroundings: Surroundings) -> None:
    """There is nothing to acknowledge, which is said."""
    excluded = build_report(snapshot([company()], (), [customer()]), rules()).rows[0]
    ok = replace(excluded, note=Note.OK)
    with pytest.raises(UsageError, match="is OK: there is nothing to acknowledge"):
        acknowledgement_for(ok, reason="x", until=None, surroundings=surroundings)


def test_an_id_that_no_text_takes_is_what_is_told(surroundings: Surroundings) -> None:
    """Nothing that the person has typed is wrong, nor the file."""
    twins = [customer("x1\x07"), customer("x2")]
    row = build_report(snapshot([company()], (), twins), rules()).rows[0]
    with pytest.raises(UsageError, match="Xero gave the id of its customer with a character"):
        acknowledgement_for(row, reason="x", until=None, surroundings=surroundings)


@pytest.mark.parametrize("typed", ["", "  ", "-", "Never"])
def test_no_end_can_be_typed(typed: str) -> None:
    """An empty field is enough."""
    assert day_typed(typed, now=_NOW) is None


def test_a_day_can_be_typed() -> None:
    """Today is the first that makes sense."""
    assert day_typed(" 2026-03-02 ", now=_NOW) == date(2026, 3, 2)
    for wrong, said in (("2026-03-01", "is over"), ("31.12.2026", "is no day"), ("2026-02-30", "is no day")):
        with pytest.raises(UsageError, match=said):
            day_typed(wrong, now=_NOW)
