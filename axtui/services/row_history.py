"""The runs of a profile that are remembered, and what has changed between any two of them."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from axtui.core.compare import Change, compare
from axtui.core.models import CompanyId, FetchedAt
from axtui.services.row_records import RunHead, RunRecord, apply, had_problem_in, open_in, record_of
from axtui.services.row_states import Packed, acknowledging, problems_in, unpacked


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
        series = self._records[place].head.series
        earlier = enumerate(self.runs[:place])
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

    def _of_series(self, place: int) -> Iterator[RunRecord]:
        series = self._records[place].head.series
        return (record for record in self._records[: place + 1] if record.head.series == series)
