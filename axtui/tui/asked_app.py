"""What a person asks of the report on the screen: each answer is a screen over it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from axtui.tui.acknowledging_app import AcknowledgingApp
from axtui.tui.deferred import Deferred
from axtui.tui.suggesting_app import SuggestingApp
from axtui.tui.terminal import takes_links

if TYPE_CHECKING:
    from pathlib import Path

    from axtui.core.match_by import MatchBy
    from axtui.core.report import ReportRules
    from axtui.core.rule_outcomes import Explanation
    from axtui.core.trouble import Trouble
    from axtui.core.view import SavedFilter
    from axtui.services.run_changes import KnownRun
    from axtui.tui.later import ExportScreen
    from axtui.tui.screens.report import ReportScreen
    from axtui.tui.screens.what_if import Wanted


class AskedApp(AcknowledgingApp, SuggestingApp):
    """An app that opens a screen for everything that can be asked of its report."""

    def on_report_screen_row_chosen(self, event: ReportScreen.RowChosen) -> None:
        """Explain one row."""
        from axtui.tui import later  # not needed for the first frame

        row, report, opened = event.row, event.report, self._opened
        given = self._report_screen.acknowledgement_of(row.company.id)

        async def look() -> Explanation | None:
            snapshot = await self._snapshot_of(report)
            if snapshot is None:
                return None
            return await asyncio.to_thread(later.explanation_of, row.company, snapshot, report.rules)

        screen = later.RowScreen(
            row,
            report,
            look=look,
            suggest=lambda: self._suggestions_of(report, row.company),
            acknowledged=later.given_words(given) if given else "",
            has_links=opened is None or takes_links(opened.surroundings.env),
            ascii=self._start.ascii,
        )
        self.push_screen(screen)

    async def on_report_searching_filters_requested(self, event: ReportScreen.FiltersRequested) -> None:
        """Show the saved filters, and the rows of the one that is chosen."""
        from axtui.tui import later  # not needed for the first frame

        def show(chosen: SavedFilter | None) -> None:
            if chosen is not None:
                self._report_screen.show_filter(chosen)

        memory = await self._memory_as_kept()
        if self.screen is self._report_screen:  # the key may have been pressed twice
            self.push_screen(later.FiltersScreen(memory, shown=event.shown, count=event.count), show)

    def on_report_viewing_columns_requested(self, event: ReportScreen.ColumnsRequested) -> None:
        """Choose columns over the table, which shows them at once; remember them when that is done."""
        from axtui.tui import later  # not needed for the first frame

        report = self._report_screen
        screen = later.ColumnsScreen(event.choice, show=report.show_columns, ascii=self._start.ascii)
        self.push_screen(screen, report.keep_columns)

    def on_report_table_refitted(self) -> None:
        """Have the chooser that lies over the table say what there is room for."""
        if self.screen is self._report_screen:
            return
        from axtui.tui import later  # not needed for the first frame

        if isinstance(self.screen, later.ColumnsScreen):
            self.screen.look_again()

    def on_report_screen_rule_menu_requested(self, event: ReportScreen.RuleMenuRequested) -> None:
        """Rebuild the report under the rule that is chosen; the profile keeps its own."""
        from axtui.tui import later  # not needed for the first frame

        rules = event.report.rules

        self.push_screen(later.RuleScreen(rules.match.match_by), partial(self._show_under, rules))

    def _show_under(self, rules: ReportRules, chosen: MatchBy | None) -> None:
        if chosen is not None and self._opened is not None:
            shown = Deferred(self._show, self._opened, rules.matching_by(chosen))
            self.run_worker(shown, group="rule", exclusive=True)

    def on_report_asking_what_if_requested(self, event: ReportScreen.WhatIfRequested) -> None:
        """Hold the match rules beside each other; the report follows what is chosen there."""
        from axtui.tui import later  # not needed for the first frame

        opened, report = self._opened, event.report
        if opened is None:
            return

        def follow(wanted: Wanted | None) -> None:
            if wanted is not None:
                self._show_under(report.rules, wanted.match_by)
                self._go_to_row(wanted.company)

        screen = later.WhatIfScreen(
            lambda: self._what_if_of(report),
            profile=report.profile,
            in_force=opened.profile.rules.match.match_by,
            on_screen=report.rules.match.match_by,
            aside=tuple(self._report_screen.acknowledged),
            ascii=self._start.ascii,
        )
        self.push_screen(screen, follow)

    def on_report_asking_changes_requested(self, event: ReportScreen.ChangesRequested) -> None:
        """Hold the report against earlier runs; its cursor follows to the row that is chosen there."""
        from axtui.tui import later  # not needed for the first frame

        opened, report = self._opened, event.report
        if opened is None:
            return

        async def look() -> KnownRun | str:
            return await asyncio.to_thread(later.noted_run, report, opened, self._config.settings)

        screen = later.ChangesScreen(report, look, ascii=self._start.ascii)
        self.push_screen(screen, self._go_to_row)

    def on_report_asking_trouble_requested(self, event: ReportScreen.TroubleRequested) -> None:
        """Show what is amiss within each side alone, from what the report was built from."""
        from axtui.tui import later  # not needed for the first frame

        report = event.report

        async def look() -> Trouble | None:
            snapshot = await self._snapshot_of(report)
            if snapshot is None:
                return None
            return await asyncio.to_thread(later.trouble_of, snapshot, report.rules)

        screen = later.TroubleScreen(look, profile=report.profile, ascii=self._start.ascii)
        self.push_screen(screen, self._go_to_row)

    def on_report_screen_export_requested(self, event: ReportScreen.ExportRequested) -> None:
        """Open the export over the report."""
        from axtui.tui import later  # not needed for the first frame

        if self._opened is None:
            return
        self.push_screen(
            later.ExportScreen(
                event.report,
                marked=event.marked,
                shown=event.shown,
                acknowledged=self._report_screen.acknowledged,
                profile=self._opened.profile,
                surroundings=self._opened.surroundings,
            )
        )

    def on_report_screen_verify_requested(self) -> None:
        """Look what an import has done."""
        self._push_verify(None)

    def on_export_screen_verify_requested(self, event: ExportScreen.VerifyRequested) -> None:
        """Look what the import of the files just written has done."""
        self._push_verify(event.manifest)

    def _push_verify(self, manifest: Path | None) -> None:
        from axtui.tui import later  # not needed for the first frame

        opened = self._opened
        if opened is None or isinstance(self.screen, later.VerifyScreen):
            return
        self.push_screen(
            later.VerifyScreen(
                opened.profile,
                surroundings=opened.surroundings,
                settings=self._config.settings,
                manifest=manifest,
            )
        )
