"""What a person asks about a report beyond finding rows in it; the app answers, with screens of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from axtui.tui.report_aside import ReportAside
from axtui.tui.report_searching import NOTHING_YET

if TYPE_CHECKING:
    from axtui.core.report import Report, Row


class AboutReport(Message):
    """Something is asked about a report."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


class ReportAsking(ReportAside):
    """A screen whose report can be asked about."""

    class ChangesRequested(AboutReport):
        """The person wants to see what has changed since earlier runs."""

    class TroubleRequested(AboutReport):
        """The person wants to see each side's own trouble."""

    class WhatIfRequested(AboutReport):
        """The person wants to see the report under all rules at once."""

    class AcknowledgedRequested(AboutReport):
        """The person wants to see which rows are acknowledged."""

    class AcknowledgeRequested(AboutReport):
        """The person wants to acknowledge a row, or to take that back."""

        def __init__(self, report: Report, row: Row) -> None:
            super().__init__(report)
            self.row = row

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "ask('ChangesRequested')", "Changes", id="report.changes", show=False),
        Binding("v", "ask('TroubleRequested')", "Both sides' trouble", id="report.trouble", show=False),
        Binding("w", "ask('WhatIfRequested')", "What-if", id="report.what-if", show=False),
        Binding("a", "acknowledge", "Acknowledge", id="report.acknowledge", show=False),
        Binding("A", "ask('AcknowledgedRequested')", "Acknowledged", id="report.acknowledged", show=False),
    ]

    def action_ask(self, what: str) -> None:
        """Ask the app for a screen about the report."""
        if self._report is None:
            self._say(NOTHING_YET)
            return
        self.post_message(getattr(self, what)(self._report))

    def action_acknowledge(self) -> None:
        """Ask to acknowledge the row under the cursor."""
        row = self._table.current
        if self._report is None:
            self._say(NOTHING_YET)
        elif row is None:
            self._say("There is no row to acknowledge.")
        else:
            self.post_message(self.AcknowledgeRequested(self._report, self._report.rows[row]))
