"""What the export dialog does in threads: read a template, decide what is written, look at a place, write."""

import asyncio
from typing import Protocol

from textual import on, work
from textual.message import Message
from textual.screen import ModalScreen

from axtui.core.contact_import.plan import ImportPlan
from axtui.core.contact_import.template import Template
from axtui.core.errors import AxtuiError
from axtui.services.config import ExportProfile
from axtui.services.export import Order, Written
from axtui.services.import_template import template_at
from axtui.tui.export_choice import Existing, ExportChoice, Wish
from axtui.tui.export_place import Seen, look_around, refuse_newcomers
from axtui.tui.export_words import afterwards_words
from axtui.tui.terminal_app import TerminalApp


class Write(Protocol):
    """What puts the files on disk; called in a thread."""

    def __call__(self, order: Order) -> Written:
        """Write all of them, or raise an error and leave nothing."""


class DecidingScreen(ModalScreen[Written | None]):
    """A screen over a report that is to be exported; a class that inherits asks, and shows what is found."""

    class TemplateRead(Message):
        """A template can be used, or cannot."""

        def __init__(self, typed: str, found: Template | AxtuiError | None) -> None:
            super().__init__()
            self.typed = typed
            self.found = found

    class Planned(Message):
        """It is decided what stands in the files."""

        def __init__(self, wish: Wish, plan: ImportPlan, *, existing: Existing) -> None:
            super().__init__()
            self.wish = wish
            self.plan = plan
            self.existing = existing

    class NotPlanned(Message):
        """No file can be made of what was wished."""

        def __init__(self, wish: Wish, error: AxtuiError) -> None:
            super().__init__()
            self.wish = wish
            self.error = error

    class Located(Message):
        """Something is known of the place that was typed."""

        def __init__(self, typed: str, seen: Seen) -> None:
            super().__init__()
            self.typed = typed
            self.seen = seen

    class Failed(Message):
        """The files could not be written; nothing of them is there."""

        def __init__(self, error: AxtuiError) -> None:
            super().__init__()
            self.error = error

    class Done(Message):
        """The files are on disk."""

        def __init__(self, written: Written) -> None:
            super().__init__()
            self.written = written

    def __init__(self, choice: ExportChoice, settings: ExportProfile, *, write: Write) -> None:
        super().__init__()
        self._choice = choice
        self._settings = settings
        self._write_files = write
        self._writing: asyncio.Future[Written | AxtuiError] | None = None

    @work(group="template", exclusive=True)
    async def _read_template(self, typed: str) -> None:
        """Read in a thread: it may be an export of all contacts, on a slow network."""
        found: Template | AxtuiError | None
        try:
            found = await asyncio.to_thread(template_at, typed)
        except AxtuiError as error:
            found = error
        self.post_message(self.TemplateRead(typed, found))

    @work(group="plan", exclusive=True)
    async def _make_plan(self, wish: Wish) -> None:
        """Decide in a thread: a report may have any size."""
        try:
            plan = await asyncio.to_thread(self._choice.plan, wish, self._settings)
            existing = await asyncio.to_thread(self._choice.existing, plan, wish, self._settings)
        except AxtuiError as error:
            self.post_message(self.NotPlanned(wish, error))
        else:
            self.post_message(self.Planned(wish, plan, existing=existing))

    @work(group="place", exclusive=True)
    async def _locate(self, typed: str) -> None:
        """Look in a thread: the directory may be on a slow network."""
        seen = await asyncio.to_thread(look_around, typed, directory=self._settings.directory)
        self.post_message(self.Located(typed, seen))

    @work(group="write")
    async def _write(self, order: Order, *, replaced: tuple[str, ...]) -> None:
        """Write in a thread that nothing breaks off: what ends the app waits for it, and says what it did."""
        self._writing = asyncio.ensure_future(self._outcome_of(order, replaced=replaced))
        if isinstance(self.app, TerminalApp):
            self.app.outlive(self._words_afterwards)
        outcome = await asyncio.shield(self._writing)
        self.post_message(self.Done(outcome) if isinstance(outcome, Written) else self.Failed(outcome))

    async def _outcome_of(self, order: Order, *, replaced: tuple[str, ...]) -> Written | AxtuiError:
        try:
            if replaced:
                await asyncio.to_thread(refuse_newcomers, order.path, shown=replaced)
            return await asyncio.to_thread(self._write_files, order)
        except AxtuiError as error:
            return error

    async def _words_afterwards(self) -> str:
        return "" if self._writing is None else afterwards_words(await self._writing)

    @on(Done)
    @on(Failed)
    def _told(self) -> None:
        """Say it on the screen alone."""
        if isinstance(self.app, TerminalApp):
            self.app.no_longer_outlive(self._words_afterwards)
