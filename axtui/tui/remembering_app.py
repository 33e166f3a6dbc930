"""The app's care for what is remembered of each profile: read when it is opened, kept when it changes."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from axtui.core.errors import CannotWriteError
from axtui.core.view import View
from axtui.tui.deferred import Deferred
from axtui.tui.memory import Memory
from axtui.tui.opened import Opened
from axtui.tui.running_app import RunningApp

if TYPE_CHECKING:
    from axtui.services.view_file import Change
    from axtui.tui.start import StartUp


class RememberingApp(RunningApp):
    """An app that remembers how a person has arranged each report."""

    def __init__(self, start: StartUp) -> None:
        super().__init__(start)
        self._remembering = asyncio.Lock()
        self._unkept: deque[tuple[Opened, Change]] = deque()
        """What has not reached the disk yet, in the order in which it was changed."""
        self._memory = Memory()
        self._remembered: Opened | None = None
        """Whose memory that is."""

    async def _memory_of(self, opened: Opened) -> Memory:
        """Return what is remembered of a profile, and say what of it is lost."""
        if not opened.is_same(self._remembered):
            self._memory, self._remembered = await self._read_memory(opened), opened
        return self._memory

    async def _read_memory(self, opened: Opened) -> Memory:
        def keep(change: Change) -> None:
            self._unkept.append((opened, change))
            self.run_worker(Deferred(self._keep_all), name="remember")

        if not opened.surroundings.uses_cache:
            return Memory()
        memory = Memory(await self._view_of(opened), keep=keep, keeps_searches=self._keeps_pages)
        if not self._keeps_pages:
            memory.change(View.without_searches)
        return memory

    async def _memory_as_kept(self) -> Memory:
        """Return the memory of the open profile with what other programs have added to it."""
        if self._remembered is not None and self._remembered.surroundings.uses_cache:
            self._memory.heard(await self._view_of(self._remembered))
        return self._memory

    async def _view_of(self, opened: Opened) -> View:
        from axtui.tui import opening  # not needed for the first frame

        async with self._remembering:
            found = await opening.ViewStore.of(opened.surroundings).load(opened.profile.name)
        self._warn(found.problem)
        return found.view

    async def _keep_all(self) -> None:
        async with self._remembering:
            while self._unkept:
                await self._keep_next()

    async def _keep_next(self) -> None:
        """Keep one change; one that is interrupted is made again, which changes nothing more."""
        from axtui.tui import opening  # not needed for the first frame

        opened, change = self._unkept[0]
        try:
            found = await opening.ViewStore.of(opened.surroundings).change(opened.profile.name, change)
        except CannotWriteError as error:
            self._say(error)
        else:
            self._warn(found.problem)
        self._unkept.popleft()

    async def run_on_terminal(self, *, mouse: bool) -> int:
        """Run to the end, and keep what was changed last: the end may come with the next key."""
        code = await super().run_on_terminal(mouse=mouse)
        await self._keep_all()
        return code

    def _warn(self, sentence: str) -> None:
        if sentence:
            self.notify(sentence, severity="warning", markup=False, timeout=10)
