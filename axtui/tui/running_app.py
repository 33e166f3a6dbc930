"""The app's run: one at a time; it belongs to the app and to no screen, and may have something to ask."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual.worker import Worker

from axtui.core.clipboard import is_in_tmux
from axtui.core.errors import AxtuiError
from axtui.tui.deferred import Deferred
from axtui.tui.opened import Opened
from axtui.tui.terminal import theme_for
from axtui.tui.terminal_app import TerminalApp

if TYPE_CHECKING:
    from axtui.core.progress import Progress
    from axtui.services.config_values import Config
    from axtui.tui.later import ProgressScreen
    from axtui.tui.run import Moment, Question, Run, RunState
    from axtui.tui.start import StartUp

_SECONDS_BETWEEN_REPAINTS: Final = 0.5


class RunningApp(TerminalApp):
    """An app that reads for one profile at a time; a class that inherits shows how that goes."""

    def __init__(self, start: StartUp) -> None:
        super().__init__(
            theme=theme_for(start.theme, start.surroundings.env),
            ascii_only=start.ascii,
            clipboard=start.clipboard,
            in_tmux=is_in_tmux(start.surroundings.env),
        )
        self._start = start
        self._config_now = start.config
        self._run_now: Run | None = None
        self._fetching: Worker[None] | None = None
        self._answer: asyncio.Future[str] | None = None
        """What the run waits for while it asks something."""

    def on_mount(self) -> None:
        """Repaint what a run changes at most twice a second, and nothing while there is none."""
        self._ticker = self.set_interval(_SECONDS_BETWEEN_REPAINTS, self._show_run, pause=True)

    @property
    def _config(self) -> Config:
        from axtui.services.config_values import Config  # not needed for the first frame

        return self._config_now or Config()

    @property
    def _is_reading(self) -> bool:
        return self._run_now is not None and self._run_now.is_running

    @property
    def _keeps_pages(self) -> bool:
        """Whether what a stopped run has read stays on the disk for the next one."""
        return self._start.surroundings.uses_cache and self._config.settings.retention_days > 0

    @property
    def _moment(self) -> Moment:
        from axtui.tui import later  # not needed for the first frame

        surroundings = self._start.surroundings
        return later.Moment(monotonic=surroundings.monotonic(), time=surroundings.now())

    @property
    def _progress_screens(self) -> tuple[ProgressScreen, ...]:
        """Return where the run is looked at, also while a question or the help lies over it."""
        from axtui.tui import later  # not needed for the first frame

        return tuple(each for each in self.screen_stack if isinstance(each, later.ProgressScreen))

    # What an inheriting class does with it

    def _show_run(self) -> None:
        """Show how the run stands, wherever that is looked at."""
        raise NotImplementedError

    async def _take(self, ready: Opened) -> None:
        """Do with what was read what is to be done with it."""
        raise NotImplementedError

    # From the start to the end

    def _read_for(self, opened: Opened, *, full: bool = False, retry_auth: bool = False) -> None:
        """Begin a run, unless there is one."""
        from axtui.tui import later  # not needed for the first frame

        if not self._is_reading:
            self._run_now = later.Run(profile=opened.profile.name, can_go_on=self._keeps_pages)
            fetch = Deferred(self._fetch, opened, full=full, retry_auth=retry_auth)
            self._fetching = self.run_worker(fetch, name="fetch")
            self._ticker.resume()
            self._show_run()
        elif self._run_now and self._run_now.profile != opened.profile.name:
            self.notify("One run at a time; this one was started first.", markup=False)

    async def _fetch(self, opened: Opened, *, full: bool, retry_auth: bool) -> None:
        """Read both systems; every way this ends is a state of the run."""
        from axtui.tui import later  # not needed for the first frame

        if not await later.has_secrets(self, opened.profile, typed=opened.surroundings.typed):
            self._end_run(later.RunState.CANCELLED, because=later.NOT_TYPED)
            return
        asking = later.Asking(self._ask, tell=self._tell)
        try:
            wishes = await asking.wishes(opened, full=full, retry_auth=retry_auth, keeps=self._keeps_pages)
            snapshot = await later.reporting.run(
                opened.profile,
                surroundings=opened.surroundings,
                settings=self._config.settings,
                wishes=wishes,
                on_progress=self._note_progress,
                on_not_kept=self._say,
                on_notice=self._tell,
            )
        except asyncio.CancelledError:
            self._end_run(later.RunState.CANCELLED)
            raise
        except AxtuiError as error:
            later.forget_refused(opened.profile, [error], typed=opened.surroundings.typed)
            if error is asking.declined:
                self._end_run(later.RunState.CANCELLED, because=error.message)
            else:
                self._end_run(later.RunState.FAILED, error=error)
            return
        await self._take(replace(opened, snapshot=snapshot))

    def _end_run(self, state: RunState, *, error: AxtuiError | None = None, because: str = "") -> None:
        if self._run_now is not None:
            now = self._start.surroundings.monotonic()
            self._run_now = self._run_now.ended(state, at=now, error=error, because=because)
        self._ticker.pause()
        if self.is_running:
            self._show_run()

    def on_progress_screen_cancel_requested(self) -> None:
        """Ask before the run ends."""
        from axtui.tui import later  # not needed for the first frame

        if self._run_now is not None:
            detail = later.cancelled_words(self._run_now)
            question = later.AskScreen("Cancel the run?", detail=detail, yes="Cancel the run", no="Go on")
            self.push_screen(question, self._cancel_if)

    def _cancel_if(self, wanted: bool | None) -> None:
        if wanted and self._fetching is not None:
            self._fetching.cancel()

    # What it asks and says

    async def _ask(self, question: Question) -> str:
        """Wait for the answer, given on the progress screen: nothing opens under the person's fingers."""
        self._answer = asyncio.get_running_loop().create_future()
        self._put_question(question)
        try:
            return await self._answer
        finally:
            self._put_question(None)

    def _put_question(self, question: Question | None) -> None:
        if self._run_now is not None:
            self._run_now = replace(self._run_now, question=question)
        if self.is_running:
            self._show_run()

    def on_progress_screen_answer_given(self, event: ProgressScreen.AnswerGiven) -> None:
        """Let the run go on with the answer."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(event.answer)

    def _note_progress(self, progress: Progress) -> None:
        if self._run_now is not None:
            self._run_now = self._run_now.at(progress)

    def _tell(self, notice: str) -> None:
        """Say how the run goes: on the progress screen for as long as it lasts, elsewhere for a moment."""
        if self._run_now is not None:
            self._run_now = self._run_now.told(notice)
        if not self._progress_screens:
            self.notify(notice, markup=False)
        self._show_run()

    def _say(self, error: AxtuiError) -> None:
        self.notify(str(error), severity="error", markup=False, timeout=10)
