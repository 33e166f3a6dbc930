"""The terminal app: its global keys, the run that belongs to it, and which screen follows which."""

import asyncio
import signal
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import Worker

from axtui.core.errors import AxtuiError, CannotWriteError, ExitCode
from axtui.core.matching import MatchBy
from axtui.core.models import Snapshot
from axtui.core.progress import Progress
from axtui.core.report import Report, ReportRules, build_report
from axtui.services import reporting
from axtui.services.config import Config, Profile
from axtui.services.surroundings import Surroundings
from axtui.tui.run import Run, RunState, run_line
from axtui.tui.screens.config import ConfigScreen
from axtui.tui.screens.export import ExportScreen
from axtui.tui.screens.first_run import FirstRunScreen
from axtui.tui.screens.help import HelpScreen
from axtui.tui.screens.progress import ProgressScreen
from axtui.tui.screens.report import ReportScreen
from axtui.tui.screens.row import RowScreen
from axtui.tui.screens.rule import RuleScreen
from axtui.tui.start import StartUp
from axtui.tui.terminal import Wall, crash_text, theme_for
from axtui.tui.widgets.ask import AskScreen

_SECONDS_BETWEEN_REPAINTS: Final = 0.5
_SIGNALS: Final = {
    signal.SIGHUP: ExitCode.HANGUP,
    signal.SIGINT: ExitCode.INTERRUPTED,
    signal.SIGTERM: ExitCode.TERMINATED,
}
_OPENING: Final = "Opening ..."
_NO_REPORT: Final = "No report yet. Press R to run it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The profile on the screen, and what was last read for it."""

    profile: Profile
    surroundings: Surroundings
    """Its own: the demo keeps its cache apart from real profiles."""
    snapshot: Snapshot | None = None


class AxtuiApp(App[None], inherit_bindings=False):
    """axtui in the terminal."""

    TITLE = "axtui"
    ENABLE_COMMAND_PALETTE = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "Help", id="app.help", key_display="?"),
        Binding("P,f6", "progress", "Progress", id="app.progress", key_display="P", show=False),
        Binding(
            "C,f9", "configuration", "Configuration", id="app.configuration", key_display="C", show=False
        ),
        Binding("q,f10", "back", "Back, or quit", id="app.back", key_display="q"),
        Binding("ctrl+c", "ask_quit", "Quit", id="app.quit", priority=True, show=False),
    ]

    def __init__(self, start: StartUp) -> None:
        theme = theme_for(start.theme, start.surroundings.env)
        super().__init__(ansi_color=True if theme.startswith("ansi-") else None)
        self.animation_level = "none"
        self._theme_wanted = theme
        self._start = start
        self._config: Config = start.config
        self._opened: Opened | None = None
        self._waiting: Snapshot | None = None
        self._run_now: Run | None = None
        self._fetching: Worker[None] | None = None
        self._wall = Wall()
        self._report_screen = ReportScreen(ascii=start.ascii, initial_filter=start.filter)

    def get_default_screen(self) -> Screen[None]:
        """The report is the screen at the bottom of the stack."""
        return self._report_screen

    def get_line_filters(self) -> list[LineFilter]:
        """Put the wall behind Textual's own filters; one instance, because lines are cached by filter."""
        return [*super().get_line_filters(), self._wall]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every action that a key offers on this screen, and the themes; no screenshot."""
        yield SystemCommand("Theme", "Choose the colours", self.action_change_theme)
        seen: set[str] = set()
        for active in screen.active_bindings.values():
            binding, node = active.binding, active.node
            if not binding.description or not active.enabled or binding.action in seen:
                continue
            if binding.action == "command_palette":
                continue
            seen.add(binding.action)
            yield SystemCommand(
                binding.description,
                f"Key {self.get_key_display(binding)}",
                lambda action=binding.action, node=node: self.run_action(action, node),
            )

    async def on_mount(self) -> None:
        """Take care of signals and colours; everything else waits until the first frame has been drawn."""
        if self._theme_wanted in self.available_themes:
            self.theme = self._theme_wanted
        loop = asyncio.get_running_loop()
        for number, code in _SIGNALS.items():
            loop.add_signal_handler(number, self._leave_on_signal, code)
        self._ticker = self.set_interval(_SECONDS_BETWEEN_REPAINTS, self._show_run, pause=True)
        self._report_screen.no_report_sentence = _OPENING
        self.call_after_refresh(lambda: self.run_worker(self._open_first(), name="open"))

    def _leave_on_signal(self, code: ExitCode) -> None:
        self.exit(return_code=code)

    # What is open

    async def _open_first(self) -> None:
        if self._start.demo:
            await self._open_demo()
        elif self._start.problem is not None:
            self._push_configuration()
        elif not self._config.profiles:
            self._report_screen.no_report_sentence = "No profile yet."
            self.push_screen(FirstRunScreen())
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
        await self._open(Opened(profile=profile, surroundings=self._start.surroundings))

    async def _open(self, opened: Opened) -> None:
        """Show the profile's last report, or say that there is none."""
        self._waiting = None
        self._report_screen.report_is_waiting = False
        self._opened = opened
        try:
            snapshot = await asyncio.to_thread(
                reporting.last_snapshot, opened.profile.name, surroundings=opened.surroundings
            )
        except AxtuiError as error:
            self._say(error)
            snapshot = None
        await self._show(replace(opened, snapshot=snapshot), opened.profile.rules)

    async def _show(self, opened: Opened, rules: ReportRules) -> None:
        """Build the report in a thread and show it, unless another profile was opened meanwhile."""
        report: Report | None = None
        if opened.snapshot is not None:
            report = await asyncio.to_thread(build_report, opened.snapshot, rules)
        if self._opened is None or self._opened.profile.name != opened.profile.name:
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
        if self._run_now is None or not self._run_now.is_running:
            self._run_now = Run(profile=self._opened.profile.name)
            self._fetching = self.run_worker(self._fetch(self._opened), name="fetch")
            self._ticker.resume()
        self._push_progress()

    async def _fetch(self, opened: Opened) -> None:
        """Read both systems; every way this ends is a state of the run."""
        try:
            snapshot = await reporting.run(
                opened.profile,
                surroundings=opened.surroundings,
                settings=self._config.settings,
                on_progress=self._note_progress,
                on_not_kept=self._say_not_kept,
            )
        except asyncio.CancelledError:
            self._end_run(RunState.CANCELLED)
            raise
        except AxtuiError as error:
            self._end_run(RunState.FAILED, error=error)
            return
        self._end_run(RunState.READY)
        await self._take(snapshot)

    async def _take(self, snapshot: Snapshot) -> None:
        """Keep what was read until the person asks for it; show it at once where no report is looked at."""
        if self._opened is None or self._opened.profile.name != snapshot.profile:
            return
        self._waiting = snapshot
        if self._opened.snapshot is None and self.screen is self._report_screen:
            await self._open_waiting()
        else:
            self._report_screen.report_is_waiting = True

    async def _open_waiting(self) -> None:
        if self._waiting is None or self._opened is None:
            return
        opened = replace(self._opened, snapshot=self._waiting)
        self._waiting = None
        self._report_screen.report_is_waiting = False
        await self._show(opened, opened.profile.rules)

    def _note_progress(self, progress: Progress) -> None:
        if self._run_now is not None:
            self._run_now = self._run_now.at(progress)

    def _end_run(self, state: RunState, *, error: AxtuiError | None = None) -> None:
        if self._run_now is not None:
            self._run_now = self._run_now.ended(state, error=error)
        self._ticker.pause()
        if self.is_running:
            self._show_run()

    def _show_run(self) -> None:
        """Tell the screen that is looked at; called at most twice a second while something runs."""
        now = self._start.surroundings.monotonic()
        if isinstance(self.screen, ProgressScreen):
            self.screen.show_run(self._run_now, now=now)
        if self._run_now is not None:
            self._report_screen.run_line = run_line(self._run_now, now)

    def _say_not_kept(self, error: CannotWriteError) -> None:
        self._say(error)

    def _say(self, error: AxtuiError) -> None:
        self.notify(str(error), severity="error", markup=False, timeout=10)

    # Screens that follow screens

    def _push_progress(self) -> None:
        if isinstance(self.screen, ProgressScreen) or self._opened is None:
            return
        profile = self._run_now.profile if self._run_now else self._opened.profile.name
        screen = ProgressScreen(profile=profile, ascii_only=self._start.ascii)
        screen.show_run(self._run_now, now=self._start.surroundings.monotonic())
        self.push_screen(screen)

    def _push_configuration(self) -> None:
        if isinstance(self.screen, ConfigScreen):
            return
        problem = self._start.problem if self._config is self._start.config else None
        self.push_screen(
            ConfigScreen(
                self._config,
                surroundings=self._start.surroundings,
                problems=problem.problems if problem else (),
                file=self._start.surroundings.config_file,
                current=self._opened.profile.name if self._opened else "",
            )
        )

    @on(ReportScreen.RunRequested)
    @on(ProgressScreen.RunRequested)
    async def _run_requested(self) -> None:
        if self._waiting is not None:
            await self._open_waiting()
        else:
            self._start_run()

    @on(ReportScreen.OpenNewReport)
    async def _open_requested(self) -> None:
        await self._open_waiting()

    @on(ProgressScreen.OpenRequested)
    async def _open_from_progress(self) -> None:
        self._back_to_report()
        await self._open_waiting()

    @on(ProgressScreen.LeaveRequested)
    def _leave_progress(self) -> None:
        self._back_to_report()

    def _back_to_report(self) -> None:
        while self.screen is not self._report_screen:
            self.pop_screen()

    @on(ProgressScreen.CancelRequested)
    def _ask_cancel(self) -> None:
        question = AskScreen(
            "Cancel the run?",
            detail="What was read so far is thrown away.",
            yes="Cancel the run",
            no="Go on",
        )
        self.push_screen(question, self._cancel_if)

    def _cancel_if(self, wanted: bool | None) -> None:
        if wanted and self._fetching is not None:
            self._fetching.cancel()

    @on(ReportScreen.RowChosen)
    def _show_row(self, event: ReportScreen.RowChosen) -> None:
        self.push_screen(RowScreen(event.row, event.report, ascii=self._start.ascii))

    @on(ReportScreen.RuleMenuRequested)
    def _choose_rule(self, event: ReportScreen.RuleMenuRequested) -> None:
        rules = event.report.rules

        def rebuild(chosen: MatchBy | None) -> None:
            if chosen is not None and self._opened is not None:
                match = replace(rules.match, match_by=chosen)
                self.run_worker(
                    self._show(self._opened, replace(rules, match=match)), group="rule", exclusive=True
                )

        self.push_screen(RuleScreen(rules.match.match_by), rebuild)

    @on(ReportScreen.ExportRequested)
    def _export(self, event: ReportScreen.ExportRequested) -> None:
        if self._opened is None:
            return
        self.push_screen(
            ExportScreen(
                event.report,
                marked=event.marked,
                shown=event.shown,
                profile=self._opened.profile,
                surroundings=self._opened.surroundings,
            )
        )

    @on(FirstRunScreen.DemoChosen)
    async def _demo_chosen(self) -> None:
        self._back_to_report()
        self.run_worker(self._open_demo(), name="open")

    @on(FirstRunScreen.AddChosen)
    def _add_chosen(self) -> None:
        self._push_configuration()

    @on(ConfigScreen.ProfileChosen)
    def _profile_chosen(self, event: ConfigScreen.ProfileChosen) -> None:
        self._back_to_report()
        self.run_worker(self._open_named(event.name), name="open")

    @on(ConfigScreen.Saved)
    def _config_saved(self, event: ConfigScreen.Saved) -> None:
        self._config = event.config

    @on(ConfigScreen.Closed)
    def _config_closed(self) -> None:
        self.pop_screen()

    # Global keys

    def action_help(self) -> None:
        """Show what this screen is for and its keys."""
        if isinstance(self.screen, HelpScreen):
            return
        self.push_screen(HelpScreen(getattr(self.screen, "HELP", "") or ReportScreen.HELP))

    def action_progress(self) -> None:
        """Show the run, or the screen that starts one."""
        if not self.screen.is_modal:
            self._push_progress()

    def action_configuration(self) -> None:
        """Show profiles and settings."""
        if not self.screen.is_modal:
            self._push_configuration()

    async def action_back(self) -> None:
        """Go back one screen, or leave the program from the report."""
        if self.screen is self._report_screen or isinstance(self.screen, FirstRunScreen):
            self._quit_or_ask()
        else:
            self.screen.dismiss()

    def _quit_or_ask(self) -> None:
        if self._run_now is not None and self._run_now.is_running:
            self.action_ask_quit()
        else:
            self.exit()

    def action_ask_quit(self) -> None:
        """Ask whether to leave; the safe answer has the focus."""
        if isinstance(self.screen, AskScreen):
            return
        running = self._run_now is not None and self._run_now.is_running
        detail = "The run ends here; nothing it read is kept." if running else ""
        self.push_screen(AskScreen("Leave axtui?", detail=detail, yes="Leave", no="Stay"), self._leave_if)

    def _leave_if(self, wanted: bool | None) -> None:
        if wanted:
            self.exit()

    # A bug

    def _fatal_error(self) -> None:
        """Leave with a traceback that shows no local variables (terminal.md section 5)."""
        self._return_code = ExitCode.BUG
        if self._exception is not None:
            self._exit_renderables.append(crash_text(self._exception))
        self._close_messages_no_wait()
