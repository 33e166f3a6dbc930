"""The app's first seconds: what is opened, in which order, and what is asked for before that is done."""

from __future__ import annotations

import asyncio
import importlib
from typing import TYPE_CHECKING, Final

from axtui.core.errors import AxtuiError, ConfigError
from axtui.core.text import visible
from axtui.tui.deferred import Deferred
from axtui.tui.opened import Opened
from axtui.tui.reporting_app import NO_PROFILE, ReportingApp

if TYPE_CHECKING:
    from collections.abc import Callable

    from axtui.tui.start import StartUp

_OPENING: Final = "Opening ..."


class OpeningApp(ReportingApp):
    """An app that draws its first frame, then opens a report, and only then imports everything else."""

    def __init__(self, start: StartUp, *, on_open: Callable[[], None]) -> None:
        super().__init__(start)
        self._on_open = on_open
        """Hears when what was asked for is on the screen."""
        self._problem: ConfigError | None = None
        """Why the configuration file cannot be used."""
        self._knows_configuration = False
        self._configures_when_known = False
        """Whether the configuration was asked for before it had been read."""
        self._is_opening = True
        self._runs_when_open = False
        """Whether a run was asked for before there was anything that could be run."""

    def on_mount(self) -> None:
        """Everything that takes time waits until the first frame has been drawn."""
        self._report_screen.no_report_sentence = _OPENING
        self.call_after_refresh(lambda: self.run_worker(Deferred(self._open_first), name="open"))

    # What an inheriting class does with it

    def _push_configuration(self) -> None:
        """Show profiles and settings."""
        raise NotImplementedError

    async def _run_or_open(self) -> None:
        """Run, or show what an earlier run left waiting."""
        raise NotImplementedError

    # What is opened first

    async def _open_first(self) -> None:
        """Open what was asked for; a report before anything is imported that it does without."""
        await asyncio.to_thread(importlib.import_module, "axtui.tui.opening")
        await self._read_configuration()
        if self._start.demo:
            await self._open_demo()
        elif self._problem is None and self._config.profiles:
            await self._open_named(self._start.profile)
        await self._drawn()
        self._on_open()
        await asyncio.to_thread(importlib.import_module, "axtui.tui.later")
        self._open_what_there_is_instead()
        self._is_opening = False
        if self._problem is None:  # else nobody knows for how long
            self.run_worker(Deferred(self._sweep), name="sweep")
        if self._runs_when_open and self._opened is not None:
            await self._run_or_open()

    async def _read_configuration(self) -> None:
        try:
            if self._start.load is not None:
                self._config_now = await asyncio.to_thread(self._start.load)
        except ConfigError as error:
            self._problem = error
        self._knows_configuration = True
        if self._configures_when_known:
            self._push_configuration()

    async def _sweep(self) -> None:
        """Remove what has been kept for long enough; none of it has been shown."""
        from axtui.tui import later  # loaded behind the first report

        names = [profile.name for profile in self._config.profiles]
        swept = await asyncio.to_thread(
            later.sweep, names, settings=self._config.settings, surroundings=self._start.surroundings
        )
        for path in swept.left:
            sentence = f"{visible(str(path))} is older than retention_days allows, and cannot be removed."
            self.notify(sentence, severity="warning", markup=False, timeout=10)

    def _open_what_there_is_instead(self) -> None:
        """Help whoever has no profile yet, or a configuration that cannot be used."""
        from axtui.tui import later  # loaded behind the first report

        if self._start.demo:
            return
        if self._problem is not None:
            self._push_configuration()
        elif not self._config.profiles:
            self._report_screen.no_report_sentence = NO_PROFILE
            if self.screen is self._report_screen:  # and not where the person was quicker
                self.push_screen(later.FirstRunScreen())

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
