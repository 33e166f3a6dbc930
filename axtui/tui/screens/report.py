"""The report: what was found, searched as one types, with keys for everything that follows from it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widgets import DataTable, Static

from axtui.core.remarks import remarks_beside
from axtui.core.report_lines import lines_of
from axtui.core.search import describe
from axtui.core.text import visible
from axtui.tui.aside import Aside
from axtui.tui.memory import Memory
from axtui.tui.report_asking import ReportAsking
from axtui.tui.report_help import REPORT_HELP
from axtui.tui.report_searching import NOTHING_YET
from axtui.tui.report_viewing import TableBesideDetail
from axtui.tui.report_words import (
    ALL_ACKNOWLEDGED,
    NEW_REPORT,
    NO_REPORT,
    Counted,
    banner_content,
    not_exported_words,
    nothing_found_words,
    title_content,
)
from axtui.tui.widgets.found_count import FoundCount
from axtui.tui.widgets.key_line import KeyLine
from axtui.tui.widgets.report_table import ReportTable
from axtui.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from axtui.core.models import CompanyId
    from axtui.core.report import Report, Row
    from axtui.core.search_pattern import Clock

_SPARE_KEYS: Final = frozenset({"report.filters", "report.jump", "report.columns"})
"""Keys that the line of keys leaves out first."""


class ReportScreen(ReportAsking):
    """Shows one report; what it is asked for beyond that it tells the app."""

    class RunRequested(Message):
        """The person wants a run."""

    class OpenNewReport(Message):
        """The person wants to see the report that is waiting."""

    class RowChosen(Message):
        """The person wants to see all about one row."""

        def __init__(self, row: Row, report: Report) -> None:
            super().__init__()
            self.row = row
            self.report = report

    class ExportRequested(Message):
        """The person wants to export."""

        def __init__(self, *, report: Report, marked: frozenset[CompanyId], shown: Sequence[int]) -> None:
            super().__init__()
            self.report = report
            self.marked = marked
            """Companies of any note, hidden ones included."""
            self.shown = shown
            """The places in the report of the rows that the filter lets through, as they are sorted."""

    class VerifyRequested(Message):
        """The person wants to see what an import has done."""

    class RuleMenuRequested(Message):
        """The person wants to choose another match rule."""

        def __init__(self, report: Report) -> None:
            super().__init__()
            self.report = report

    HELP: ClassVar[str] = REPORT_HELP

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,f4", "export", "Export", id="report.export"),
        Binding("V", "verify", "Verify an import", id="report.verify", show=False),
        Binding("m,f7", "rule_menu", "Rule", id="report.rule"),
        Binding("R,f5", "run", "Run", id="report.run"),
        Binding("enter", "open_new_report", "Open the new report", id="report.open", show=False),
    ]

    AUTO_FOCUS = "ReportTable"

    DEFAULT_CSS = """
    ReportScreen {
        #report-title { height: 1; padding: 0 1; background: $surface; }
        #report-title { text-wrap: nowrap; text-overflow: ellipsis; }
        &.-ascii #report-title, &.-ascii #report-status, &.-ascii #report-found { text-overflow: clip; }
        #report-banner, #report-remarks { display: none; height: auto; max-height: 4; padding: 0 1; }
        #report-banner { color: $text-warning; text-style: bold; }
        &.-has-remarks #report-remarks { display: block; }
        &.-incomplete #report-banner { display: block; }
    }
    """

    run_line: var[str] = var("")
    """What the app says about a run; empty hides it."""
    report_is_waiting: var[bool] = var(False)
    """Whether a newer report than the one shown can be opened."""
    no_report_sentence: var[str] = var(NO_REPORT)
    """What stands in the place of rows while there is no report."""

    def __init__(
        self,
        *,
        ascii: bool = False,  # noqa: A002  # the setting's own name
        initial_filter: str = "",
        clock: Clock = time.monotonic,
    ) -> None:
        super().__init__(ascii=ascii, clock=clock)
        self.set_class(ascii, "-ascii")
        self.add_class("-shows-nothing")
        self._initial_filter = initial_filter
        self._profile = ""
        self._report: Report | None = None
        self._rule_is_configured = True
        self._is_built = False
        self._count = FoundCount(id="report-found")
        self._status = StatusLine(id="report-status")

    def compose(self) -> ComposeResult:
        """Title, banner, remarks, search, notes, table, status."""
        yield Static(id="report-title", markup=False)
        yield Static(id="report-banner", markup=False)
        yield Static(id="report-remarks", markup=False)
        with Horizontal(id="report-search"):
            yield Static("/", id="report-search-sign")
            self._input.value = self._initial_filter
            yield self._input
            yield self._count
        yield self._notes
        yield TableBesideDetail(self._table)
        yield self._status
        yield KeyLine(spare=_SPARE_KEYS)

    def on_mount(self) -> None:
        """Show what was handed in before the widgets existed; from now on answer every key at once."""
        self._is_built = True
        # A watcher runs before the frame that shows the letter; a handler of Input.Changed after it.
        self.watch(self._input, "value", self._search, init=False)
        self._show()

    @property
    def report(self) -> Report | None:
        """The report that is shown."""
        return self._report

    def show_report(
        self,
        report: Report | None,
        *,
        profile: str,
        rule_is_configured: bool = True,
        memory: Memory | None = None,
        aside: Aside | None = None,
    ) -> None:
        """Show another report; search, note, sorting and marks stay, unless it is another profile's.

        `memory` is what is remembered of the profile; without it that stays as it is. `aside` is what of the
        report is acknowledged.
        """
        if profile != self._profile:
            self._forget()
        if memory is not None and memory is not self._memory:
            self._use(memory)
        self._profile = profile
        self._report = report
        self._rule_is_configured = rule_is_configured
        self._lines = report.lines if report else lines_of(())
        self._aside, self._shows_aside = aside or Aside(), False
        self._searching.open(self._lines, without=self._left_out)
        if self._is_built:
            self._end_jump()
            self._show()

    def _use(self, memory: Memory) -> None:
        """Take over what is remembered of a profile."""
        self._memory = memory
        memory.searched(self._input.value)  # what the command line asked for counts as a search, too
        self._input.searches = memory.view.searches
        self.show_columns(memory.view.columns)

    def _forget(self) -> None:
        """Leave nothing of another profile behind, save what was typed before there was any."""
        self._searching.note = None
        self._said = ""
        if self._is_built:
            self._table.forget()
            if self._profile:
                self._input.value = ""

    # What stands on the screen

    def _show(self) -> None:
        """Put the report on the screen; the cursor finds its company again."""
        self._show_head()
        self._notes.counts = self._counts_in_view(self._report.counts) if self._report else {}
        found = self._ask()
        self._table.tell_aside(self._aside.by_place)
        self._table.show(self._lines, found.indexes, query=found.query)
        self._describe()

    def _show_head(self) -> None:
        report = self._report
        title = title_content(self._profile, report, rule_is_configured=self._rule_is_configured)
        self.query_one("#report-title", Static).update(title, layout=False)
        self.set_class(report is not None and not report.complete, "-incomplete")
        if report is not None:
            self.query_one("#report-banner", Static).update(banner_content(report))
        remarks = remarks_beside(report) if report and report.rows else ()
        self.query_one("#report-remarks", Static).update(Content("\n".join(remarks)))
        self.set_class(bool(remarks), "-has-remarks")

    def _describe(self) -> None:
        """Say what is shown of how much, and why where nothing is."""
        self._notes.active = self._searching.note
        self._describe_found()
        empty = self._why_nothing()
        self._table.words = empty
        self.set_class(not len(self._lines), "-shows-nothing")
        self._follow_cursor()
        self._describe_status()

    def _describe_found(self) -> None:
        marked = len(self._table.marked)
        self._count.show(
            Counted(
                shown=len(self._searching.found),
                total=self._rows_in_view,
                is_partial=not self._searching.is_done,
                note=self._searching.note,
                marked=marked,
                hidden_marks=self._table.hidden_marks if marked else 0,
                is_broken=bool(self._searching.found.query.problem),
            )
        )

    def _head_of_text(self) -> tuple[str, ...]:
        title = title_content(self._profile, self._report, rule_is_configured=self._rule_is_configured)
        query = describe(self._searching.found.query)
        searched = f", {query}" if query else ""
        return (title.plain, f"{self._count.words}{searched}")

    def _why_nothing(self) -> str:
        if self._report is None:
            return self.no_report_sentence
        if not self._report.rows:
            return "\n\n".join(remarks_beside(self._report))
        if not self._rows_in_view:
            return ALL_ACKNOWLEDGED
        found = self._searching.found
        if not found and self._searching.is_done:
            return nothing_found_words(found.query, self._searching.note, total=self._rows_in_view)
        return ""

    def _describe_status(self) -> None:
        """Say what there is to say; what is urgent takes as many lines as it needs."""
        waiting = NEW_REPORT if self.report_is_waiting else ""
        urgent = (waiting, self._said, self._searching.found.query.problem)
        calm = (visible(self.run_line), self._aside_words(), *self._words_of_columns())
        self._status.say(urgent=urgent, calm=calm)

    def _say(self, sentence: str) -> None:
        """Answer a key in words, until the next one changes what is shown."""
        self._said = sentence
        self._describe_status()

    def watch_run_line(self) -> None:
        """Show what the app says about a run."""
        if self._is_built:
            self._describe_status()

    def watch_report_is_waiting(self) -> None:
        """Say that a newer report can be opened; nothing moves under the person's fingers."""
        if self._is_built:
            self._describe_status()

    def watch_no_report_sentence(self) -> None:
        """Show another sentence where there is no report."""
        if self._is_built:
            self._describe()

    # The table

    @on(DataTable.RowSelected)
    def _row_selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        row = self._table.row_of(event.row_key)
        if self.report_is_waiting:
            self.post_message(self.OpenNewReport())
        elif row is not None and self._report is not None:
            self.post_message(self.RowChosen(self._report.rows[row], self._report))

    @on(ReportTable.MarksChanged)
    def _marks_changed(self, event: ReportTable.MarksChanged) -> None:
        self._describe_found()
        row = None if event.row is None or self._report is None else self._report.rows[event.row]
        is_marked = row is not None and row.company.id in self._table.marked
        self._say(not_exported_words(row) if row and is_marked else "")

    @on(ReportTable.Refitted)
    @on(ReportTable.Sorted)
    def _columns_changed(self) -> None:
        self._describe_status()

    # What the app is asked for

    def action_open_new_report(self) -> None:
        """Open the report that is waiting, where the table has no row to choose."""
        if self.report_is_waiting:
            self.post_message(self.OpenNewReport())

    def action_run(self) -> None:
        """Ask for a run, or for the report that is waiting."""
        self.post_message(self.OpenNewReport() if self.report_is_waiting else self.RunRequested())

    def action_export(self) -> None:
        """Ask for the export of what is marked or shown."""
        if self._report is None:
            self._say(NOTHING_YET)
            return
        self._show_all_found()
        self.post_message(
            self.ExportRequested(report=self._report, marked=self._table.marked, shown=self._table.shown)
        )

    def action_verify(self) -> None:
        """Ask for what an import has made of the rows that were exported."""
        self.post_message(self.VerifyRequested())

    def action_rule_menu(self) -> None:
        """Ask for the menu of match rules."""
        if self._report is None:
            self._say(NOTHING_YET)
            return
        self.post_message(self.RuleMenuRequested(self._report))
