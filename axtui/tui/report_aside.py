"""What a report shows while some of its rows are acknowledged: everything else, and them only when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axtui.tui.aside import Aside
from axtui.tui.report_searching import ReportSearching

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from axtui.core.acknowledgements import Acknowledgement
    from axtui.core.models import CompanyId
    from axtui.core.notes import Note
    from axtui.core.search_pattern import Clock


class ReportAside(ReportSearching):
    """A screen that leaves acknowledged rows out of what it shows, finds and counts."""

    def __init__(self, *, ascii: bool, clock: Clock) -> None:  # noqa: A002  # the setting's own name
        super().__init__(ascii=ascii, clock=clock)
        self._aside = Aside()
        self._shows_aside = False
        """Whether acknowledged rows are shown all the same, because somebody went to one of them."""

    def lay_aside(self, aside: Aside) -> None:
        """Take another answer to what of the report is acknowledged; the search and the cursor stay."""
        self._aside, self._shows_aside = aside, False
        self._table.tell_aside(aside.by_place)
        self._look_anew()

    @property
    def acknowledged(self) -> Mapping[int, Acknowledgement]:
        """What is acknowledged, by the row's place; in view or not."""
        return self._aside.by_place

    def acknowledgement_of(self, company: CompanyId) -> Acknowledgement | None:
        """Return what is acknowledged of a company's row; None where that is nothing."""
        row = self._lines.row_of(company)
        return None if row is None else self._aside.by_place.get(row)

    @property
    def _left_out(self) -> Collection[int]:
        return () if self._shows_aside else self._aside.by_place

    @property
    def _rows_in_view(self) -> int:
        """How many rows there are to be searched."""
        return len(self._lines) - len(self._left_out)

    def _counts_in_view(self, counts: Mapping[Note, int]) -> Mapping[Note, int]:
        """Return a report's counts without the rows that are left out."""
        in_view = dict(counts)
        for place in self._left_out:
            in_view[self._lines.note(place)] -= 1
        return in_view

    def _aside_words(self) -> str:
        return self._aside.words(are_shown=self._shows_aside)

    def _look_anew(self) -> None:
        """Search the rows that are in view now."""
        self._searching.open(self._lines, without=self._left_out)
        self._notes.counts = self._counts_in_view(self._lines.counts) if len(self._lines) else {}
        self._search()

    def action_clear(self) -> None:
        """Show all rows again, but for the acknowledged ones."""
        if self._shows_aside:
            self._shows_aside = False
            self._look_anew()
        super().action_clear()

    def show_company(self, company: CompanyId) -> None:
        """Put the cursor on a company's row; one that is acknowledged comes into view for that."""
        row = self._lines.row_of(company)
        if row is not None and row in self._left_out:
            self._shows_aside = True
            self._look_anew()
            if self._is_hidden(row):
                super().action_clear()
        super().show_company(company)
