"""Verify: what an import has made of each row that a file asked for, read from Autotask after it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Protocol

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from axtui.core.contact_import.manifest import Manifest
from axtui.core.contact_import.verification import Verification
from axtui.core.errors import AxtuiError, LoginRefusedError, Side
from axtui.core.progress import Progress
from axtui.core.text import visible
from axtui.services.config import AppSettings, Profile
from axtui.services.export_paths import export_path
from axtui.services.files_of_manifest import with_file_remarks
from axtui.services.manifest_file import WHERE_IT_IS, read_manifest
from axtui.services.surroundings import Surroundings
from axtui.services.verification_files import newest_manifest, save_beside
from axtui.tui import verify_words as words
from axtui.tui.run_questions import retry_question
from axtui.tui.secrets_at_hand import NOT_TYPED, forget_refused, has_secrets
from axtui.tui.terminal_app import TerminalApp
from axtui.tui.widgets.cell_table import CellTable
from axtui.tui.widgets.findings import error_lines
from axtui.tui.widgets.panel import Panel
from axtui.tui.widgets.path_input import PathField
from axtui.tui.widgets.push_button import PushButton


class Verify(Protocol):
    """What reads Autotask for a manifest."""

    async def __call__(
        self, manifest: Manifest, *, retry_auth: bool, on_progress: Callable[[Progress], None]
    ) -> Verification:
        """Return what became of each row."""


class VerifyScreen(ModalScreen[None]):
    """Asks for a manifest and shows what became of its rows; nothing is written to Autotask."""

    HELP: ClassVar[str] = words.HELP

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f10", "leave", "Leave", id="verify.leave"),
        Binding("R,f5", "read", "Read Autotask", id="verify.read"),
        Binding("s", "save", "Save CSV", id="verify.save"),
        Binding("y", "copy_row", "Row to the clipboard", id="verify.copy", show=False),
        Binding("question_mark,f1", "app.help", "Help", id="verify.help", show=False),
    ]

    AUTO_FOCUS = "#verify-read"

    DEFAULT_CSS = """
    VerifyScreen { align: center middle; }
    VerifyScreen #verify {
        width: 132;
        max-width: 100%;
        height: 100%;
        max-height: 48;
        padding: 0 1;
        background: $surface;
        border: round $primary;
    }
    VerifyScreen #verify-body { height: 1fr; scrollbar-size-vertical: 1; }
    VerifyScreen #verify-said { color: $text-muted; height: auto; max-height: 2; }
    VerifyScreen #verify-said.-off { display: none; }
    VerifyScreen #verify-summary { text-style: bold; height: auto; display: none; }
    VerifyScreen #verify-row { height: auto; max-height: 4; display: none; }
    VerifyScreen CellTable { height: 1fr; min-height: 5; max-height: 100%; visibility: hidden; }
    VerifyScreen #verify-advice { max-height: 25%; min-height: 4; }
    VerifyScreen #verify-buttons PushButton { margin: 0; }
    VerifyScreen.-read #verify-summary, VerifyScreen.-read #verify-row { display: block; }
    VerifyScreen.-read CellTable { visibility: visible; }
    """

    def __init__(
        self,
        profile: Profile,
        *,
        surroundings: Surroundings,
        settings: AppSettings,
        manifest: Path | None = None,
        verify: Verify | None = None,
    ) -> None:
        """Ask about a manifest; without one, about the newest in the profile's directory for exports."""
        super().__init__()
        self._profile = profile
        self._surroundings = surroundings
        self._settings = settings
        self._manifest = manifest
        self._verify = verify or self._verify_over_the_network
        self._verification: Verification | None = None
        self._rows: tuple[words.ShownRow, ...] = ()
        self._was_refused = False
        """Whether Autotask refused the login of the last read."""
        directory = profile.export.directory
        self._path = PathField("Manifest", input_id="verify-path", base=directory, files=True)
        self._table = CellTable(words.remark_of, id="verify-table")
        self._button = PushButton("Read Autotask", key="R", id="verify-read")
        """Disabled while Autotask is being read."""

    def compose(self) -> ComposeResult:
        """The manifest, what was found, and what to do."""
        with Vertical(id="verify") as box:
            box.border_title = Content(f"Verify an import: {visible(self._profile.name)}")
            with VerticalScroll(id="verify-body", can_focus=False):
                yield self._path
                yield Static(WHERE_IT_IS, id="verify-said", markup=False)
                yield Panel(id="verify-problem")
                yield Static(id="verify-summary", markup=False)
                yield self._table
                yield Static(id="verify-row", markup=False)
                yield Panel(id="verify-advice")
            with HorizontalGroup(id="verify-buttons"):
                yield self._button
                yield PushButton("Save CSV", key="s", id="verify-save", disabled=True)
                yield PushButton("Close", key="esc", id="verify-close")

    def on_mount(self) -> None:
        """Name the manifest that is meant, or look for the one that is most likely meant."""
        if self._manifest is not None:
            self._path.input.value = str(self._manifest)
            self._say(words.IMPORT_FIRST)
        else:
            self._path.input.focus()
            self._look_for_newest()

    @work(group="newest")
    async def _look_for_newest(self) -> None:
        """Look in a thread, for the directory may be on a slow network; what was typed meanwhile stays."""
        newest = await asyncio.to_thread(newest_manifest, self._profile.export.directory)
        if newest is not None and not self._path.input.value:
            self._path.input.value = str(newest)
            self._say(words.NEWEST)
            self._button.focus()

    # Reading

    @on(Input.Submitted, "#verify-path")
    @on(PushButton.Pressed, "#verify-read")
    @work(group="ask", exclusive=True)
    async def action_read(self) -> None:
        """Read the manifest and then Autotask; ask before a refused login is sent again."""
        if self._button.disabled:
            return
        retry_auth = self._was_refused and await self.app.push_screen_wait(retry_question())
        if self._was_refused and not retry_auth:
            return
        typed = self._surroundings.typed
        if not await has_secrets(self.app, self._profile, typed=typed, side=Side.AUTOTASK):
            self._say(NOT_TYPED)
            return
        self._read(retry_auth=retry_auth)

    @work(group="read", exclusive=True)
    async def _read(self, *, retry_auth: bool) -> None:
        self._begin()
        try:
            path = export_path(self._path.input.value.strip(), directory=self._profile.export.directory)
            manifest = await asyncio.to_thread(read_manifest, path)
            self._path.say(words.manifest_words(manifest))
            found = await self._verify(manifest, retry_auth=retry_auth, on_progress=self._progressed)
            found = await asyncio.to_thread(with_file_remarks, found, path)
        except AxtuiError as error:
            self._fail(error)
        else:
            self._manifest = path
            self._show(found)
        finally:
            self._button.disabled = False

    def _begin(self) -> None:
        """Take what an earlier read found off the screen: it may be of another file."""
        self._button.disabled = True
        self.query_one("#verify-save", PushButton).disabled = True
        self._verification, self._rows = None, ()
        self.remove_class("-read")
        self._path.say("")
        for panel in self.query(Panel):
            panel.close()
        self._say(words.READING)

    async def _verify_over_the_network(
        self, manifest: Manifest, *, retry_auth: bool, on_progress: Callable[[Progress], None]
    ) -> Verification:
        from axtui.services.verify import verify  # brings httpx: a path that is wrong need not wait for it

        return await verify(
            manifest,
            self._profile,
            surroundings=self._surroundings,
            settings=self._settings,
            retry_auth=retry_auth,
            on_progress=on_progress,
        )

    def _progressed(self, progress: Progress) -> None:
        self._say(words.progress_words(progress))

    def _fail(self, error: AxtuiError) -> None:
        self._was_refused = isinstance(error, LoginRefusedError)
        forget_refused(self._profile, [error], typed=self._surroundings.typed)
        self._say("")
        self.query_one("#verify-problem", Panel).show(*error_lines(error))

    def _show(self, found: Verification) -> None:
        self._was_refused = False
        self._verification, self._rows = found, words.shown_rows(found)
        self.query_one("#verify-summary", Static).update(words.summary_words(found))
        self.query_one("#verify-advice", Panel).show(*words.advice(found))
        self.query_one("#verify-save", PushButton).disabled = False
        self._say("")
        self.add_class("-read")
        self._table.show(words.HEADER, self._rows)
        self._table.focus()

    def _say(self, sentence: str) -> None:
        said = self.query_one("#verify-said", Static)
        said.update(sentence)
        said.set_class(not sentence, "-off")

    # What was found

    @on(CellTable.Moved)
    def _moved(self, event: CellTable.Moved) -> None:
        event.stop()
        self.query_one("#verify-row", Static).update(self._words_of_row)

    @property
    def _words_of_row(self) -> str:
        return words.row_words(self._rows[self._table.row].verified) if self._rows else ""

    def action_copy_row(self) -> None:
        """Send what is said of the chosen row to the terminal's clipboard, where the settings allow it."""
        if self._rows and isinstance(self.app, TerminalApp):
            self._say(self.app.send_to_clipboard("The row", self._words_of_row))

    @on(PushButton.Pressed, "#verify-save")
    @work(group="save", exclusive=True)
    async def action_save(self) -> None:
        """Keep the table as a file beside the manifest."""
        found, manifest = self._verification, self._manifest
        if found is None or manifest is None:
            return
        now = self._surroundings.now()
        try:
            path = await asyncio.to_thread(save_beside, manifest, found, now=now)
        except AxtuiError as error:
            self.query_one("#verify-problem", Panel).show(*error_lines(error))
        else:
            self.query_one("#verify-problem", Panel).close()
            self._say(f"Saved as {visible(str(path))}.")

    @on(PushButton.Pressed, "#verify-close")
    def action_leave(self) -> None:
        """Go back; a read that is under way ends with the screen."""
        self.dismiss(None)
