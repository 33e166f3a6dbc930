"""What became of rows between two runs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.compare import Change, ChangeKind, RowState, compare, counts_of, renamed_side
from axtui.core.errors import Side
from axtui.core.models import CompanyId
from axtui.core.notes import Note, ReasonCode

_ONE = CompanyId(1)
_OK = RowState(note=Note.OK, company_name=b"a", customer=b"x", customer_name=b"a")
_LINK = replace(_OK, note=Note.LINK)
_NO_MATCH = replace(_OK, note=Note.NO_MATCH)
_ACKNOWLEDGED = replace(_LINK, is_acknowledged=True)


def _kind(was: RowState | None, now: RowState | None, *, known: bool = False) -> ChangeKind | None:
    before = {_ONE: was} if was else {}
    after = {_ONE: now} if now else {}
    found = compare(before, after, was_problem={_ONE} if known else frozenset())
    return found[0].kind if found else None


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        (_OK, _LINK, ChangeKind.NEW),
        (None, _LINK, ChangeKind.NEW),
        (replace(_OK, note=Note.EXCLUDED), _NO_MATCH, ChangeKind.NEW),
        (_ACKNOWLEDGED, _LINK, ChangeKind.CAME_BACK),
        (_LINK, _OK, ChangeKind.FIXED),
        (_LINK, None, ChangeKind.FIXED),
        (_LINK, replace(_OK, note=Note.EXCLUDED), ChangeKind.FIXED),
        (_ACKNOWLEDGED, _OK, ChangeKind.FIXED),
        (_LINK, _ACKNOWLEDGED, ChangeKind.ACKNOWLEDGED),
        (_OK, _ACKNOWLEDGED, None),
        (_ACKNOWLEDGED, replace(_ACKNOWLEDGED, note=Note.NO_MATCH), None),
        (_LINK, _NO_MATCH, ChangeKind.OTHER_NOTE),
        (_OK, replace(_OK, note=Note.EXCLUDED), ChangeKind.OTHER_NOTE),
        (_LINK, replace(_LINK, customer=b"y"), ChangeKind.OTHER_CUSTOMER),
        (_OK, replace(_OK, company_name=b"b"), ChangeKind.RENAMED),
        (_OK, replace(_OK, customer_name=b"b"), ChangeKind.RENAMED),
        (_OK, replace(_OK, company_name=b"b", customer_name=b"b"), None),
        (_LINK, replace(_LINK, codes=frozenset({ReasonCode.NO_EMAIL})), ChangeKind.OTHER_REASON),
        (None, _OK, ChangeKind.APPEARED),
        (_OK, None, ChangeKind.GONE),
        (_OK, _OK, None),
        (_LINK, _LINK, None),
    ],
)
def test_each_pair_of_states_has_its_kind(
    was: RowState | None, now: RowState | None, kind: ChangeKind | None
) -> None:
    """The first line of the decision that applies."""
    assert _kind(was, now) is kind


@pytest.mark.parametrize("was", [_OK, None])
def test_a_problem_that_was_there_before_has_come_back(was: RowState | None) -> None:
    """Whether its company was fixed in between, or not in the report."""
    assert _kind(was, _LINK, known=True) is ChangeKind.CAME_BACK


@pytest.mark.parametrize(
    ("changed", "side"),
    [
        ({}, None),
        ({"company_name": b"b"}, Side.AUTOTASK),
        ({"customer_name": b"b"}, Side.XERO),
        ({"company_name": b"b", "customer_name": b"b"}, None),
        ({"customer_name": b""}, None),
        ({"company_name": b"b", "customer": b"y"}, None),
        ({"customer_name": b"b", "customer": b"y"}, None),
    ],
)
def test_a_rename_is_told_only_of_one_side(changed: dict[str, bytes], side: Side | None) -> None:
    """A customer that is gone is not renamed, and another customer is no other name."""
    assert renamed_side(_OK, replace(_OK, **changed)) is side  # type: ignore[arg-type]  # bytes fields only


def test_a_new_row_tells_which_side_was_renamed() -> None:
    """The usual way in which a match is lost: the customer is there, under its old name."""
    (change,) = compare({_ONE: _OK}, {_ONE: replace(_NO_MATCH, company_name=b"b")})
    assert (change.kind, change.renamed) == (ChangeKind.NEW, Side.AUTOTASK)
    assert compare({}, {_ONE: _LINK})[0].renamed is None
    assert compare({_ONE: _LINK}, {})[0].renamed is None


def test_what_was_not_read_is_not_fixed() -> None:
    """An incomplete run tells of what it has found, and of nothing that it has not."""
    two, three = CompanyId(2), CompanyId(3)
    before = {_ONE: _LINK, two: _OK, three: _OK}
    after = {three: _LINK}
    assert [each.kind for each in compare(before, after, is_complete=False)] == [ChangeKind.NEW]
    kinds = [each.kind for each in compare(before, after)]
    assert kinds == [ChangeKind.NEW, ChangeKind.FIXED, ChangeKind.GONE]
    assert list(counts_of(compare(before, after))) == kinds


_STATES = st.builds(
    RowState,
    note=st.sampled_from(Note),
    codes=st.frozensets(st.sampled_from([ReasonCode.NO_EMAIL, ReasonCode.NO_CONTACTS])),
    company_name=st.sampled_from([b"a", b"b"]),
    customer=st.sampled_from([b"", b"x", b"y"]),
    customer_name=st.sampled_from([b"", b"a", b"b"]),
    is_acknowledged=st.booleans(),
)
_ROWS = st.dictionaries(st.integers(1, 6).map(CompanyId), _STATES)
_UNACKNOWLEDGED = st.dictionaries(
    st.integers(1, 6).map(CompanyId), _STATES.map(lambda state: replace(state, is_acknowledged=False))
)


@given(_ROWS, st.frozensets(st.integers(1, 6).map(CompanyId)))
def test_a_run_and_itself_differ_in_nothing(rows: dict[CompanyId, RowState], known: set[CompanyId]) -> None:
    """Whatever was a problem before."""
    assert compare(rows, rows, was_problem=known) == ()


@given(_UNACKNOWLEDGED, _UNACKNOWLEDGED)
def test_the_other_way_round_new_is_fixed(
    before: dict[CompanyId, RowState], after: dict[CompanyId, RowState]
) -> None:
    """And what appeared is gone; every other change is the same both ways."""
    other = {
        ChangeKind.NEW: ChangeKind.FIXED,
        ChangeKind.FIXED: ChangeKind.NEW,
        ChangeKind.APPEARED: ChangeKind.GONE,
        ChangeKind.GONE: ChangeKind.APPEARED,
    }
    there = {each.company: (other.get(each.kind, each.kind), each.renamed) for each in compare(before, after)}
    back = {each.company: (each.kind, each.renamed) for each in compare(after, before)}
    assert there == back


@given(_ROWS, _ROWS, st.frozensets(st.integers(1, 6).map(CompanyId)))
def test_open_rows_add_up(
    before: dict[CompanyId, RowState], after: dict[CompanyId, RowState], known: set[CompanyId]
) -> None:
    """What was open, with what came and without what went, is what is open."""
    changes = compare(before, after, was_problem=known)

    def went(change: Change) -> bool:
        return change.before is not None and change.before.is_open

    came = sum(each.kind in {ChangeKind.NEW, ChangeKind.CAME_BACK} for each in changes)
    gone = sum(each.kind in {ChangeKind.FIXED, ChangeKind.ACKNOWLEDGED} and went(each) for each in changes)
    assert sum(row.is_open for row in before.values()) + came - gone == sum(
        row.is_open for row in after.values()
    )
    assert not known & {each.company for each in changes if each.kind is ChangeKind.NEW}


@given(_ROWS, _ROWS)
def test_an_incomplete_run_tells_a_part_of_what_a_complete_one_does(
    before: dict[CompanyId, RowState], after: dict[CompanyId, RowState]
) -> None:
    """It invents nothing."""
    whole = compare(before, after)
    kept = [each for each in whole if each.kind not in {ChangeKind.FIXED, ChangeKind.GONE}]
    assert list(compare(before, after, is_complete=False)) == kept
