"""The app's suggestions of customers for companies that found none, prepared behind the report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from axtui.core.notes import Note
from axtui.tui.deferred import Deferred
from axtui.tui.looking_back_app import LookingBackApp

if TYPE_CHECKING:
    from axtui.core.models import Company, Snapshot
    from axtui.core.report import Report, ReportRules
    from axtui.core.suggest import Suggestion
    from axtui.services.suggesting import Suggesting
    from axtui.tui.opened import Opened

_AFTER_SECONDS: Final = 1.0
"""First the report is drawn, and whoever types at once is served."""


class SuggestingApp(LookingBackApp):
    """An app that knows which customers may be meant.

    A report that was just built has its records at hand: the names are prepared behind it. One that was
    stored opens without them, and they are not read for this until somebody asks. Nothing is prepared for a
    report without a row that found nothing. All of it is let go with the report.
    """

    async def _show(self, opened: Opened, rules: ReportRules) -> None:
        await super()._show(opened, rules)
        self.set_timer(_AFTER_SECONDS, self._prepare_behind)

    def _prepare_behind(self) -> None:
        opened, report = self._opened, self._report_screen.report
        if opened is None or opened.snapshot is None or report is None or not report.counts[Note.NO_MATCH]:
            return
        suggesting = self._suggesting(report, opened.snapshot)
        self.run_worker(Deferred(suggesting.prepare), name="suggesting", group="suggesting", exclusive=True)

    async def _suggestions_of(self, report: Report, company: Company) -> tuple[Suggestion, ...] | None:
        """Return the customers that may be meant by a company of a report, none where no candidate is good.

        None, and a sentence to the person, where what the report was built from is gone.
        """
        snapshot = await self._snapshot_of(report)
        return None if snapshot is None else await self._suggesting(report, snapshot).of(company)

    def _suggesting(self, report: Report, snapshot: Snapshot) -> Suggesting:
        from axtui.services.suggesting import Suggesting  # not needed for the first frame

        opened = self._opened
        if opened and opened.suggesting and opened.suggesting.is_about(report):
            return opened.suggesting
        made = Suggesting(snapshot, report)
        if opened and opened.snapshot is snapshot:
            self._opened = replace(opened, suggesting=made)
        return made
