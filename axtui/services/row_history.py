"""The runs of a profile that are remembered, and what has changed between any two of them."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from axtui.core.compare import Change, ChangeKind, compare, in_order
from axtui.core.models import CompanyId, FetchedAt
from axtui.services.row_records import RunHead, RunRecord, apply, had_problem_in, open_in, record_of
from axtui.services.row_states import (
    Packed,
    acknowledging,
    is_open,
    is_problem,
    open_among,
    problems_in,
    unpacked,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What has changed from one run to a later one."""

    before: RunHead
    after: RunHead
    changes: tuple[Change, ...]
    open: int
    """Rows of the later run with a problem that nobody has acknowledged."""


class RowHistory:
    """Runs in the order in which they were written down; each is meant by its place."""

    def __init__(self, records: Sequence[RunRecord]) -> None:
        self._records = records

    @property
    def records(self) -> Sequence[RunRecord]:
        """As they are written down."""
        return self._records

    @property
    def runs(self) -> tuple[RunHead, ...]:
        """What is known of each run."""
        return tuple(record.head for record in self._records)

    def place_of(self, fetched_at: FetchedAt, *, series: str) -> int | None:
        """Return the place of the run that read at this time; None where it is not remembered."""
        return next(
            (
                at
                for at, head in enumerate(self.runs)
                if head.series == series and head.fetched_at == fetched_at
            ),
            None,
        )

    def comparable(self, place: int) -> tuple[int, ...]:
        """Return the complete runs before this one that it can be compared with, the latest last."""
        return self.complete(self._records[place].head.series, before=place)

    def complete(self, series: str, *, before: int) -> tuple[int, ...]:
        """Return the complete runs of a series before a place, the latest last."""
        earlier = enumerate(self.runs[:before])
        return tuple(at for at, head in earlier if head.series == series and head.is_complete)

    def rows_at(self, place: int) -> Packed:
        """Return the state of every row of a run."""
        rows: Packed = {}
        for record in self._of_series(place):
            apply(record, rows)
        return rows

    def last_of(self, series: str, *, complete: bool = False) -> int | None:
        """Return the place of the last run of a series, or of the last complete one."""
        places = reversed(range(len(self._records)))
        heads = ((place, self._records[place].head) for place in places)
        return next(
            (at for at, head in heads if head.series == series and (head.is_complete or not complete)), None
        )

    def last_rows(self, series: str, *, complete: bool = False) -> Packed:
        """Return the rows of that run; none where there is no such run."""
        place = self.last_of(series, complete=complete)
        return {} if place is None else self.rows_at(place)

    def latest(self, number: int) -> "RowHistory":
        """Return the last so many runs; of those before them only who had a problem is kept."""
        first = max(0, len(self._records) - number)
        begun, records = set[str](), list[RunRecord]()
        for place in range(first, len(self._records)):
            record = self._records[place]
            if record.head.series not in begun:
                begun.add(record.head.series)
                had = self.had_problem_before(place)
                record = record_of(record.head, self.rows_at(place), before={}, had_problem=had)
            records.append(record)
        return RowHistory(records)

    def had_problem_before(self, place: int) -> set[CompanyId]:
        """Return the companies with a problem in any complete run of the series before this one."""
        *earlier, this = self._of_series(place)
        rows: Packed = {}
        found = set(had_problem_in(this))
        for record in earlier:
            found.update(had_problem_in(record))
            apply(record, rows)
            if record.head.is_complete:
                found.update(problems_in(rows))
        return found

    def changes(self, before: int, after: int, *, acknowledged: Set[CompanyId] | None = None) -> Changes:
        """Compare two runs; `acknowledged` is what is so by now, where that counts for the later one."""
        was, now = self.rows_at(before), self.rows_at(after)
        if acknowledged is not None:
            now = acknowledging(now, acknowledged)
        differing = [company for company in was.keys() | now.keys() if was.get(company) != now.get(company)]
        heads = self.runs
        return Changes(
            before=heads[before],
            after=heads[after],
            open=open_in(now),
            changes=compare(
                {company: unpacked(was[company]) for company in differing if company in was},
                {company: unpacked(now[company]) for company in differing if company in now},
                was_problem=self.had_problem_before(before),
                is_complete=heads[after].is_complete,
            ),
        )

    def watched(self, since: int, place: int, *, acknowledged: Set[CompanyId] | None = None) -> Changes:
        """Compare two runs as `changes` does, for who has seen none in between.

        A row has opened where any complete run from `since` on was without it: else one that was fixed and
        came back in between would be told to nobody.
        """
        changes = self.changes(since, place, acknowledged=acknowledged)
        now = self.rows_at(place)
        if acknowledged is not None:
            now = acknowledging(now, acknowledged)
        opened = {each.company: each for each in self._opened(since, place, now)}
        others = (each for each in changes.changes if each.company not in opened)
        return replace(changes, changes=in_order((*opened.values(), *others)))

    def _opened(self, since: int, place: int, now: Packed) -> Iterator[Change]:
        """Yield what has become of rows that are open by now, since the last complete run without them."""
        last, had_problem = dict[CompanyId, tuple[bytes | None, ChangeKind]](), set[CompanyId]()
        watched = frozenset(open_among(now))
        for at, rows in self._complete_rows(place, had_problem):
            for company in watched:
                state = rows.get(company)
                if state is not None and is_problem(state):
                    had_problem.add(company)
                if at >= since and (state is None or not is_open(state)):
                    kind = ChangeKind.CAME_BACK if company in had_problem else ChangeKind.NEW
                    last[company] = (state, kind)
        for company, (state, kind) in last.items():
            before = None if state is None else unpacked(state)
            yield Change(company=company, kind=kind, before=before, after=unpacked(now[company]))

    def _complete_rows(self, place: int, had_problem: set[CompanyId]) -> Iterator[tuple[int, Packed]]:
        """Yield the rows of each complete run of the series before a place; note who had a problem before."""
        rows: Packed = {}
        for at, record in enumerate(self._records[:place]):
            if record.head.series == self._records[place].head.series:
                had_problem.update(had_problem_in(record))
                apply(record, rows)
                if record.head.is_complete:
                    yield at, rows

    def _of_series(self, place: int) -> Iterator[RunRecord]:
        series = self._records[place].head.series
        return (record for record in self._records[: place + 1] if record.head.series == series)
