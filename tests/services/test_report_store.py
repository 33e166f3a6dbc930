"""The built report on disk: equal to one built anew, or none at all; private, whole, and gone when told."""

import os
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from any_values import any_company, any_contact, any_customer
from builders import NOON, company, contact, customer, rules, snapshot
from disk import largest_file, mode_of, umask
from hypothesis import given
from hypothesis import strategies as st
from small_reports import hostile_report, report_of
from worlds import RULES, WORLDS

from axtui.core.errors import CannotWriteError
from axtui.core.match_by import MatchBy
from axtui.core.models import CompanyId, FetchedAt, Snapshot
from axtui.core.report import Report, ReportRules, build_report
from axtui.core.report_lines import ReportLines
from axtui.services import report_store
from axtui.services.report_store import ReportStore

_ANY_WORLDS = st.builds(
    snapshot,
    st.lists(any_company, max_size=4, unique_by=lambda each: each.id),
    st.lists(any_contact, max_size=4, unique_by=lambda each: each.id),
    st.lists(any_customer, max_size=4, unique_by=lambda each: each.id),
)
_REPORT = report_of(20)
_FEW = report_of(3)


def _loaded(report: Report, directory: Path) -> Report | None:
    return ReportStore(directory).load(report.profile, rules=report.rules, fetched_at=report.fetched_at)


def _file(directory: Path) -> Path:
    return directory / "acme.report"


@given(world=WORLDS, rules=RULES)
def test_a_kept_report_equals_one_built_anew(world: Snapshot, rules: ReportRules) -> None:
    """Rows in their order, reasons to the word, counts, contacts and what heads the report."""
    report = build_report(replace(world, incomplete_because=("Xero stopped.",)), rules)
    with TemporaryDirectory() as folder:
        ReportStore(Path(folder)).save(report)
        kept = _loaded(report, Path(folder))
    assert kept == report
    assert _told(kept.lines) == _told(report.lines)


@given(world=_ANY_WORLDS, rules=RULES)
def test_whatever_texts_and_ids_hold_comes_back_exactly(world: Snapshot, rules: ReportRules) -> None:
    """Only half a surrogate pair cannot be kept, and then nothing is."""
    report = build_report(world, rules)
    with TemporaryDirectory() as folder:
        ReportStore(Path(folder)).save(report)
        kept = _loaded(report, Path(folder))
    assert kept == report or (kept is None and any(map(_has_half_a_pair, _texts_in(asdict(world)))))
    assert kept is None or _told(kept.lines) == _told(report.lines)


@pytest.mark.parametrize("size", [0, 1, 999, 1_000, 1_001, 2_500])
def test_a_report_of_any_length_comes_back(size: int, tmp_path: Path) -> None:
    """Rows and contacts are kept in parts; none is lost or told twice where two parts meet."""
    report = report_of(size)
    ReportStore(tmp_path).save(report)
    kept = _loaded(report, tmp_path)
    assert kept == report
    assert _told(kept.lines) == _told(report.lines)


def test_what_becomes_of_the_file_later_does_not_matter(tmp_path: Path) -> None:
    """A report that is open stays whole when its file is replaced, damaged or removed."""
    ReportStore(tmp_path).save(_REPORT)
    kept = _loaded(_REPORT, tmp_path)
    _file(tmp_path).write_bytes(b"")
    ReportStore(tmp_path).forget("acme")
    assert kept == _REPORT


def test_hostile_names_come_back(tmp_path: Path) -> None:
    """Control characters and other scripts are data like any other."""
    ReportStore(tmp_path).save(hostile_report())
    assert _loaded(hostile_report(), tmp_path) == hostile_report()


def test_a_report_with_half_a_surrogate_pair_is_not_kept(tmp_path: Path) -> None:
    """Nor is the one before it, which is of no use any more."""
    ReportStore(tmp_path).save(_REPORT)
    odd = build_report(snapshot([company(1, "half \ud83d pair")]), rules())
    ReportStore(tmp_path).save(odd)
    assert _loaded(odd, tmp_path) is None
    assert not _file(tmp_path).exists()


def test_names_that_all_share_are_not_kept_by_the_square(tmp_path: Path) -> None:
    """A hundred companies that each match a hundred customers would be ten thousand records."""
    crowd = snapshot([company(at) for at in range(100)], [], [customer(f"x{at}") for at in range(100)])
    ReportStore(tmp_path).save(_REPORT)
    ReportStore(tmp_path).save(build_report(crowd, rules()))
    assert not _file(tmp_path).exists()


def test_nothing_is_kept_before_the_first_save(tmp_path: Path) -> None:
    """Not even the directory."""
    assert _loaded(_REPORT, tmp_path / "cache") is None
    assert list(tmp_path.iterdir()) == []


def test_a_report_holds_for_its_rules_only(tmp_path: Path) -> None:
    """Under another rule it must be built."""
    ReportStore(tmp_path).save(_REPORT)
    other = replace(_REPORT, rules=rules(MatchBy.NUMBER))
    assert _loaded(other, tmp_path) is None
    ReportStore(tmp_path).save(other)
    assert _loaded(other, tmp_path) == other
    assert _loaded(_REPORT, tmp_path) is None


@pytest.mark.parametrize("later", ["autotask", "xero"])
def test_a_report_holds_for_its_snapshot_only(later: str, tmp_path: Path) -> None:
    """Where either side was read since, it must be built."""
    ReportStore(tmp_path).save(_REPORT)
    times = {"autotask": NOON, "xero": NOON, later: NOON + timedelta(microseconds=1)}
    assert _loaded(replace(_REPORT, fetched_at=FetchedAt(**times)), tmp_path) is None


def test_a_report_of_another_version_does_not_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version may decide otherwise or say it in other words."""
    with monkeypatch.context() as another:
        another.setattr(report_store, "_FORM", "0.0.1, form 1")
        ReportStore(tmp_path).save(_REPORT)
    assert _file(tmp_path).exists()
    assert _loaded(_REPORT, tmp_path) is None


@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_changed_file_counts_as_none(at: float, bit: int) -> None:
    """Whatever bit of it is another one, no other report comes back."""
    with TemporaryDirectory() as folder:
        ReportStore(Path(folder)).save(_REPORT)
        data = bytearray(_file(Path(folder)).read_bytes())
        data[int(at * len(data))] ^= 1 << bit
        _file(Path(folder)).write_bytes(data)
        assert _loaded(_REPORT, Path(folder)) is None


def test_a_cut_file_counts_as_none(tmp_path: Path) -> None:
    """Wherever it ends, between two parts as well."""
    ReportStore(tmp_path).save(_FEW)
    data = _file(tmp_path).read_bytes()
    for length in range(len(data)):
        _file(tmp_path).write_bytes(data[:length])
        assert _loaded(_FEW, tmp_path) is None


def test_a_file_that_cannot_be_opened_counts_as_none(tmp_path: Path) -> None:
    """The report is then built from the snapshot."""
    _file(tmp_path).mkdir()
    assert _loaded(_REPORT, tmp_path) is None


def test_a_pipe_counts_as_none(tmp_path: Path) -> None:
    """To open it would wait for somebody who writes to it."""
    os.mkfifo(_file(tmp_path))
    assert _loaded(_REPORT, tmp_path) is None


@pytest.mark.parametrize("number", [2**63, 2**64 - 1, 2**64, -(2**63) - 1])
def test_a_report_with_an_id_beyond_64_bits_is_not_kept(number: int, tmp_path: Path) -> None:
    """It is built each time, and nothing fails."""
    odd = build_report(snapshot([company(number), company(1)]), rules())
    ReportStore(tmp_path).save(odd)
    assert _loaded(odd, tmp_path) is None
    assert not _file(tmp_path).exists()


def test_the_file_is_private(tmp_path: Path) -> None:
    """Names and addresses are for the eyes of one user."""
    with umask(0):
        ReportStore(tmp_path / "cache").save(_REPORT)
    assert mode_of(tmp_path / "cache") == 0o700
    assert mode_of(_file(tmp_path / "cache")) == 0o600


def test_a_full_disk_is_an_error_in_words_and_leaves_the_last_report(tmp_path: Path) -> None:
    """Whoever saves decides whether that matters."""
    ReportStore(tmp_path).save(_REPORT)
    with largest_file(1_000), pytest.raises(CannotWriteError):
        ReportStore(tmp_path).save(report_of(500))
    assert _loaded(_REPORT, tmp_path) == _REPORT


def test_each_profile_has_its_own_report(tmp_path: Path) -> None:
    """Also under a name that is no file name."""
    other = replace(_REPORT, profile="../acme")
    for report in (_REPORT, other):
        ReportStore(tmp_path).save(report)
    assert _loaded(_REPORT, tmp_path) == _REPORT
    assert _loaded(other, tmp_path) == other
    ReportStore(tmp_path).forget("../acme")
    assert _loaded(other, tmp_path) is None
    assert _loaded(_REPORT, tmp_path) == _REPORT


def test_forgetting_what_is_not_kept_is_fine(tmp_path: Path) -> None:
    """Whoever forgets need not ask before."""
    ReportStore(tmp_path / "cache").forget("acme")


def test_contacts_are_found_by_company(tmp_path: Path) -> None:
    """The keys are numbers again, not texts."""
    report = build_report(snapshot([company(7)], [contact(1, 7)]), rules())
    ReportStore(tmp_path).save(report)
    kept = _loaded(report, tmp_path)
    assert kept is not None
    assert kept.contacts_of[CompanyId(7)] == (contact(1, 7),)


def _told(lines: ReportLines) -> tuple[object, ...]:
    return (
        list(lines.companies),
        list(lines.texts),
        list(lines.folded),
        lines.notes,
        list(lines.reasons),
    )


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts_in(each)


def _has_half_a_pair(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)
