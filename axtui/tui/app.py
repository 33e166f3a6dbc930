"""The terminal app: its global keys, and which screen follows which.

Only the report screen is imported with this module. The others come with `axtui.tui.later`, which is loaded
behind the first report; their messages are handled by name for that reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from axtui.tui.asked_app import AskedApp
from axtui.tui.deferred import Deferred
from axtui.tui.screens.report import ReportScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from axtui.tui.later import ConfigScreen
    from axtui.tui.start import StartUp
    from axtui.tui.trying import TryingScreen


class AxtuiApp(AskedApp):
    """axtui in the terminal."""

    TITLE = "axtui"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "Help", id="app.help"),
        Binding("q,f10", "back", "Leave", id="app.back"),
        Binding("P,f6", "progress", "Progress", id="app.progress", show=False),
        Binding("C,f9", "configuration", "Configuration", id="app.configuration", show=False),
        Binding("D", "doctor", "Doctor", id="app.doctor", show=False),
        Binding("ctrl+c", "ask_quit", "Quit", id="app.quit", priority=True, show=False),
    ]

    def __init__(self, start: StartUp, *, on_open: Callable[[], None] = lambda: None) -> None:
        super().__init__(start, on_open=on_open)
        self._quit_question: Screen[bool] | None = None

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
        if run and run.state is later.RunState.SHOWN and run.profile != profile:
            run = None  # of no concern any more
        screen.show_run(run, now=self._moment)
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

    def on_progress_screen_full_run_requested(self) -> None:
        """Read everything anew."""
        self._start_run(full=True)

    def on_progress_screen_retry_requested(self) -> None:
        """Ask before a login is sent again that was refused."""
        from axtui.tui import later  # not needed for the first frame

        self.push_screen(later.retry_question(), self._retry_if)

    def _retry_if(self, wanted: bool | None) -> None:
        if wanted:
            self._start_run(retry_auth=True)

    async def _run_or_open(self) -> None:
        """Run, or show what an earlier run left waiting; not before the first profile is open."""
        if self._is_opening:
            self._runs_when_open = True
        elif self._unseen is not None and self._unseen.is_same(self._opened):
            self._back_to_report()
            await self._open_ready()
        else:
            self._start_run()
            self._push_progress()

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

    def on_first_run_screen_demo_chosen(self) -> None:
        """Open the demo."""
        self._back_to_report()
        self.run_worker(Deferred(self._open_demo), name="open")

    def on_first_run_screen_add_chosen(self) -> None:
        """Add a first profile."""
        self._push_configuration()

    def on_config_screen_profile_chosen(self, event: ConfigScreen.ProfileChosen) -> None:
        """Open another profile; a run goes on, and its report is kept for its own profile."""
        self._back_to_report()
        self.run_worker(Deferred(self._open_named, event.name), name="open")

    def on_config_screen_saved(self, event: ConfigScreen.Saved) -> None:
        """Use what was saved."""
        from axtui.tui import later  # not needed for the first frame

        typed = self._start.surroundings.typed
        later.forget_changed(self._config, event.config, saved=event.profile, typed=typed)
        self._config_now, self._problem = event.config, None
        later.withhold(event.config.profiles, self._start.surroundings)
        self.run_worker(Deferred(self._follow, was=event.was, name=event.profile), name="follow")

    def on_trying_screen_sign_requested(self, event: TryingScreen.SignRequested) -> None:
        """Sign a person in to Xero, or out; the configuration says what came of it."""
        from axtui.tui import later  # not needed for the first frame

        surroundings, settings = self._start.surroundings, self._config.settings
        signing = Deferred(later.sign, self, event, surroundings=surroundings, settings=settings)
        self.run_worker(signing, name="sign", group="sign", exclusive=True)

    def on_config_screen_closed(self) -> None:
        """Go back to where the configuration was opened from; the welcome is over once there is a profile."""
        self.pop_screen()
        if self._config.profiles:
            self._back_to_report()

    # Global keys

    def action_help(self) -> None:
        """Show what this screen is for and its keys."""
        from axtui.tui.screens.help import HelpScreen  # Markdown takes as much memory as all other screens

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(getattr(self.screen, "HELP", "") or ReportScreen.HELP))

    def action_progress(self) -> None:
        """Show the run, or the screen that starts one."""
        if not self.screen.is_modal:
            self._push_progress()

    def action_run_in_full(self) -> None:
        """Read everything anew, and show how that goes."""
        if not self.screen.is_modal:
            self._start_run(full=True)
            self._push_progress()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer what has no key of its own on every screen, too; not beside the key of the one that has."""
        yield from super().get_system_commands(screen)
        if not (screen.is_modal or self._is_reading or screen in self._progress_screens):
            yield SystemCommand("Run the report in full", "Read everything anew", self.action_run_in_full)

    def action_configuration(self) -> None:
        """Show profiles and settings, as soon as they are known."""
        if not self._knows_configuration:
            self._configures_when_known = True
        elif not self.screen.is_modal:
            self._push_configuration()

    def action_doctor(self) -> None:
        """Show what there is to know of this installation."""
        from axtui.tui import later  # not needed for the first frame

        if not self.screen.is_modal and not isinstance(self.screen, later.DoctorScreen):
            looking = later.looking(self._start, self._opened, settings=self._config.settings)
            self.push_screen(later.DoctorScreen(looking))

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
        run = self._run_now
        detail = f"The run ends here. {later.cancelled_words(run)}" if run and run.is_running else ""
        self._quit_question = later.AskScreen("Leave axtui?", detail=detail, yes="Leave", no="Stay")
        self.push_screen(self._quit_question, self._leave_if)

    def _leave_if(self, wanted: bool | None) -> None:
        if wanted:
            self.exit()
