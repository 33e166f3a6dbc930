"""What later runs are compared with: whole after every kill, and never longer than it may be."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from builders import NOON
from faults.tiers import times
from hypothesis import given
from hypothesis import strategies as st
from killed import killed_in_the_end
from small_disk import PAGE, on_small_disk

from axtui.core.compare import TO_WATCH, ChangeKind, RowState, compare
from axtui.core.errors import CannotWriteError, DataError, UnavailableError
from axtui.core.models import CompanyId, FetchedAt
from axtui.core.notes import Note, ReasonCode
from axtui.services.locked_file import open_locked
from axtui.services.row_history import RowHistory
from axtui.services.row_ledger import RowLedger
from axtui.services.row_records import RunHead, apply, open_in, record_of
from axtui.services.row_states import (
    CODES,
    NOTES,
    Packed,
    acknowledging,
    is_open,
    open_among,
    problems_in,
    unpacked,
)

_OK, _LINK, _NO_MATCH = (
    bytes([NOTES.index(note)]) + bytes(22) for note in (Note.OK, Note.LINK, Note.NO_MATCH)
)


def _rows(*states: bytes) -> Packed:
    return {CompanyId(at): state for at, state in enumerate(states, start=1)}


def _head(at: int, rows: Packed, *, series: str = "s", complete: bool = True) -> RunHead:
    read = NOON + timedelta(hours=at)
    return RunHead(
        series=series,
        rule="name",
        fetched_at=FetchedAt(autotask=read, xero=read),
        noted_at=read,
        is_complete=complete,
        rows=len(rows),
        open=open_in(rows),
    )


def _add(ledger: RowLedger, at: int, rows: Packed, *, series: str = "s", complete: bool = True) -> None:
    ledger.add("acme", _head(at, rows, series=series, complete=complete), rows)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Where the ledger lies."""
    return tmp_path / "history"


@pytest.fixture
def ledger(directory: Path) -> RowLedger:
    """An empty one."""
    return RowLedger(directory)


def _file(directory: Path) -> Path:
    return directory / "acme.rows"


_PACKED = st.binary(min_size=22, max_size=22).flatmap(
    lambda rest: st.sampled_from([bytes([at]) + rest for at in (*range(len(NOTES)), 0x80, 0x85)])
)
_FEW_STATES = [bytes([at]) + bytes(4) + tail for at in (0, 2, 5, 0x80) for tail in (bytes(18), b"x" * 18)]
_FEW_ROWS = st.dictionaries(st.integers(1, 4).map(CompanyId), st.sampled_from(_FEW_STATES))
_RUNS = st.lists(
    st.tuples(
        st.sampled_from("st"),
        st.dictionaries(st.integers(-(2**63), 2**63 - 1).map(CompanyId), _PACKED, max_size=6),
    ),
    min_size=1,
    max_size=5,
)


@given(_RUNS, st.integers(1, 6))
def test_runs_come_back_as_they_were(runs: list[tuple[str, Packed]], kept: int) -> None:
    """Each as the difference to the one before it in its series; and shortened, the last of them still do."""
    last: dict[str, Packed] = {}
    records = []
    for at, (series, rows) in enumerate(runs):
        records.append(record_of(_head(at, rows, series=series), rows, before=last.get(series, {})))
        last[series] = rows
    history = RowHistory(records)
    assert [history.rows_at(at) for at in range(len(runs))] == [rows for _, rows in runs]
    shorter, first = history.latest(kept), max(0, len(runs) - kept)
    assert [shorter.rows_at(at) for at in range(len(shorter.runs))] == [rows for _, rows in runs[first:]]
    for at in range(len(shorter.runs)):
        assert shorter.had_problem_before(at) == history.had_problem_before(at + first)


@given(st.lists(_FEW_ROWS, min_size=2, max_size=4), st.booleans())
def test_comparing_what_differs_is_comparing_everything(runs: list[Packed], complete: bool) -> None:
    """Rows whose bytes are the same are passed over; every other way would take too long."""
    records, before = [], dict[CompanyId, bytes]()
    for at, rows in enumerate(runs):
        records.append(record_of(_head(at, rows, complete=complete or at == 0), rows, before=before))
        before = rows
    first, last = (
        {company: unpacked(state) for company, state in rows.items()} for rows in (runs[0], runs[-1])
    )
    found = RowHistory(records).changes(0, len(runs) - 1)
    assert found.changes == compare(first, last, is_complete=complete)
    assert found.open == sum(row.is_open for row in last.values())


@given(st.lists(_FEW_ROWS, min_size=2, max_size=6), st.data())
def test_who_sees_few_runs_is_told_what_all_of_them_have_opened(
    runs: list[Packed], data: st.DataObject
) -> None:
    """Of rows that are open in the end: what the last run that opened them said of them."""
    records, before, last = [], dict[CompanyId, bytes](), len(runs) - 1
    for at, rows in enumerate(runs):
        records.append(record_of(_head(at, rows), rows, before=before))
        before = rows
    history, since = RowHistory(records), data.draw(st.integers(0, last - 1))
    expected = dict[CompanyId, ChangeKind]()
    for at in range(since, last):
        steps = history.changes(at, at + 1).changes
        expected |= {each.company: each.kind for each in steps if each.kind in TO_WATCH}
    open_now = set(open_among(runs[-1]))
    watched = history.watched(since, last).changes
    opened = {each.company: each.kind for each in watched if each.kind in TO_WATCH}
    assert opened == {company: kind for company, kind in expected.items() if company in open_now}
    others = [each for each in watched if each.company not in opened]
    assert others == [each for each in history.changes(since, last).changes if each.company not in opened]


def test_every_note_and_code_has_a_place_on_disk() -> None:
    """New ones go to the end: what was written keeps its meaning."""
    assert (set(NOTES), set(CODES)) == (set(Note), set(ReasonCode))
    assert (len(NOTES), len(CODES)) == (len(Note), len(ReasonCode))
    assert [NOTES.index(Note.NO_MATCH), NOTES.index(Note.EXCLUDED)] == [0, 6]
    assert [CODES.index(ReasonCode.DIFFERS_IN_CASE), CODES.index(ReasonCode.ACTIVITY_UNKNOWN)] == [0, 21]


def test_a_state_of_a_newer_version_is_passed_over() -> None:
    """A note that this one does not know."""
    rows = _rows(_OK, bytes([len(NOTES)]) + bytes(22))
    again = _rows(_LINK, _LINK)
    apply(record_of(_head(1, rows), rows, before={}), again)
    assert again == {CompanyId(1): _OK}


def test_a_record_whose_parts_do_not_fit_is_none_of_ours() -> None:
    """Rather an error than rows of something else."""
    record = record_of(_head(1, _rows(_OK)), _rows(_OK, _LINK), before=_rows(_OK, _LINK))
    whole = record_of(_head(1, _rows(_OK)), _rows(_OK), before={})
    torn = type(whole)(
        head=whole.head, ids=record.ids, heads=whole.heads, hashes=whole.hashes, gone=whole.gone
    )
    with pytest.raises(ValueError, match="do not fit"):
        apply(torn, {})


def test_acknowledging_changes_no_more_than_that() -> None:
    """An acknowledged problem is a problem, and not open."""
    rows = _rows(_LINK, _OK, _NO_MATCH)
    meant = acknowledging(rows, {CompanyId(1)})
    assert [is_open(state) for state in meant.values()] == [False, False, True]
    assert list(problems_in(meant)) == list(problems_in(rows)) == [1, 3]
    assert unpacked(meant[CompanyId(1)]) == RowState(note=Note.LINK, is_acknowledged=True)
    assert acknowledging(meant, frozenset()) == rows


def test_runs_are_remembered_in_the_order_in_which_they_come(ledger: RowLedger, directory: Path) -> None:
    """Whatever the clock says: one that was set back makes no earlier run."""
    for at in (5, 3, 4):
        _add(ledger, at, _rows(_OK, *[_LINK] * at))
    history = ledger.history("acme")
    assert [head.open for head in history.runs] == [5, 3, 4]
    assert history.runs[0] == _head(5, _rows(_OK, *[_LINK] * 5))
    assert history.comparable(2) == (0, 1)
    assert _file(directory).stat().st_mode & 0o777 == 0o600
    assert directory.stat().st_mode & 0o777 == 0o700


def test_a_run_is_written_once(ledger: RowLedger, directory: Path) -> None:
    """Of the same read under other rules there are two."""
    for series in "sst":
        _add(ledger, 1, _rows(_OK), series=series)
    assert [head.series for head in ledger.history("acme").runs] == ["s", "t"]
    size = _file(directory).stat().st_size
    _add(ledger, 1, _rows(_OK), series="t")
    assert _file(directory).stat().st_size == size


def test_only_complete_runs_of_the_same_rules_are_compared(ledger: RowLedger) -> None:
    """The rest is remembered, and counts for nothing."""
    _add(ledger, 1, _rows(_OK))
    _add(ledger, 2, _rows(_LINK), series="t")
    _add(ledger, 3, {}, complete=False)
    _add(ledger, 4, _rows(_LINK))
    history = ledger.history("acme")
    assert history.comparable(3) == (0,)
    assert history.last_of("s") == 3
    assert history.last_of("nobody") is None
    assert (history.last_rows("s"), history.last_rows("nobody")) == (_rows(_LINK), {})
    assert [each.kind for each in history.changes(0, 3).changes] == [ChangeKind.NEW]


def test_an_incomplete_run_is_no_base(ledger: RowLedger) -> None:
    """The last complete one is asked for where rows must all be there."""
    _add(ledger, 1, _rows(_OK, _OK))
    _add(ledger, 2, _rows(_OK), complete=False)
    history = ledger.history("acme")
    assert (history.last_of("s"), history.last_of("s", complete=True)) == (1, 0)
    assert history.changes(0, 1).changes == ()


def test_what_was_fixed_and_is_there_again_has_come_back(ledger: RowLedger) -> None:
    """However many runs ago."""
    states = (_LINK, _OK, _OK, _LINK)
    for at, state in enumerate(states):
        _add(ledger, at, _rows(state, _OK))
    history = ledger.history("acme")
    assert [each.kind for each in history.changes(2, 3).changes] == [ChangeKind.CAME_BACK]
    assert [each.kind for each in history.changes(0, 1).changes] == [ChangeKind.FIXED]
    shorter = history.latest(2)
    assert [each.kind for each in shorter.changes(0, 1).changes] == [ChangeKind.CAME_BACK]


def test_what_an_incomplete_run_has_claimed_does_not_count(ledger: RowLedger) -> None:
    """A problem that was none, because something was not read, is new when it is one."""
    for at, state in enumerate((_OK, _LINK, _OK, _LINK)):
        _add(ledger, at, _rows(state), complete=at != 1)
    history = ledger.history("acme")
    assert [each.kind for each in history.changes(2, 3).changes] == [ChangeKind.NEW]


def test_what_is_acknowledged_by_now_counts_for_the_later_run(ledger: RowLedger) -> None:
    """It was open when the run was noted."""
    _add(ledger, 1, _rows(_OK, _LINK))
    _add(ledger, 2, _rows(_LINK, _LINK))
    history, both = ledger.history("acme"), {CompanyId(1), CompanyId(2)}
    assert [each.kind for each in history.changes(0, 1).changes] == [ChangeKind.NEW]
    changes = history.changes(0, 1, acknowledged=both).changes
    assert [(each.company, each.kind) for each in changes] == [(2, ChangeKind.ACKNOWLEDGED)]


def test_a_long_ledger_is_made_shorter(directory: Path) -> None:
    """By number of runs; who had a problem long ago is still known."""
    ledger = RowLedger(directory, most=4)
    _add(ledger, 0, _rows(_LINK, _OK))
    for at in range(1, 20):
        _add(ledger, at, _rows(_OK, _OK))
        assert len(ledger.history("acme").runs) <= 6
    history = ledger.history("acme")
    assert [head.fetched_at.xero.hour for head in history.runs][-1] == (12 + 19) % 24
    _add(ledger, 20, _rows(_LINK, _LINK))
    history = ledger.history("acme")
    kinds = {each.company: each.kind for each in history.changes(-2, len(history.runs) - 1).changes}
    assert kinds == {1: ChangeKind.CAME_BACK, 2: ChangeKind.NEW}


def test_a_large_ledger_keeps_two_runs_in_any_case(directory: Path) -> None:
    """Even where each alone is larger than all may be: else nothing could ever be compared."""
    ledger = RowLedger(directory, largest=2_000)
    for at in range(6):
        rows = {CompanyId(each): _LINK[:1] + os.urandom(22) for each in range(200)}
        _add(ledger, at, rows)
        history = ledger.history("acme")
        assert len(history.runs) == min(at + 1, 2)
        assert history.rows_at(len(history.runs) - 1) == rows


def test_it_follows_its_profile_and_goes_with_it(ledger: RowLedger, directory: Path) -> None:
    """A profile without one can be renamed and removed, too."""
    _add(ledger, 1, _rows(_OK))
    ledger.rename("acme", "bolt")
    assert (len(ledger.history("acme").runs), len(ledger.history("bolt").runs)) == (0, 1)
    for _ in range(2):
        ledger.forget("bolt")
    assert list(directory.iterdir()) == []


# What kills, other runs and disks do to it


def test_a_file_cut_anywhere_holds_the_runs_before(ledger: RowLedger, directory: Path) -> None:
    """And the next run is remembered behind them."""
    ends = []
    for at in range(3):
        _add(ledger, at, _rows(*[_LINK] * (at + 1)))
        ends.append(_file(directory).stat().st_size)
    whole = _file(directory).read_bytes()
    for cut in range(len(whole)):
        _file(directory).write_bytes(whole[:cut])
        runs = sum(end <= cut for end in ends)
        assert [head.open for head in ledger.history("acme").runs] == [1, 2, 3][:runs]
    _add(ledger, 9, _rows(_NO_MATCH))
    assert [head.open for head in ledger.history("acme").runs] == [1, 2, 1]


def test_damage_ends_what_can_be_read(ledger: RowLedger, directory: Path) -> None:
    """A flipped bit is never taken for a run."""
    for at in range(3):
        _add(ledger, at, _rows(*[_LINK] * (at + 1)))
    whole = _file(directory).read_bytes()
    for place in range(0, len(whole), 5):
        _file(directory).write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        runs = ledger.history("acme").runs
        assert [head.open for head in runs] == [1, 2, 3][: len(runs)]
        assert len(runs) < 3


@pytest.mark.parametrize("found", [b"", b"axtui rows 2\nof a newer version", b"noise" * 100])
def test_what_is_none_of_ours_is_begun_anew(ledger: RowLedger, directory: Path, found: bytes) -> None:
    """It holds nothing that could be compared."""
    directory.mkdir()
    _file(directory).write_bytes(found)
    assert ledger.history("acme").runs == ()
    _add(ledger, 1, _rows(_LINK))
    assert [head.open for head in ledger.history("acme").runs] == [1]


def test_a_whole_record_of_something_else_ends_what_can_be_read(ledger: RowLedger, directory: Path) -> None:
    """As one of a version that writes more."""
    from axtui.services.checked_records import framed  # what the file is made of

    directory.mkdir()
    _file(directory).write_bytes(b"axtui rows 1\n" + framed(b"\x80", before=0)[0])
    assert ledger.history("acme").runs == ()
    _add(ledger, 1, _rows(_LINK))
    assert len(ledger.history("acme").runs) == 1


def test_a_kill_leaves_every_run_that_was_noted(directory: Path) -> None:
    """At whatever moment it comes, while the file is made shorter too."""
    ledger = RowLedger(directory, most=3)
    for at in range(times(50, quick=6)):
        base, told = at * 1_000, 1 + at % 9
        with killed_in_the_end(_notes(ledger, base)) as pipe:
            for _ in range(told):
                os.read(pipe, 1)
        history = ledger.history("acme")
        numbers = [round((head.noted_at - NOON) / timedelta(hours=1)) for head in history.runs]
        assert numbers[-1] >= base + told - 1
        assert numbers == sorted(numbers)
        rows = [len(history.rows_at(place)) for place in range(len(numbers))]
        assert rows == [head.rows for head in history.runs]
        _add(ledger, base + 999, _rows(_OK))
    for at in range(9):
        _add(ledger, -9 + at, _rows(_OK))
    assert [path.name for path in directory.iterdir()] == ["acme.rows"]


def _notes(ledger: RowLedger, base: int) -> Iterator[None]:
    for at in range(900):
        _add(ledger, base + at, _rows(*[_LINK] * (at % 50)))
        yield


def test_runs_at_the_same_time_are_all_noted_once(directory: Path) -> None:
    """Two doors, or two people on one host; each writes its own run, and one that both have read."""

    def note(worker: int) -> None:
        ledger = RowLedger(directory)
        for at in range(5):
            _add(ledger, worker * 100 + at, _rows(*[_LINK] * worker))
            _add(ledger, 5_000 + at, _rows(_OK))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(note, range(1, 5)))
    history = RowLedger(directory).history("acme")
    times_of = [head.noted_at for head in history.runs]
    assert len(times_of) == len(set(times_of)) == 25
    assert all(len(history.rows_at(at)) == head.rows for at, head in enumerate(history.runs))


def test_two_processes_lose_nothing(directory: Path) -> None:
    """Both are in the middle of writing when they are killed."""
    ledger, told = RowLedger(directory, most=10_000), times(200, quick=20)
    with killed_in_the_end(_notes(ledger, 0)) as one, killed_in_the_end(_notes(ledger, 5_000)) as other:
        for _ in range(told):
            os.read(one, 1)
            os.read(other, 1)
    numbers = [(head.noted_at - NOON) / timedelta(hours=1) for head in ledger.history("acme").runs]
    assert set(numbers) >= {*map(float, range(told)), *map(float, range(5_000, 5_000 + told))}


def _noted_until_full(ledger: RowLedger) -> tuple[int, str]:
    """Return how many runs there was room for, and what was said of the next one."""
    try:
        for noted in range(1_000):
            _add(ledger, noted, {CompanyId(each): _LINK[:1] + os.urandom(22) for each in range(200)})
    except CannotWriteError as error:
        return noted, str(error)
    return 1_000, ""


def test_a_full_disk_costs_the_run_that_it_meets(tmp_path: Path) -> None:
    """It is said; what was noted before stays, and the next run is noted when there is room again."""

    def body(place: Path) -> tuple[int, int, str]:
        ledger, ballast = RowLedger(place / "history", most=10_000), place / "ballast"
        ballast.write_bytes(bytes(20 * PAGE))
        noted, said = _noted_until_full(ledger)
        before = ledger.history("acme")
        assert [len(before.rows_at(at)) for at in range(len(before.runs))] == [200] * noted
        ballast.unlink()
        _add(ledger, 5_000, _rows(_OK))
        return noted, len(ledger.history("acme").runs), said

    noted, after, said = on_small_disk(tmp_path, 60, body)
    assert noted > 5
    assert after == noted + 1
    assert "full" in said


def test_who_has_the_file_for_ever_is_told_of(directory: Path) -> None:
    """A run does not wait for a stopped one without an end, nor does it take its runs for none."""
    directory.mkdir()
    descriptor, waits = open_locked(_file(directory)), list[float]()
    try:
        ledger = RowLedger(directory, sleep=waits.append)
        with pytest.raises(CannotWriteError, match="Another axtui has had"):
            _add(ledger, 1, _rows(_OK))
        with pytest.raises(UnavailableError, match="Another axtui has had"):
            ledger.history("acme")
    finally:
        os.close(descriptor)
    assert sum(waits) == pytest.approx(20)
    assert ledger.history("acme").runs == ()


def test_what_nobody_can_read_is_not_empty(ledger: RowLedger, directory: Path) -> None:
    """Whoever compares is told, and not that there are no runs."""
    _file(directory).mkdir(parents=True)
    with pytest.raises(DataError, match="cannot be read"):
        ledger.history("acme")


def test_what_cannot_be_written_is_told(ledger: RowLedger, directory: Path) -> None:
    """Somebody has put something else in its place."""
    directory.write_text("in the way")
    with pytest.raises(CannotWriteError, match="history"):
        _add(ledger, 1, _rows(_OK))
    assert ledger.history("acme").runs == ()
