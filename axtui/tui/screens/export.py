"""The export dialog: what will be written, in numbers and to the character, before anything is written."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, Vertical, VerticalScroll
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input, Static

from axtui.core.contact_import.plan import ImportPlan
from axtui.core.contact_import.words import BULK_IMPORT_WARNING, ROLLBACK_LIMITS
from axtui.core.errors import AxtuiError, CannotWriteError
from axtui.core.models import CompanyId
from axtui.core.report import Report
from axtui.services.config import Profile
from axtui.services.export import Written, default_name, export_path, write_import
from axtui.services.surroundings import Surroundings
from axtui.tui.export_choice import Consent, ExportChoice, Scope, outcome_words, size_of, what_is_missing
from axtui.tui.export_deciding import DecidingScreen, Wish, Write
from axtui.tui.export_place import Seen, place_words
from axtui.tui.export_words import (
    HELP,
    cell_remark,
    cell_words,
    note_lines,
    preview_words,
    result_lines,
    template_words,
)
from axtui.tui.report_words import rule_words
from axtui.tui.widgets.choice import Choice
from axtui.tui.widgets.findings import error_lines
from axtui.tui.widgets.import_preview import ImportPreview
from axtui.tui.widgets.panel import Lines, Panel
from axtui.tui.widgets.path_input import PathField
from axtui.tui.widgets.push_button import PushButton
from axtui.tui.widgets.tick import Tick


class ExportScreen(DecidingScreen):
    """Asks what, where and whether; ends with what was written, or with None.

    Nothing is written before the person has typed how many rows the file will have.
    """

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
        choice = ExportChoice(report=report, marked=marked, shown=shown)
        super().__init__(choice, profile.export, write=write)
        self._profile = profile
        self._surroundings = surroundings
        self._wish = Wish(scope=choice.scopes[0])
        self._plan: ImportPlan | None = None
        self._asked: Wish | None = None
        """The wish that the plan is for, or will be; None while the template is not known."""
        self._seen: Seen | None = None
        """What was found at the place that is typed; None until somebody has looked."""
        self._template = PathField("Template", input_id="export-template", files=True)
        self._file = PathField("File", input_id="export-path", base=self._settings.directory)
        self._file.add_class("gap")
        self._replace = Tick("Replace what is there", id="export-replace")
        self._replace.add_class("-off")
        self._is_stuck = False
        """Whether no file can be made of what was chosen."""
        self._agreed_for = ""
        """The path for which it may have been said that files are replaced."""
        self._bytes_planned = 0
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
        yield self._template
        yield Static(id="export-preview-words", classes="gap", markup=False)
        yield ImportPreview(cell_remark, id="export-preview")
        yield Static(id="export-cell", markup=False)
        yield Lines(id="export-notes", classes="gap")

    def _compose_consent(self) -> ComposeResult:
        yield self._file
        yield self._replace
        if not self._choice.report.complete:
            because = " ".join(self._choice.report.incomplete_because)
            yield Static(f"! This report is incomplete: {because}", classes="gap", markup=False)
            yield Tick("Export all the same", id="export-incomplete")
        ask = Static(id="export-ask", classes="export--text", markup=False)
        yield _labelled("Confirm", _input("export-count"), ask)

    def on_mount(self) -> None:
        """Begin with the first scope, the configured template and the name that is offered."""
        name = default_name(self._profile.name, self._surroundings.now())
        try:
            self._file.input.value = str(export_path(name, directory=self._settings.directory))
        except CannotWriteError:
            self._file.input.value = name  # what is wrong is said under it
        self._template.input.value = self._settings.template
        if not self._settings.template:  # no change of the field says so
            self._read_template("")

    # What is on the screen

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
            return "Nothing can be written." if self._is_stuck else "Preparing ..."
        if self._seen is None:
            return "Looking at the place ..."
        problem = self._seen.problem_for(self._bytes_planned)
        consent = Consent(
            path=self._file.input.value,
            place_problem=problem.message if problem else "",
            typed_count=self.query_one("#export-count", Input).value,
            taken=len(self._seen.there),
            may_replace=self._replace.value,
            accepts_incomplete=any(tick.value for tick in self.query("#export-incomplete").results(Tick)),
        )
        return what_is_missing(consent, rows=len(self._plan.rows), complete=self._choice.report.complete)

    def _show_place(self) -> None:
        if self._seen is None:
            return
        problem = self._seen.problem_for(self._bytes_planned)
        if problem:
            self._file.say(f"{problem.message} {problem.hint}".rstrip(), is_wrong=True)
        else:
            self._file.say(place_words(self._seen, typed=self._file.input.value))
        self._replace.set_class(not self._seen.there, "-off")

    # What is written

    @on(Choice.Changed, "#export-scope")
    def _scope_changed(self, event: Choice.Changed) -> None:
        self._wish = replace(self._wish, scope=Scope(event.choice.value))
        if self._asked:
            self._ask_for(self._wish)

    def _ask_for(self, wish: Wish) -> None:
        """Plan anew; until that is done there is nothing that could be written."""
        self._wish = self._asked = wish
        self._plan = None
        self._make_plan(wish)
        self._show_what_is_missing()

    @on(Input.Changed, "#export-template")
    def _template_typed(self, event: Input.Changed) -> None:
        self._plan = self._asked = None
        self._is_stuck = False
        self._read_template(event.value)
        self._show_what_is_missing()

    @on(DecidingScreen.TemplateRead)
    def _template_read(self, event: DecidingScreen.TemplateRead) -> None:
        if event.typed != self._template.input.value:
            return
        if isinstance(event.found, AxtuiError):
            self._cannot_use_template(event.found)
            return
        self._template.say(template_words(event.found))
        self._ask_for(replace(self._wish, template=event.found))

    def _cannot_use_template(self, error: AxtuiError) -> None:
        self._is_stuck = True
        self._template.say(f"{error.message} {error.hint}".rstrip(), is_wrong=True)
        self._show_what_is_missing()

    @on(DecidingScreen.Planned)
    def _planned(self, event: DecidingScreen.Planned) -> None:
        if event.wish is not self._asked:
            return
        plan, self._is_stuck = event.plan, False
        self._plan, self._bytes_planned = plan, size_of(plan)
        self.query_one("#export-problem", Panel).close()
        lines = [
            self._choice.numbers(event.wish.scope),
            *self._choice.remarks(event.wish.scope),
            outcome_words(plan),
        ]
        self.query_one("#export-numbers", Static).update("\n".join(lines))
        self.query_one("#export-preview-words", Static).update(preview_words(len(plan.rows)))
        self.query_one(ImportPreview).show(plan.header, plan.rows)
        self.query_one(ImportPreview).set_class(not plan.rows, "-off")
        self.query_one("#export-notes", Lines).show(*note_lines(plan))
        self.query_one("#export-ask", Static).update(
            f"  type {len(plan.rows)}, the number of rows in the file"
        )
        self._show_place()
        self._show_what_is_missing()

    @on(DecidingScreen.NotPlanned)
    def _not_planned(self, event: DecidingScreen.NotPlanned) -> None:
        if event.wish is not self._asked:
            return
        if event.wish.template:
            self._cannot_use_template(event.error)
            return
        self._is_stuck = True
        self._show_error(event.error)
        self._show_what_is_missing()

    @on(ImportPreview.Moved)
    def _preview_moved(self) -> None:
        preview = self.query_one(ImportPreview)
        words = cell_words(preview.heading, preview.cell, row=preview.row)
        self.query_one("#export-cell", Static).update(words)

    # Where, and whether

    @on(Input.Changed, "#export-path")
    def _path_typed(self, event: Input.Changed) -> None:
        self._seen = None
        self._locate(event.value)

    @on(DecidingScreen.Located)
    def _located(self, event: DecidingScreen.Located) -> None:
        if event.typed != self._file.input.value:
            return
        if event.typed != self._agreed_for:
            self._replace.value = False  # it was said of other files
        self._seen, self._agreed_for = event.seen, event.typed
        self._show_place()
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
        self._write(self._plan, self._file.input.value, overwrite=self._replace.value)

    @on(DecidingScreen.Failed)
    def _failed(self, event: DecidingScreen.Failed) -> None:
        self._is_writing = False
        self._body.disabled = False
        self.query_one("#export-cancel", PushButton).disabled = False
        self._show_error(event.error)
        self._show_what_is_missing()
        self._locate(self._file.input.value)
        self._file.input.focus()

    @on(DecidingScreen.Done)
    def _done(self, event: DecidingScreen.Done) -> None:
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
