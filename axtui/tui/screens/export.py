"""The export dialog: what will be written, in numbers and to the character, before anything is written."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Protocol

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, Vertical, VerticalScroll
from textual.events import Key
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from axtui.core.contact_import.plan import ImportPlan
from axtui.core.contact_import.words import BULK_IMPORT_WARNING, READING_OF_FORMAT, ROLLBACK_LIMITS
from axtui.core.errors import AxtuiError, CannotWriteError
from axtui.core.models import CompanyId
from axtui.core.report import Report
from axtui.services.config import Profile
from axtui.services.export import Written, default_name, export_path, write_import
from axtui.services.surroundings import Surroundings
from axtui.tui.export_choice import Consent, ExportChoice, Scope, outcome_words, what_is_missing
from axtui.tui.export_words import HELP, cell_remark, cell_words, note_lines, preview_words, result_lines
from axtui.tui.report_words import rule_words
from axtui.tui.widgets.choice import Choice
from axtui.tui.widgets.findings import error_lines
from axtui.tui.widgets.import_preview import ImportPreview
from axtui.tui.widgets.panel import Lines, Panel
from axtui.tui.widgets.push_button import PushButton
from axtui.tui.widgets.tick import Tick


class Write(Protocol):
    """What puts a file on disk; called in a thread."""

    def __call__(self, plan: ImportPlan, path: Path, *, overwrite: bool) -> Written:
        """Write the whole file, or raise an error and leave nothing."""


class ExportScreen(ModalScreen[Written | None]):
    """Asks what, where and whether; ends with what was written, or with None.

    Nothing is written before the person has typed how many rows the file will have.
    """

    class Planned(Message):
        """It is decided what stands in the file."""

        def __init__(self, scope: Scope, plan: ImportPlan) -> None:
            super().__init__()
            self.scope = scope
            self.plan = plan

    class Located(Message):
        """Something is known of the place that was typed."""

        def __init__(self, typed: str, *, is_there: bool) -> None:
            super().__init__()
            self.typed = typed
            self.is_there = is_there

    class Failed(Message):
        """No file can be made, or it could not be written; nothing of it is there."""

        def __init__(self, error: AxtuiError) -> None:
            super().__init__()
            self.error = error

    class Done(Message):
        """The file is on disk."""

        def __init__(self, written: Written) -> None:
            super().__init__()
            self.written = written

    HELP: ClassVar[str] = HELP

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f10", "leave", "Cancel", id="export.cancel"),
        Binding("down", "scroll_body(1)", "Down", id="export.down", show=False),
        Binding("up", "scroll_body(-1)", "Up", id="export.up", show=False),
        Binding("pagedown", "page_body(1)", "Page down", id="export.page-down", show=False),
        Binding("pageup", "page_body(-1)", "Page up", id="export.page-up", show=False),
        Binding("question_mark,f1", "app.help", "Help", id="export.help", show=False),
    ]

    AUTO_FOCUS = "#export-cancel"

    DEFAULT_CSS = """
    ExportScreen { align: center middle; }
    ExportScreen #export {
        width: 116;
        max-width: 100%;
        height: 100%;
        max-height: 44;
        padding: 0 1;
        background: $surface;
        border: round $warning;
    }
    ExportScreen #export-body { height: 1fr; scrollbar-size-vertical: 1; }
    ExportScreen .gap { margin-top: 1; }
    ExportScreen .export--label { width: 10; color: $text-muted; }
    ExportScreen .export--text { width: 1fr; }
    ExportScreen #export-warning { text-style: bold; color: $text-warning; }
    ExportScreen Input { width: 1fr; background: $surface-lighten-2; }
    ExportScreen #export-count { width: 12; }
    ExportScreen #export-problem { max-height: 40%; border: round $error; }
    ExportScreen #export-foot { max-height: 3; border-top: solid $foreground 35%; }
    ExportScreen #export-missing { width: 1fr; margin-right: 1; }
    ExportScreen #export-buttons { width: auto; }
    ExportScreen .-off { display: none; }
    """

    def __init__(
        self,
        report: Report,
        *,
        marked: frozenset[CompanyId],
        shown: Sequence[int],
        profile: Profile,
        surroundings: Surroundings,
        write: Write = write_import,
    ) -> None:
        super().__init__()
        self._choice = ExportChoice(report=report, marked=marked, shown=shown)
        self._profile = profile
        self._surroundings = surroundings
        self._write_file = write
        self._plan: ImportPlan | None = None
        self._file_is_there = False
        self._is_writing = False
        self._written: Written | None = None

    def compose(self) -> ComposeResult:
        """What is written and what is not, the warnings, the place, the consent; under them the buttons."""
        with Vertical(id="export") as box:
            box.border_title = "Export for Autotask's Contact Import"
            with VerticalScroll(id="export-body", can_focus=False):
                yield from self._compose_contents()
                yield Static(BULK_IMPORT_WARNING, id="export-warning", classes="gap", markup=False)
                yield Static(ROLLBACK_LIMITS, markup=False)
                yield Static(READING_OF_FORMAT, classes="gap", markup=False)
                yield from self._compose_consent()
            yield Panel(id="export-problem")
            with HorizontalGroup(id="export-foot"):
                yield Static("Preparing ...", id="export-missing", markup=False)
                with HorizontalGroup(id="export-buttons"):
                    yield PushButton("Cancel", id="export-cancel")
                    yield PushButton("Write the file", id="export-write", disabled=True)

    def _compose_contents(self) -> ComposeResult:
        report = self._choice.report
        rule = rule_words(report.rules.match, is_configured=report.rules == self._profile.rules)
        yield _labelled("Scope", Choice(self._choice.scopes, id="export-scope"))
        yield _labelled("Rows", Static(id="export-numbers", classes="export--text", markup=False))
        yield _labelled("Matched", Static(rule, classes="export--text", markup=False))
        yield Static(id="export-preview-words", classes="gap", markup=False)
        yield ImportPreview(cell_remark, id="export-preview")
        yield Static(id="export-cell", markup=False)
        yield Lines(id="export-notes", classes="gap")

    def _compose_consent(self) -> ComposeResult:
        replace = Tick("Replace the file that is there", id="export-replace")
        replace.add_class("-off")
        incomplete = Tick("Export all the same", id="export-incomplete")
        path, count = _input("export-path"), _input("export-count")
        yield _labelled("File", path).add_class("gap")
        yield replace
        if not self._choice.report.complete:
            because = " ".join(self._choice.report.incomplete_because)
            yield Static(f"! This report is incomplete: {because}", classes="gap", markup=False)
            yield incomplete
        yield _labelled("Confirm", count, Static(id="export-ask", classes="export--text", markup=False))

    def on_mount(self) -> None:
        """Begin with the first scope and the name that is offered."""
        name = default_name(self._profile.name, self._surroundings.now())
        try:
            self._path.value = str(export_path(name, directory=self._profile.export.directory))
        except CannotWriteError as error:
            self._path.value = name
            self._show_error(error)
        self._make_plan(self._choice.scopes[0])

    # What is on the screen

    @property
    def _path(self) -> Input:
        return self.query_one("#export-path", Input)

    @property
    def _body(self) -> VerticalScroll:
        return self.query_one("#export-body", VerticalScroll)

    def _show_error(self, error: AxtuiError) -> None:
        self.query_one("#export-problem", Panel).show(*error_lines(error))

    def _show_what_is_missing(self) -> None:
        """Say what is still to be done; the button waits for it."""
        missing = self._missing()
        self.query_one("#export-missing", Static).update(missing)
        self.query_one("#export-write", PushButton).disabled = bool(missing)

    def _missing(self) -> str:
        if self._is_writing:
            return "Writing ..."
        if self._plan is None:
            return "Nothing can be written."
        consent = Consent(
            path=self._path.value,
            typed_count=self.query_one("#export-count", Input).value,
            file_is_there=self._file_is_there,
            may_replace=self.query_one("#export-replace", Tick).value,
            accepts_incomplete=any(tick.value for tick in self.query("#export-incomplete").results(Tick)),
        )
        return what_is_missing(consent, rows=len(self._plan.rows), complete=self._choice.report.complete)

    # What is written

    @on(Choice.Changed, "#export-scope")
    def _scope_changed(self, event: Choice.Changed) -> None:
        self._make_plan(Scope(event.choice.value))

    @work(group="plan", exclusive=True)
    async def _make_plan(self, scope: Scope) -> None:
        """Decide in a thread: a report may have any size."""
        try:
            plan = await asyncio.to_thread(self._choice.plan, scope, self._profile.export)
        except AxtuiError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Planned(scope, plan))

    @on(Planned)
    def _planned(self, event: Planned) -> None:
        plan = self._plan = event.plan
        lines = [self._choice.numbers(event.scope), *self._choice.remarks(event.scope), outcome_words(plan)]
        self.query_one("#export-numbers", Static).update("\n".join(lines))
        self.query_one("#export-preview-words", Static).update(preview_words(len(plan.rows)))
        self.query_one(ImportPreview).show(plan.header, plan.rows)
        self.query_one(ImportPreview).set_class(not plan.rows, "-off")
        self.query_one("#export-notes", Lines).show(*note_lines(plan))
        self.query_one("#export-ask", Static).update(
            f"  type {len(plan.rows)}, the number of rows in the file"
        )
        self._show_what_is_missing()

    @on(ImportPreview.Moved)
    def _preview_moved(self) -> None:
        preview = self.query_one(ImportPreview)
        words = cell_words(preview.heading, preview.cell, row=preview.row)
        self.query_one("#export-cell", Static).update(words)

    # Where, and whether

    @on(Input.Changed, "#export-path")
    def _path_typed(self, event: Input.Changed) -> None:
        self._locate(event.value)

    @work(group="place", exclusive=True)
    async def _locate(self, typed: str) -> None:
        """Look in a thread: the directory may be on a slow network."""
        is_there = await asyncio.to_thread(_is_there, typed, self._profile.export.directory)
        self.post_message(self.Located(typed, is_there=is_there))

    @on(Located)
    def _located(self, event: Located) -> None:
        if event.typed != self._path.value:
            return
        self._file_is_there = event.is_there
        replace = self.query_one("#export-replace", Tick)
        replace.value = False
        replace.set_class(not event.is_there, "-off")
        self._show_what_is_missing()

    @on(Input.Changed, "#export-count")
    @on(Tick.Changed)
    def _consent_changed(self) -> None:
        self._show_what_is_missing()

    @on(Input.Submitted, "#export-path")
    def _path_entered(self) -> None:
        self.query_one("#export-count", Input).focus()

    @on(Input.Submitted, "#export-count")
    def _count_entered(self) -> None:
        if not self._missing():
            self.query_one("#export-write", PushButton).focus()

    # Writing

    @on(PushButton.Pressed, "#export-write")
    def _write_pressed(self) -> None:
        if self._plan is None or self._missing():
            return
        self._is_writing = True
        self._body.disabled = True
        self.query_one("#export-cancel", PushButton).disabled = True
        self.query_one("#export-problem", Panel).close()
        self._show_what_is_missing()
        self._write(self._plan, self._path.value, overwrite=self.query_one("#export-replace", Tick).value)

    @work(group="write")
    async def _write(self, plan: ImportPlan, typed: str, *, overwrite: bool) -> None:
        try:
            path = export_path(typed, directory=self._profile.export.directory)
            written = await asyncio.to_thread(self._write_file, plan, path, overwrite=overwrite)
        except AxtuiError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Done(written))

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        was_writing, self._is_writing = self._is_writing, False
        self._body.disabled = False
        self.query_one("#export-cancel", PushButton).disabled = False
        self._show_error(event.error)
        self._show_what_is_missing()
        if was_writing:
            self._locate(self._path.value)
            self._path.focus()

    @on(Done)
    def _done(self, event: Done) -> None:
        self._is_writing = False
        self._written = event.written
        body = self._body
        body.disabled = False
        body.remove_children()
        result = Lines(id="export-result")
        body.mount(result)
        result.show(*result_lines(event.written))
        self.query_one("#export-missing", Static).update("Written. Nothing was sent to Autotask.")
        self.query_one("#export-write").add_class("-off")
        cancel = self.query_one("#export-cancel", PushButton)
        cancel.rename("Close")
        cancel.disabled = False
        cancel.focus()

    # Going

    @on(PushButton.Pressed, "#export-cancel")
    def action_leave(self) -> None:
        """Close; while the file is being written there is nothing to cancel any more."""
        if not self._is_writing:
            self.dismiss(self._written)

    def on_key(self, event: Key) -> None:
        """Take a digit, wherever it is typed, as the beginning of the number that confirms."""
        count = self.query_one_optional("#export-count", Input)
        is_digit = event.character is not None and event.character.isdecimal()
        if count is None or self._is_writing or not is_digit or isinstance(self.focused, Input):
            return
        event.stop()
        count.focus()
        count.insert_text_at_cursor(event.character or "")

    def action_scroll_body(self, lines: int) -> None:
        """Scroll, whatever has the focus."""
        self._body.scroll_relative(y=lines, animate=False)

    def action_page_body(self, pages: int) -> None:
        """Scroll by a page, whatever has the focus."""
        self._body.scroll_relative(y=pages * (self._body.size.height - 1), animate=False)


def _labelled(label: str, *widgets: Widget) -> HorizontalGroup:
    return HorizontalGroup(Static(label, classes="export--label", markup=False), *widgets)


def _input(name: str) -> Input:
    field = Input(id=name, compact=True, select_on_focus=False)
    field.cursor_blink = False  # a blinking cursor costs 1.7 KB/s over a slow line
    return field


def _is_there(typed: str, directory: str) -> bool:
    """Say whether something has this name already, a broken link included."""
    try:
        path = export_path(typed, directory=directory)
        return path.is_symlink() or path.exists()
    except (AxtuiError, OSError, ValueError):  # what is wrong with it is said when it is written
        return False
