"""The app's way back from a report to what it was built from, and to what follows from that."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from axtui.core.errors import AxtuiError
from axtui.tui.opening_app import OpeningApp

if TYPE_CHECKING:
    from collections.abc import Callable

    from axtui.core.models import CompanyId, Snapshot
    from axtui.core.report import Report
    from axtui.core.what_if import WhatIf
    from axtui.tui.start import StartUp


class LookingBackApp(OpeningApp):
    """An app that knows what its report was built from, and keeps what it has worked out from that."""

    def __init__(self, start: StartUp, *, on_open: Callable[[], None]) -> None:
        super().__init__(start, on_open=on_open)
        self._comparing_rules = asyncio.Lock()
        """Two that ask at once wait for the same answer."""
        self._reading_records = asyncio.Lock()

    def _go_to_row(self, company: CompanyId | None) -> None:
        """Follow with the report's cursor to what was chosen on another screen."""
        if company is not None:
            self._report_screen.show_company(company)

    async def _snapshot_of(self, report: Report) -> Snapshot | None:
        """Return what a report was built from; a report that was stored opens without it.

        None, and a sentence to the person, where what was read then has been replaced, removed or damaged.
        """
        from axtui.tui import opening  # not needed for the first frame

        async with self._reading_records:
            opened = self._opened
            if opened is None:
                return None
            snapshot = opened.snapshot
            if snapshot is None:
                try:
                    snapshot = await asyncio.to_thread(
                        opening.last_snapshot,
                        report.profile,
                        surroundings=opened.surroundings,
                        settings=self._config.settings,
                    )
                except AxtuiError as error:
                    self._say(error)
                    return None
            if snapshot is None or snapshot.fetched_at != report.fetched_at:
                self.notify("What this report was built from is no longer here: R reads anew.", markup=False)
                return None
            if self._opened is opened:
                self._opened = replace(opened, snapshot=snapshot)
            return snapshot

    async def _what_if_of(self, report: Report) -> WhatIf | None:
        """Return what each match rule says of each company of a report, worked out once for all rules.

        None, and a sentence to the person, where what the report was built from is gone. It is let go with
        what it was worked out from.
        """
        async with self._comparing_rules:
            opened = self._opened
            if opened and opened.what_if and opened.what_if.is_about(report):
                return opened.what_if
            snapshot = await self._snapshot_of(report)
            if snapshot is None:
                return None
            from axtui.core.what_if import what_if  # not needed for the first frame

            found = await asyncio.to_thread(
                what_if, snapshot, report.rules, reading_order=report.lines.companies
            )
            opened = self._opened
            if opened is not None and opened.snapshot is snapshot:
                self._opened = replace(opened, what_if=found)
            return found
