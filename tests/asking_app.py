"""A bare app around a screen that looks for something first, and a table in it."""

import asyncio
from typing import Generic, TypeVar

from textual.app import App
from textual.widgets import Static

from axtui.tui.plain_text import PlainTextRequested
from axtui.tui.table_screen import SearchedTableScreen

_Found = TypeVar("_Found")
_Answer = TypeVar("_Answer")


class AskingApp(App[None], Generic[_Found, _Answer]):
    """Shows the screen over nothing, and keeps what it answers; who inherits says which screen."""

    shown: SearchedTableScreen[_Answer]

    def __init__(self, found: _Found, *, part: str) -> None:
        """`found` is what the screen gets once it may; `part` is what the ids of its widgets begin with."""
        super().__init__()
        self.answers: list[_Answer | None] = []
        self.texts: list[str] = []
        self.may_answer = asyncio.Event()
        self.found = found
        self._part = part

    async def look(self) -> _Found:
        """Answer the screen."""
        await self.may_answer.wait()
        return self.found

    def on_mount(self) -> None:
        """Show the screen."""
        self.push_screen(self.shown, self.answers.append)

    def on_plain_text_requested(self, event: PlainTextRequested) -> None:
        """Keep what would be shown without the app around it."""
        self.texts.append(event.text)

    def said(self, name: str) -> str:
        """Return what stands in a widget."""
        return str(self.shown.query_one(f"#{self._part}-{name}", Static).visual)
