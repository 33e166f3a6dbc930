"""The app's one open profile, and its report."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual.screen import Screen

from axtui.core.errors import AxtuiError
from axtui.tui.aside import Aside, aside_of
from axtui.tui.deferred import Deferred
from axtui.tui.memory import Memory
from axtui.tui.opened import Opened
from axtui.tui.remembering_app import RememberingApp
from axtui.tui.report_words import NO_REPORT
from axtui.tui.screens.report import ReportScreen

if TYPE_CHECKING:
    from axtui.core.report import Report, ReportRules
    from axtui.services.config_values import AppSettings, Profile
    from axtui.tui.opening import LastReport
    from axtui.tui.start import StartUp

_GONE: Final = "The profile is deleted. C chooses another."
NO_PROFILE: Final = "No profile yet. C adds one."


class ReportingApp(RememberingApp):
    """An app that shows the report of one profile and reads for one profile at a time.

    Both may differ: a run goes on while another profile is looked at, and its report waits until it is asked
    for (PRODUCT.md section 5).
    """

    def __init__(self, start: StartUp) -> None:
        super().__init__(start)
        self._opened: Opened | None = None
        self._unseen: Opened | None = None
        """What was read and not looked at yet; it may be about another profile than the one opened."""
        self._report_screen = ReportScreen(ascii=start.ascii, initial_filter=start.filter)

    def get_default_screen(self) -> Screen[None]:
        """The report is the screen at the bottom of the stack."""
        return self._report_screen

    # What is open

    def _real(self, profile: Profile) -> Opened:
        return Opened(profile=profile, surroundings=self._start.surroundings)

    async def _open(self, opened: Opened) -> None:
        """Show the profile's last report, or say that there is none."""
        self._opened = opened
        if opened.is_same(self._unseen):
            await self._open_ready()
            return
        self._tell_whether_ready()
        await self._show(opened, opened.profile.rules)
        await self._drawn()
        await self._warn_of_login(opened)

    async def _drawn(self) -> None:
        """Wait until what was shown last is on the screen: what follows would hold it up."""
        is_drawn = asyncio.Event()
        self.call_after_refresh(is_drawn.set)
        await is_drawn.wait()

    async def _warn_of_login(self, opened: Opened) -> None:
        """Say in time that a person's login to Xero ends: that person may not be at hand on the day."""

        def login_warning() -> str:
            from axtui.services.reporting import login_warning  # not needed for the report

            return login_warning(opened.profile, surroundings=opened.surroundings)

        if warning := await asyncio.to_thread(login_warning):
            self.notify(warning, severity="warning", markup=False, timeout=10)

    async def _show(self, opened: Opened, rules: ReportRules) -> None:
        """Show the report under these rules, unless another profile was opened meanwhile."""
        last, memory = await asyncio.gather(self._last_report(opened, rules), self._memory_of(opened))
        aside = await self._aside_of(opened, last.report)
        if not opened.is_same(self._opened):
            return
        self._opened = replace(opened, snapshot=last.snapshot, has_report=last.report is not None)
        self._report_screen.no_report_sentence = NO_REPORT
        self._report_screen.show_report(
            last.report,
            profile=opened.profile.name,
            rule_is_configured=rules == opened.profile.rules,
            memory=memory,
            aside=aside,
        )
        self._warn(" ".join(aside.problems))
        if last.report and last.snapshot and rules == opened.profile.rules:
            self.run_worker(Deferred(self._store, last.report, self._opened), name="store")

    async def _aside_of(self, opened: Opened, report: Report | None) -> Aside:
        """Return what of a report is acknowledged."""
        if report is None:
            return Aside()
        return await asyncio.to_thread(aside_of, report, opened.profile, surroundings=opened.surroundings)

    async def _last_report(self, opened: Opened, rules: ReportRules) -> LastReport:
        from axtui.tui import opening  # not needed for the first frame

        try:
            return await asyncio.to_thread(
                opening.last_report,
                opened.profile.name,
                rules,
                snapshot=opened.snapshot,
                surroundings=opened.surroundings,
                settings=self._config.settings,
            )
        except AxtuiError as error:
            self._say(error)
            return opening.LastReport(report=None, snapshot=None)

    async def _store(self, report: Report, opened: Opened) -> None:
        """Keep the report for the next start, and note it for later ones, behind the person's back."""
        from axtui.tui import opening  # not needed for the first frame

        surroundings, settings = opened.surroundings, self._config.settings
        await asyncio.to_thread(opening.store_report, report, surroundings=surroundings, settings=settings)
        await asyncio.to_thread(self._note_run, report, opened, settings)

    @staticmethod
    def _note_run(report: Report, opened: Opened, settings: AppSettings) -> None:
        from axtui.tui.noted_runs import noted_run  # only behind a report that was built

        noted_run(report, opened, settings)

    # The run

    def _start_run(self, *, full: bool = False, retry_auth: bool = False) -> None:
        if self._opened is None:
            self.notify("Choose or add a profile first (C).", markup=False)
        else:
            self._read_for(self._opened, full=full, retry_auth=retry_auth)

    async def _take(self, ready: Opened) -> None:
        """Keep what was read until the person asks for it; show it at once where no report is looked at."""
        from axtui.tui import later  # not needed for the first frame

        self._unseen = ready
        self._end_run(later.RunState.READY, because=later.incomplete_words(ready.snapshot))
        shown = self._opened if ready.is_same(self._opened) else None
        if shown and not shown.has_report and self.screen is self._report_screen:
            await self._open_ready()
        else:
            self._tell_whether_ready()

    def _tell_whether_ready(self) -> None:
        unseen = self._unseen
        self._report_screen.report_is_waiting = unseen is not None and unseen.is_same(self._opened)
        self._show_run()

    async def _open_ready(self) -> None:
        """Show what was read last, whichever profile it is about."""
        from axtui.tui import later  # not needed for the first frame

        if self._unseen is None:
            return
        ready, self._unseen = self._unseen, None
        if self._opened is not None and ready.is_same(self._opened):
            ready = ready.under(self._opened.profile)  # its settings may have changed since the run began
        self._opened = ready
        if not self._is_reading:  # for another profile, or anew
            self._end_run(later.RunState.SHOWN)
        self._tell_whether_ready()
        await self._show(ready, ready.profile.rules)

    def _show_run(self) -> None:
        """Tell the screen where a run is looked at; at most twice a second while something runs."""
        if self._run_now is None:
            return
        from axtui.tui import later  # not needed for the first frame

        screens = self._progress_screens
        for screen in screens:
            screen.show_run(self._run_now, now=self._moment)
        if not screens:
            shown = self._opened.profile.name if self._opened else ""
            self._report_screen.run_line = later.run_line(self._run_now, self._moment, shown=shown)

    # A profile that was edited, renamed or deleted

    async def _follow(self, *, was: str, name: str) -> None:
        """Let the report go with its profile, which may have other settings or another name, or be gone."""
        if was and was != name:
            await self._move_kept(was, name)
        opened = self._opened
        if opened is None:
            await self._open_saved(name)
        elif opened.surroundings is self._start.surroundings:
            now = name if was == opened.profile.name else opened.profile.name
            await self._show_saved(opened, now)

    async def _show_saved(self, opened: Opened, name: str) -> None:
        profile = next((each for each in self._config.profiles if each.name == name), None)
        if profile is None:
            self._opened = None
            self._report_screen.no_report_sentence = _GONE if self._config.profiles else NO_PROFILE
            self._report_screen.show_report(None, profile="", memory=Memory())
        elif profile != opened.profile:
            self._opened = opened.under(profile)
            await self._show(self._opened, profile.rules)

    async def _open_saved(self, name: str) -> None:
        """Open the profile that the person has just made, or the one that the file now offers."""
        with suppress(AxtuiError):  # several, and none of them is the default: the person chooses
            await self._open(self._real(self._config.profile(name or None)))

    async def _move_kept(self, was: str, name: str) -> None:
        """Keep what was read under the profile's new name; without one, nowhere. A run of it ends."""
        from axtui.tui import later  # not needed for the first frame

        if self._fetching and self._is_reading and self._run_now and self._run_now.profile == was:
            self._fetching.cancel()
        if self._unseen and self._unseen.profile.name == was:
            self._unseen = None
        surroundings = self._start.surroundings
        try:
            if name:
                await asyncio.to_thread(later.belongings.follow_rename, was, name, surroundings=surroundings)
            else:
                await asyncio.to_thread(later.belongings.forget, was, surroundings=surroundings)
        except AxtuiError as error:
            self._say(error)
