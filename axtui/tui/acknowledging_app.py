"""What a person acknowledges of the report on the screen, and the rows that go and come back with that."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from axtui.core.errors import AxtuiError
from axtui.tui.deferred import Deferred
from axtui.tui.looking_back_app import LookingBackApp

if TYPE_CHECKING:
    from axtui.core.report import Report
    from axtui.tui.acknowledging import Acknowledging
    from axtui.tui.screens.report import ReportScreen


class AcknowledgingApp(LookingBackApp):
    """An app that writes down which rows are known, and shows the others."""

    async def on_report_asking_acknowledge_requested(self, event: ReportScreen.AcknowledgeRequested) -> None:
        """Ask why a row may stay as it is, or whether that is to be taken back."""
        from axtui.tui import later  # not needed for the first frame

        row, acknowledging = event.row, self._acknowledging(event.report)
        if acknowledging is None:
            return
        try:
            known = await asyncio.to_thread(acknowledging.standing_of, row.company.id)
        except AxtuiError as error:
            self._say(error)
            return
        if known is None and not row.note.is_problem:
            self.notify(later.not_needed_words(row), markup=False)
            return

        def done(said: str | None) -> None:
            if said is not None:
                self.notify(said, markup=False)
                self._look_what_is_acknowledged()

        if self.screen is self._report_screen:  # the key may have been pressed twice
            ascii_only = self._start.ascii
            self.push_screen(later.AcknowledgeScreen(row, acknowledging, known=known, ascii=ascii_only), done)

    def on_report_asking_acknowledged_requested(self, event: ReportScreen.AcknowledgedRequested) -> None:
        """List what is acknowledged; the report's cursor follows to the row that is chosen there."""
        from axtui.tui import later  # not needed for the first frame

        acknowledging = self._acknowledging(event.report)
        if acknowledging is None:
            return

        changed = self._look_what_is_acknowledged
        screen = later.AcknowledgedScreen(acknowledging, changed=changed, ascii=self._start.ascii)
        self.push_screen(screen, self._go_to_row)

    def _acknowledging(self, report: Report) -> Acknowledging | None:
        from axtui.tui import later  # not needed for the first frame

        opened = self._opened
        if opened is None:
            return None
        return later.Acknowledging(report=report, profile=opened.profile, surroundings=opened.surroundings)

    def _look_what_is_acknowledged(self) -> None:
        self.run_worker(Deferred(self._lay_aside), group="aside", exclusive=True)

    async def _lay_aside(self) -> None:
        """Leave out of the report what is acknowledged by now, unless another one is shown meanwhile."""
        opened, report = self._opened, self._report_screen.report
        if opened is None or report is None:
            return
        aside = await self._aside_of(opened, report)
        if self._report_screen.report is report:
            self._report_screen.lay_aside(aside)
