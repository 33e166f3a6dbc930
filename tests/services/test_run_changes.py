"""From reports to changes: what is noted of a row, and which runs are held against each other."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders import NOON, archived, company, contact, customer, linked, rules, snapshot
from configs import profile

from axtui.core.compare import Change, ChangeKind
from axtui.core.errors import CannotWriteError, Side
from axtui.core.match_by import MatchBy
from axtui.core.models import CompanyId, Customer, FetchedAt, Snapshot
from axtui.core.report import ReportRules, build_report
from axtui.services.acknowledgement_file import AcknowledgementFile
from axtui.services.acknowledging import acknowledgement_for
from axtui.services.change_words import (
    change_cells,
    compared_words,
    kind_words,
    open_counts,
    open_words,
    other_rule_words,
    run_words,
)
from axtui.services.config import AppSettings, Profile
from axtui.services.read_state import ReadState
from axtui.services.reporting import fingerprint_of_tenants
from axtui.services.run_changes import KnownRun, known_run, last_run, remember
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings

_PROFILE = profile()
_SETTINGS = AppSettings()


class _Runs:
    """Runs of one profile, an hour apart."""

    def __init__(self, surroundings: Surroundings, *, of: Profile = _PROFILE) -> None:
        self.surroundings = surroundings
        self.profile = of
        self.hours = 0

    def __call__(
        self,
        read: Snapshot,
        *,
        by: ReportRules | None = None,
        with_snapshot: bool = True,
    ) -> KnownRun:
        """Read this, and note it."""
        self.hours += 1
        at = NOON + timedelta(hours=self.hours)
        read = replace(read, profile=self.profile.name, fetched_at=FetchedAt(autotask=at, xero=at))
        report = build_report(read, by or rules())
        known = remember(
            report,
            read if with_snapshot else None,
            profile=self.profile,
            surroundings=self.surroundings,
            settings=_SETTINGS,
        )
        assert known is not None
        found = known_run(report, profile=self.profile, surroundings=self.surroundings)
        assert found is not None
        assert found.head == known.head
        return known

    @property
    def file(self) -> AcknowledgementFile:
        """Where the team keeps what it has acknowledged."""
        return AcknowledgementFile.of(self.profile, self.surroundings)

    def acknowledge(self, read: Snapshot, at: int) -> None:
        """Acknowledge the row of a company as it stands."""
        row = next(row for row in build_report(read, rules()).rows if row.company.id == at)
        self.file.put(acknowledgement_for(row, reason="known", until=None, surroundings=self.surroundings))


@pytest.fixture
def runs(surroundings: Surroundings) -> _Runs:
    """Of a profile that was never run."""
    return _Runs(surroundings)


def _changes(known: KnownRun) -> tuple[Change, ...]:
    return known.since(known.comparable[-1]).changes


_LINKED = (linked(1, 1),)


@pytest.mark.parametrize(
    ("company_name", "customers", "kind", "side"),
    [
        ("Acme Limited", [customer()], ChangeKind.NEW, Side.AUTOTASK),
        ("Acme Ltd", [customer(name="Acme Limited")], ChangeKind.NEW, Side.XERO),
        ("Acme Limited", [customer(name="Acme LTD")], ChangeKind.NEW, None),
        ("Acme Ltd", [archived("x1")], ChangeKind.NEW, None),
        ("Acme Limited", [archived("x1")], ChangeKind.NEW, None),
        ("Acme Ltd", [archived("x1", "Acme (old)")], ChangeKind.NEW, None),
        ("Acme Ltd", [], ChangeKind.NEW, None),
        ("Acme Limited", [], ChangeKind.NEW, None),
        ("Acme Ltd", [customer("x2")], ChangeKind.OTHER_CUSTOMER, None),
    ],
)
def test_a_lost_match_tells_on_which_side_the_name_has_changed(
    runs: _Runs, company_name: str, customers: list[Customer], kind: ChangeKind, side: Side | None
) -> None:
    """A customer that is archived or gone was not renamed; nor is another one of the same name."""
    runs(snapshot([company()], _LINKED, [customer()]))
    (change,) = _changes(runs(snapshot([company(1, company_name)], _LINKED, customers)))
    assert (change.kind, change.renamed) == (kind, side)


def test_a_lost_match_is_remembered_over_many_runs(runs: _Runs) -> None:
    """A row that has lost its customer still knows whom it had, and by what name."""
    lost = snapshot([company()], _LINKED, [customer(name="Acme Limited")])
    runs(snapshot([company()], _LINKED, [customer()]))
    runs(lost)
    known = runs(lost)
    assert _changes(known) == ()
    (change,) = known.since(known.comparable[0]).changes
    assert change.renamed is Side.XERO


def test_without_what_was_read_nobody_claims_a_rename_in_xero(runs: _Runs) -> None:
    """A stored report does not know what a customer is called that none of its rows has."""
    runs(snapshot([company()], _LINKED, [customer()]))
    lost = snapshot([company()], _LINKED, [customer(name="Acme Limited")])
    (change,) = _changes(runs(lost, with_snapshot=False))
    assert (change.kind, change.renamed) == (ChangeKind.NEW, None)


def test_a_rename_under_another_key_is_told_although_nothing_is_lost(runs: _Runs) -> None:
    """By number the row stays OK: it would be lost by name."""
    by_number = rules(MatchBy.NUMBER)
    runs(snapshot([company(number="7")], _LINKED, [customer(number="7")]), by=by_number)
    renamed = snapshot([company(1, "Other", number="7")], _LINKED, [customer(number="7")])
    (change,) = _changes(runs(renamed, by=by_number))
    assert (change.kind, change.renamed) == (ChangeKind.RENAMED, Side.AUTOTASK)
    assert change_cells(change, company="Other") == (
        "renamed",
        "Other",
        "OK",
        "OK",
        "renamed in Autotask only",
        "1",
    )


def test_a_company_of_several_customers_is_told_by_all_of_them(runs: _Runs) -> None:
    """One more customer of the same name is another match."""
    two = [customer("x1"), customer("x2")]
    runs(snapshot([company()], _LINKED, two))
    (change,) = _changes(runs(snapshot([company()], _LINKED, [*two, customer("x3")])))
    assert change.kind is ChangeKind.OTHER_CUSTOMER
    (change,) = _changes(runs(snapshot([company()], _LINKED, [])))
    assert (change.kind, change.renamed) == (ChangeKind.OTHER_NOTE, None)


def test_an_incomplete_run_fixes_nothing(runs: _Runs) -> None:
    """Not what was not read, nor what looks fixed because something was not read."""
    twice = snapshot([company(), company(2, "Bolt")], _LINKED, [customer("x1"), customer("x2")])
    runs(twice)
    short = replace(snapshot([company()], _LINKED, [customer("x1")]), incomplete_because=("Xero was short.",))
    known = runs(short)
    assert _changes(known) == ()
    assert not known.head.is_complete
    later = runs(twice)
    assert [later.history.runs[place].is_complete for place in later.comparable] == [True]
    assert _changes(later) == ()


def test_a_customer_that_was_not_read_keeps_its_name(runs: _Runs) -> None:
    """An incomplete run says nothing of whom it did not see."""
    runs(snapshot([company()], _LINKED, [customer()]))
    lost = snapshot([company(1, "Acme Limited")], _LINKED, [])
    (change,) = _changes(runs(replace(lost, incomplete_because=("Xero was short.",))))
    assert (change.kind, change.renamed) == (ChangeKind.NEW, Side.AUTOTASK)


def test_runs_of_other_rules_and_tenants_are_not_compared(runs: _Runs, surroundings: Surroundings) -> None:
    """It is said that they stood between; settings that a rule does not read do not part its runs."""
    read = snapshot([company(), company(2, "No")], _LINKED, [customer()])
    runs(read)
    between = runs(read, by=rules(MatchBy.NUMBER))
    assert between.comparable == ()
    known = runs(read, by=rules(ignore_case=True))
    assert known.comparable == (0,)
    assert other_rule_words(known, 0) == ("1 run in between went by the rule number, and cannot be compared.")
    assert other_rule_words(known, None)
    other = replace(_PROFILE, autotask=replace(_PROFILE.autotask, contact_udf_value="Billing"))
    elsewhere = _Runs(surroundings, of=other)
    elsewhere.hours = 10
    assert elsewhere(read).comparable == ()
    last = runs(read)
    assert last.comparable == (0, 2)
    assert "other settings" in other_rule_words(last, 2)
    assert other_rule_words(runs(read), 4) == ""
    sole = runs(read, by=rules(sole=True))
    assert sole.comparable == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (rules(MatchBy.NUMBER_THEN_NAME), rules(MatchBy.NUMBER_THEN_NAME, ignore_case=True), False),
        (rules(MatchBy.NUMBER), rules(MatchBy.NUMBER, ignore_case=True), True),
    ],
)
def test_a_setting_parts_runs_of_the_rule_that_reads_it(
    runs: _Runs, one: ReportRules, other: ReportRules, same: bool
) -> None:
    """And of no other one."""
    read = snapshot([company()], (), [customer()])
    runs(read, by=one)
    assert bool(runs(read, by=other).comparable) is same


def test_acknowledged_rows_are_noted_as_such(runs: _Runs) -> None:
    """They are not open; when that ends they have come back, and are not when somebody acknowledges them."""
    read = snapshot([company(), company(2, "No")], (), [customer()])
    runs(read)
    runs.acknowledge(read, 2)
    known = runs(read)
    assert [each.kind for each in _changes(known)] == [ChangeKind.ACKNOWLEDGED]
    assert open_counts(known) == (2, 1)
    runs.file.take_back(CompanyId(2))
    known = runs(read)
    assert [(each.company, each.kind) for each in _changes(known)] == [(2, ChangeKind.CAME_BACK)]
    runs.acknowledge(read, 2)
    runs.hours -= 1
    held = runs(read)
    changes = held.since(held.comparable[-1])
    assert (changes.changes, changes.open) == ((), 1)
    assert open_counts(held, now=changes.open) == (2, 1, 1)


def test_an_acknowledged_row_that_changes_is_open_again(runs: _Runs) -> None:
    """It was acknowledged for what it was then."""
    read = snapshot([company()], (), [customer()])
    runs.acknowledge(read, 1)
    runs(read)
    (change,) = _changes(runs(snapshot([company()], (), [])))
    assert change.kind is ChangeKind.CAME_BACK


def test_a_run_is_noted_once_however_often_its_report_is_built(runs: _Runs) -> None:
    """The app builds one anew whenever its kept form is of no use."""
    read = snapshot([company()], _LINKED, [customer()])
    runs(read)
    runs.hours -= 1
    assert len(runs(read).history.runs) == 1


@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_profile_that_was_edited_since_the_read_begins_no_new_series(
    surroundings: Surroundings, is_damaged: bool
) -> None:
    """What was read counts, and not what the next run will read; where nobody knows, the profile does."""
    read = snapshot([company()], _LINKED, [customer()])
    state = ReadState(
        fingerprint=fingerprint_of_tenants(_PROFILE, surroundings),
        full_at=NOON,
        autotask_since=NOON,
        xero_since=NOON,
        other_companies=frozenset(),
        other_contacts=frozenset(),
    )
    SnapshotStore.of(surroundings).save(read, state)
    if is_damaged:
        next((surroundings.cache_dir / "snapshots").glob("*.sqlite3")).write_bytes(b"noise")
    edited = replace(_PROFILE, autotask=replace(_PROFILE.autotask, company_types=("Lead",)))
    report = build_report(read, rules())
    for each in (_PROFILE, edited):
        remember(report, read, profile=each, surroundings=surroundings, settings=_SETTINGS)
    known = last_run(_PROFILE, surroundings=surroundings)
    assert known is not None
    assert len(known.history.runs) == 1 + is_damaged


@pytest.mark.parametrize("settings", [AppSettings(retention_days=0), None])
def test_nothing_is_noted_where_nothing_may_be_kept(
    surroundings: Surroundings, settings: AppSettings | None
) -> None:
    """With `--no-cache`, and with `retention_days = 0`; there is no last run either."""
    without = replace(surroundings, uses_cache=settings is not None)
    report = build_report(snapshot([company()]), rules())
    known = remember(report, None, profile=_PROFILE, surroundings=without, settings=settings or _SETTINGS)
    assert known is None
    assert not surroundings.history_dir.exists()
    assert last_run(_PROFILE, surroundings=surroundings) is None


def test_a_history_that_cannot_be_written_is_an_error(surroundings: Surroundings) -> None:
    """Who watches for new rows must not take that for nothing new."""
    surroundings.state_dir.mkdir()
    (surroundings.state_dir / "history").write_text("in the way")
    report = build_report(snapshot([company()]), rules())
    with pytest.raises(CannotWriteError):
        remember(report, None, profile=_PROFILE, surroundings=surroundings, settings=_SETTINGS)


def test_no_name_address_or_number_is_kept(runs: _Runs, tmp_path: Path) -> None:
    """Ids, notes, codes and hashes alone, and of one name another hash in every profile."""
    read = snapshot(
        [company(1, "Zyzzyva Quartz Ltd", number="N-4711")],
        [contact(1, 1, first="Wilhelmina", emails=("wilhelmina@zyzzyva.example",))],
        [customer("x1", "Zyzzyva Quartz Ltd", number="N-4711")],
    )
    runs(read)
    data = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert data
    assert not [word for word in (b"yzzyva", b"Quartz", b"4711", b"ilhelmina") if word in data]


def test_the_words_tell_runs_and_numbers(runs: _Runs) -> None:
    """Both doors use them."""
    runs(snapshot([company()], _LINKED, [customer()]))
    known = runs(replace(snapshot([company()], (), [customer()]), incomplete_because=("Short.",)))
    changes = known.since(0)
    assert run_words(changes.before) == "the run of 2026-03-02 13:00:00"
    assert compared_words(changes) == (
        "The run of 2026-03-02 14:00:00 (not complete) against the run of 2026-03-02 13:00:00, "
        "rule name: 1 new."
    )
    assert compared_words(replace(changes, changes=())).endswith("rule name: nothing has changed.")
    assert open_words([3]) == "Open problems: 3."
    assert open_words([1, 3, 2], ascii=True) == (
        "Open problems over 3 runs: _#= first 1, least 1, most 3, last 2."
    )
    assert [kind_words(kind) for kind in (ChangeKind.CAME_BACK, ChangeKind.NEW)] == ["came back", "new"]


def test_a_change_without_a_row_is_told_in_words(runs: _Runs) -> None:
    """A company that is gone, one that appeared, and one that is acknowledged."""
    now = snapshot([company(2, "No"), company(3, "New")], (), [customer()])
    runs(snapshot([company(), company(2, "No")], (), [customer()]))
    runs.acknowledge(now, 2)
    cells = [change_cells(each, company="")[2:4] for each in _changes(runs(now))]
    assert cells == [("not there", "No Match"), ("Link", "gone"), ("No Match", "No Match, acknowledged")]
