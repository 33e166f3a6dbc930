"""The terminal app: its global keys, the run that belongs to it, and which screen follows which.

Only the report screen is imported with this module. The others come with `axtui.tui.later`, which is loaded
behind the first frame; their messages are handled by name for that reason.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker

from axtui.core.errors import AxtuiError
from axtui.core.progress import Progress
from axtui.tui.opened import Opened
from axtui.tui.run import Run, RunState, run_line
from axtui.tui.screens.report import ReportScreen
from axtui.tui.terminal import theme_for
from axtui.tui.terminal_app import TerminalApp

if TYPE_CHECKING:
    from axtui.core.match_by import MatchBy
    from axtui.core.report import Report, ReportRules
    from axtui.services.config_values import Config, Profile
    from axtui.tui.later import ConfigScreen
    from axtui.tui.start import StartUp

_SECONDS_BETWEEN_REPAINTS: Final = 0.5
_OPENING: Final = "Opening ..."
_NO_PROFILE: Final = "No profile yet. C adds one."
_GONE: Final = "The profile is deleted. C chooses another."
_NO_REPORT: Final = "No report yet. Press R to run it."


class AxtuiApp(TerminalApp):
    """axtui in the terminal."""

    TITLE = "axtui"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "Help", id="app.help"),
        Binding("q,f10", "back", "Leave", id="app.back"),
        Binding("P,f6", "progress", "Progress", id="app.progress", show=False),
        Binding("C,f9", "configuration", "Configuration", id="app.configuration", show=False),
        Binding("ctrl+c", "ask_quit", "Quit", id="app.quit", priority=True, show=False),
    ]

    def __init__(self, start: StartUp) -> None:
        super().__init__(
            theme=theme_for(start.theme, start.surroundings.env),
            ascii_only=start.ascii,
            clipboard=start.clipboard,
        )
        self._start = start
        self._config_now = start.config
        self._problem = start.problem
        self._opened: Opened | None = None
        self._unseen: Opened | None = None
        """What was read and not looked at yet; it may be about another profile than the one opened."""
        self._run_now: Run | None = None
        self._fetching: Worker[None] | None = None
        self._quit_question: Screen[bool] | None = None
        self._report_screen = ReportScreen(ascii=start.ascii, initial_filter=start.filter)

    def get_default_screen(self) -> Screen[None]:
        """The report is the screen at the bottom of the stack."""
        return self._report_screen

    def on_mount(self) -> None:
        """Everything that takes time waits until the first frame has been drawn."""
        self._ticker = self.set_interval(_SECONDS_BETWEEN_REPAINTS, self._show_run, pause=True)
        self._report_screen.no_report_sentence = _OPENING
        self.call_after_refresh(lambda: self.run_worker(self._open_first(), name="open"))

    @property
    def _config(self) -> Config:
        from axtui.services.config_values import Config  # not needed for the first frame

        return self._config_now or Config()

    # What is open

    async def _open_first(self) -> None:
        gc.enable()
        await asyncio.to_thread(importlib.import_module, "axtui.tui.later")
        from axtui.tui import later  # loaded above, behind the first frame

        if self._start.demo:
            await self._open_demo()
        elif self._problem is not None:
            self._push_configuration()
        elif not self._config.profiles:
            self._report_screen.no_report_sentence = _NO_PROFILE
            self.push_screen(later.FirstRunScreen())
        else:
            await self._open_named(self._start.profile)

    async def _open_demo(self) -> None:
        profile, surroundings = await asyncio.to_thread(self._start.open_demo)
        await self._open(Opened(profile=profile, surroundings=surroundings))

    async def _open_named(self, name: str | None) -> None:
        try:
            profile = self._config.profile(name)
        except AxtuiError as error:
            self._say(error)
            self._push_configuration()
            return
        await self._open(self._real(profile))

    def _real(self, profile: Profile) -> Opened:
        return Opened(profile=profile, surroundings=self._start.surroundings)

    async def _open(self, opened: Opened) -> None:
        """Show the profile's last report, or say that there is none."""
        from axtui.tui import later  # not needed for the first frame

        self._opened = opened
        if opened.is_same(self._unseen):
            await self._open_ready()
            return
        self._tell_whether_ready()
        try:
            snapshot = await asyncio.to_thread(
                later.reporting.last_snapshot, opened.profile.name, surroundings=opened.surroundings
            )
            opened = replace(opened, snapshot=snapshot)
        except AxtuiError as error:
            self._say(error)
        await self._show(opened, opened.profile.rules)

    async def _show(self, opened: Opened, rules: ReportRules) -> None:
        """Build the report in a thread and show it, unless another profile was opened meanwhile."""
        from axtui.core.report import build_report  # not needed for the first frame

        report: Report | None = None
        if opened.snapshot is not None:
            report = await asyncio.to_thread(build_report, opened.snapshot, rules)
        if not opened.is_same(self._opened):
            return
        self._opened = opened
        self._report_screen.no_report_sentence = _NO_REPORT
        self._report_screen.show_report(
            report, profile=opened.profile.name, rule_is_configured=rules == opened.profile.rules
        )

    # The run

    def _start_run(self) -> None:
        if self._opened is None:
            self.notify("Choose or add a profile first (C).", markup=False)
            return
        if not self._is_reading:
            self._run_now = Run(profile=self._opened.profile.name)
            self._fetching = self.run_worker(self._fetch(self._opened), name="fetch")
            self._ticker.resume()
            self._show_run()
        elif self._run_now and self._run_now.profile != self._opened.profile.name:
            self.notify("One run at a time; this one was started first.", markup=False)
        self._push_progress()

    @property
    def _is_reading(self) -> bool:
        return self._run_now is not None and self._run_now.is_running

    async def _fetch(self, opened: Opened) -> None:
        """Read both systems; every way this ends is a state of the run."""
        from axtui.tui import later  # not needed for the first frame

        try:
            snapshot = await later.reporting.run(
                opened.profile,
                surroundings=opened.surroundings,
                settings=self._config.settings,
                on_progress=self._note_progress,
                on_not_kept=self._say,
            )
        except asyncio.CancelledError:
            self._end_run(RunState.CANCELLED)
            raise
        except AxtuiError as error:
            self._end_run(RunState.FAILED, error=error)
            return
        await self._take(replace(opened, snapshot=snapshot))

    async def _take(self, ready: Opened) -> None:
        """Keep what was read until the person asks for it; show it at once where no report is looked at."""
        self._unseen = ready
        self._end_run(RunState.READY)
        shown = self._opened if ready.is_same(self._opened) else None
        if shown and shown.snapshot is None and self.screen is self._report_screen:
            await self._open_ready()
        else:
            self._tell_whether_ready()

    def _tell_whether_ready(self) -> None:
        unseen = self._unseen
        self._report_screen.report_is_waiting = unseen is not None and unseen.is_same(self._opened)
        self._show_run()

    async def _open_ready(self) -> None:
        """Show what was read last, whichever profile it is about."""
        if self._unseen is None:
            return
        ready, self._unseen = self._unseen, None
        if self._opened is not None and ready.is_same(self._opened):
            ready = ready.under(self._opened.profile)  # its settings may have changed since the run began
        self._opened = ready
        self._end_run(RunState.SHOWN)
        self._tell_whether_ready()
        await self._show(ready, ready.profile.rules)

    def _note_progress(self, progress: Progress) -> None:
        if self._run_now is not None:
            self._run_now = self._run_now.at(progress)

    def _end_run(self, state: RunState, *, error: AxtuiError | None = None) -> None:
        if self._run_now is not None:
            now = self._start.surroundings.monotonic()
            self._run_now = self._run_now.ended(state, at=now, error=error)
        self._ticker.pause()
        if self.is_running:
            self._show_run()

    def _show_run(self) -> None:
        """Tell the screen that is looked at, and no other; at most twice a second while something runs."""
        from axtui.tui import later  # not needed for the first frame

        now = self._start.surroundings.monotonic()
        if isinstance(self.screen, later.ProgressScreen):
            self.screen.show_run(self._run_now, now=now)
        elif self._run_now is not None:
            shown = self._opened.profile.name if self._opened else ""
            self._report_screen.run_line = run_line(self._run_now, now, shown=shown)

    def _say(self, error: AxtuiError) -> None:
        self.notify(str(error), severity="error", markup=False, timeout=10)

    # Which screen follows which

    def _back_to_report(self) -> None:
        while self.screen is not self._report_screen:
            self.pop_screen()
        self._show_run()

    def _push_progress(self) -> None:
        from axtui.tui import later  # not needed for the first frame

        if isinstance(self.screen, later.ProgressScreen) or self._opened is None:
            return
        profile = self._opened.profile.name
        screen = later.ProgressScreen(profile=profile, ascii_only=self._start.ascii)
        run = self._run_now
        if run and run.state is RunState.SHOWN and run.profile != profile:
            run = None  # of no concern any more
        screen.show_run(run, now=self._start.surroundings.monotonic())
        self.push_screen(screen)

    def _push_configuration(self) -> None:
        from axtui.tui import later  # not needed for the first frame

        if isinstance(self.screen, later.ConfigScreen):
            return
        self.push_screen(
            later.ConfigScreen(
                self._config,
                surroundings=self._start.surroundings,
                problems=later.problems_of(self._problem) if self._problem else (),
                file=self._start.surroundings.config_file,
                current=self._opened.profile.name if self._opened else "",
            )
        )

    async def on_report_screen_run_requested(self) -> None:
        """Run the report."""
        await self._run_or_open()

    async def on_progress_screen_run_requested(self) -> None:
        """Run the report."""
        await self._run_or_open()

    async def _run_or_open(self) -> None:
        """Run, or show what an earlier run left waiting."""
        if self._unseen is not None and self._unseen.is_same(self._opened):
            self._back_to_report()
            await self._open_ready()
        else:
            self._start_run()

    async def on_report_screen_open_new_report(self) -> None:
        """Show the report that is waiting."""
        await self._open_ready()

    async def on_progress_screen_open_requested(self) -> None:
        """Show the report that is ready."""
        self._back_to_report()
        await self._open_ready()

    def on_progress_screen_leave_requested(self) -> None:
        """Leave the run running."""
        self._back_to_report()

    def on_progress_screen_cancel_requested(self) -> None:
        """Ask before what was read is thrown away."""
        from axtui.tui import later  # not needed for the first frame

        detail = "What was read so far is thrown away."
        question = later.AskScreen("Cancel the run?", detail=detail, yes="Cancel the run", no="Go on")
        self.push_screen(question, self._cancel_if)

    def _cancel_if(self, wanted: bool | None) -> None:
        if wanted and self._fetching is not None:
            self._fetching.cancel()

    def on_report_screen_row_chosen(self, event: ReportScreen.RowChosen) -> None:
        """Show all about one row."""
        from axtui.tui import later  # not needed for the first frame

        self.push_screen(later.RowScreen(event.row, event.report, ascii=self._start.ascii))

    def on_report_screen_rule_menu_requested(self, event: ReportScreen.RuleMenuRequested) -> None:
        """Rebuild the report under the rule that is chosen; the profile keeps its own."""
        from axtui.tui import later  # not needed for the first frame

        rules = event.report.rules

        def rebuild(chosen: MatchBy | None) -> None:
            if chosen is not None and self._opened is not None:
                match = replace(rules.match, match_by=chosen)
                shown = self._show(self._opened, replace(rules, match=match))
                self.run_worker(shown, group="rule", exclusive=True)

        self.push_screen(later.RuleScreen(rules.match.match_by), rebuild)

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
                profile=self._opened.profile,
                surroundings=self._opened.surroundings,
            )
        )

    def on_first_run_screen_demo_chosen(self) -> None:
        """Open the demo."""
        self._back_to_report()
        self.run_worker(self._open_demo(), name="open")

    def on_first_run_screen_add_chosen(self) -> None:
        """Add a first profile."""
        self._push_configuration()

    def on_config_screen_profile_chosen(self, event: ConfigScreen.ProfileChosen) -> None:
        """Open another profile; a run goes on, and its report is kept for its own profile."""
        self._back_to_report()
        self.run_worker(self._open_named(event.name), name="open")

    def on_config_screen_saved(self, event: ConfigScreen.Saved) -> None:
        """Use what was saved."""
        self._config_now, self._problem = event.config, None
        self.run_worker(self._follow(was=event.was, name=event.profile), name="follow")

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
            self._report_screen.no_report_sentence = _GONE if self._config.profiles else _NO_PROFILE
            self._report_screen.show_report(None, profile="")
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
                await asyncio.to_thread(later.reporting.follow_rename, was, name, surroundings=surroundings)
            else:
                await asyncio.to_thread(later.reporting.forget, was, surroundings=surroundings)
        except AxtuiError as error:
            self._say(error)

    def on_config_screen_closed(self) -> None:
        """Go back to where the configuration was opened from; the welcome is over once there is a profile."""
        self.pop_screen()
        if self._config.profiles:
            self._back_to_report()

    # Global keys

    def action_help(self) -> None:
        """Show what this screen is for and its keys."""
        from axtui.tui import later  # not needed for the first frame

        if not isinstance(self.screen, later.HelpScreen):
            self.push_screen(later.HelpScreen(getattr(self.screen, "HELP", "") or ReportScreen.HELP))

    def action_progress(self) -> None:
        """Show the run, or the screen that starts one."""
        if not self.screen.is_modal:
            self._push_progress()

    def action_configuration(self) -> None:
        """Show profiles and settings."""
        if not self.screen.is_modal:
            self._push_configuration()

    async def action_back(self) -> None:
        """Go back one screen, or leave the program from the first one."""
        from axtui.tui import later  # not needed for the first frame

        if self.screen is not self._report_screen and not isinstance(self.screen, later.FirstRunScreen):
            self.screen.dismiss()
        elif self._is_reading:
            self.action_ask_quit()
        else:
            self.exit()

    def action_ask_quit(self) -> None:
        """Ask whether to leave; the safe answer has the focus."""
        from axtui.tui import later  # not needed for the first frame

        if self._quit_question in self.screen_stack:
            return
        detail = "The run ends here; nothing it read is kept." if self._is_reading else ""
        self._quit_question = later.AskScreen("Leave axtui?", detail=detail, yes="Leave", no="Stay")
        self.push_screen(self._quit_question, self._leave_if)

    def _leave_if(self, wanted: bool | None) -> None:
        if wanted:
            self.exit()
