"""The export dialog: what will be written, in numbers and to the character, before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, Vertical, VerticalScroll
from textual.events import DescendantFocus, Key, Resize
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from axtui.core.acknowledgements import Acknowledgement
from axtui.core.contact_import.plan import ImportPlan
from axtui.core.contact_import.words import BULK_IMPORT_WARNING, ROLLBACK_LIMITS
from axtui.core.errors import AxtuiError, CannotWriteError
from axtui.core.models import CompanyId
from axtui.core.report import Report
from axtui.services.config import Profile
from axtui.services.export import (
    Order,
    Written,
    copy_line_from_here,
    default_name,
    export_path,
    write_export,
)
from axtui.services.surroundings import Surroundings
from axtui.tui.export_choice import ExportChoice, Scope, Wish, outcome_words, what_is_missing
from axtui.tui.export_deciding import DecidingScreen, Write
from axtui.tui.export_sentences import acknowledged_words, include_words, template_words
from axtui.tui.export_words import HELP, note_lines, result_lines
from axtui.tui.report_words import rule_words
from axtui.tui.terminal_app import TerminalApp
from axtui.tui.widgets.choice import Choice
from axtui.tui.widgets.export_consent import ExportConsent
from axtui.tui.widgets.file_preview import FilePreview
from axtui.tui.widgets.findings import error_lines
from axtui.tui.widgets.panel import Lines, Panel
from axtui.tui.widgets.path_input import PathField
from axtui.tui.widgets.push_button import PushButton
from axtui.tui.widgets.tick import Tick


class ExportScreen(DecidingScreen):
    """Asks what, where and whether; ends with what was written, or with None.

    Nothing is written before the person has typed how many rows the file will have.
    """

    class VerifyRequested(Message):
        """The person wants to see what an import of the files has done."""

        def __init__(self, manifest: Path) -> None:
            super().__init__()
            self.manifest = manifest

    HELP: ClassVar[str] = HELP

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f10", "leave", "Cancel", id="export.cancel"),
        Binding("down", "scroll_body(1)", "Down", id="export.down", show=False),
        Binding("up", "scroll_body(-1)", "Up", id="export.up", show=False),
        Binding("pagedown", "page_body(1)", "Page down", id="export.page-down", show=False),
        Binding("pageup", "page_body(-1)", "Page up", id="export.page-up", show=False),
        Binding("y", "copy_line", "Copy the scp line", id="export.copy", show=False),
        Binding("question_mark,f1", "app.help", "Help", id="export.help", show=False),
    ]

    AUTO_FOCUS = "#export-cancel"

    DEFAULT_CSS = """
    ExportScreen { align: center middle; }
    ExportScreen #export {
        width: 116;
        max-width: 100%;
        height: 100%;
        max-height: 48;
        padding: 0 1;
        background: $surface;
        border: round $warning;
    }
    ExportScreen #export-body { height: 1fr; scrollbar-size-vertical: 1; }
    ExportScreen .gap { margin-top: 1; }
    ExportScreen .export--label { width: 10; color: $text-muted; }
    ExportScreen .export--text { width: 1fr; }
    ExportScreen #export-warning { text-style: bold; color: $text-warning; }
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
        acknowledged: Mapping[int, Acknowledgement] | None = None,
        write: Write = write_export,
    ) -> None:
        choice = ExportChoice(report=report, marked=marked, shown=shown, acknowledged=acknowledged or {})
        super().__init__(choice, profile.export, write=write)
        self._profile = profile
        self._surroundings = surroundings
        self._wish = Wish(scope=choice.scopes[0])
        self._asked: Wish | None = None
        """The wish that the plan is for, or will be; None while the template is not known."""
        self._plan: ImportPlan | None = None
        self._stuck = ""
        """Why no file can be made of what was chosen; empty when one can."""
        self._is_writing = False
        self._written: Written | None = None
        self._template = PathField("Template", input_id="export-template", files=True)
        self._updates = Tick("", id="export-updates")
        self._updates.add_class("-off")
        self._acknowledged = Tick("", id="export-acknowledged")
        self._acknowledged.add_class("-off")
        self._preview = FilePreview()
        self._offered_name = default_name(profile.name, surroundings.now())
        self._consent = ExportConsent(
            directory=profile.export.directory,
            name=self._offered_name,
            incomplete_because=report.incomplete_because,
            when_filled=self._focus_write,
        )

    def compose(self) -> ComposeResult:
        """What is written and what is not, the warnings, the place, the consent; under them the buttons."""
        with Vertical(id="export") as box:
            box.border_title = "Export for Autotask's Contact Import"
            with VerticalScroll(id="export-body", can_focus=False):
                yield from self._compose_contents()
                yield Static(BULK_IMPORT_WARNING, id="export-warning", classes="gap", markup=False)
                yield Static(ROLLBACK_LIMITS, markup=False)
                yield self._consent
            yield Panel(id="export-problem")
            with HorizontalGroup(id="export-foot"):
                yield Static("Preparing ...", id="export-missing", markup=False)
                with HorizontalGroup(id="export-buttons"):
                    yield PushButton("Cancel", id="export-cancel")
                    yield PushButton("Write the file", id="export-write", disabled=True)
                    yield PushButton("Verify", id="export-verify").add_class("-off")

    def _compose_contents(self) -> ComposeResult:
        report = self._choice.report
        rule = rule_words(report.rules.match, is_configured=report.rules == self._profile.rules)
        yield _labelled("Scope", Choice(self._choice.scopes, id="export-scope"))
        yield _labelled("Rows", Static(id="export-numbers", classes="export--text", markup=False))
        yield self._updates
        yield self._acknowledged
        yield _labelled("Matched", Static(rule, classes="export--text", markup=False))
        yield self._template
        yield self._preview
        yield Lines(id="export-notes", classes="gap")

    def on_mount(self) -> None:
        """Begin with the first scope, the configured template and the name that is offered."""
        self.watch(self._body, "virtual_size", self._follow_focus, init=False)  # lines come and go above
        name = self._offered_name
        try:
            self._consent.file.input.value = str(export_path(name, directory=self._settings.directory))
        except CannotWriteError:
            self._consent.file.input.value = name  # what is wrong is said under it
        self._template.input.value = self._settings.template
        if not self._settings.template:  # no change of the field says so
            self._read_template("")

    @on(Resize)
    @on(DescendantFocus)
    def _follow_focus(self) -> None:
        self.call_after_refresh(self._show_focus)

    def _show_focus(self) -> None:
        """Keep in sight what has the focus; of a path also what is said under it."""
        if self.focused:
            around = self.focused.ancestors_with_self
            field = next((each for each in around if isinstance(each, PathField)), self.focused)
            field.scroll_visible(animate=False)

    # What is on the screen

    @property
    def _body(self) -> VerticalScroll:
        return self.query_one("#export-body", VerticalScroll)

    @property
    def _cancel(self) -> PushButton:
        return self.query_one("#export-cancel", PushButton)

    def _show_error(self, error: AxtuiError) -> None:
        self.query_one("#export-problem", Panel).show(*error_lines(error))

    @on(ExportConsent.Changed)
    def _show_what_is_missing(self) -> None:
        """Say what is still to be done; the button waits for it."""
        missing = self._missing()
        self.query_one("#export-missing", Static).update(missing)
        self.query_one("#export-write", PushButton).disabled = bool(missing)

    def _missing(self) -> str:
        if self._is_writing:
            return "Writing ..."
        if self._plan is None:
            return self._stuck or "Preparing ..."
        consent = self._consent.consent
        if consent is None:
            return "Looking at the place ..."
        return what_is_missing(
            consent,
            rows=len(self._plan.rows),
            updates=len(self._plan.updates),
            complete=self._choice.report.complete,
        )

    # What is written

    @on(Choice.Changed, "#export-scope")
    def _scope_changed(self, event: Choice.Changed) -> None:
        self._ask_for(replace(self._wish, scope=Scope(event.choice.value)))

    @on(Tick.Changed, "#export-updates")
    def _updates_ticked(self) -> None:
        self._ask_for(replace(self._wish, with_updates=self._updates.value))

    @on(Tick.Changed, "#export-acknowledged")
    def _acknowledged_ticked(self) -> None:
        self._ask_for(replace(self._wish, with_acknowledged=self._acknowledged.value))

    @on(Input.Changed, "#export-template")
    def _template_typed(self, event: Input.Changed) -> None:
        self._plan = self._asked = None
        self._stuck = ""
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
        self._asked = self._wish
        self._ask_for(replace(self._wish, template=event.found))

    def _cannot_use_template(self, error: AxtuiError) -> None:
        self._template.say(f"{error.message} {error.hint}".rstrip(), is_wrong=True)
        self._get_stuck("The template cannot be used, as is said under it.")

    def _ask_for(self, wish: Wish) -> None:
        """Plan anew; until that is done there is nothing that could be written."""
        self._wish = wish
        self._plan = None
        if self._asked:  # else the template is not known, and what comes of it is asked for then
            self._asked = wish
            self._make_plan(wish)
        elif self._stuck:
            self._get_stuck(self._stuck)
        self._show_what_is_missing()

    @on(DecidingScreen.Planned)
    def _planned(self, event: DecidingScreen.Planned) -> None:
        if event.wish is not self._asked:
            return
        plan, self._stuck = event.plan, ""
        self._plan = plan
        choice, scope = self._choice, event.wish.scope
        numbers = [choice.numbers(scope), *choice.remarks(scope), outcome_words(plan)]
        self.query_one("#export-problem", Panel).close()
        self.query_one("#export-numbers", Static).update("\n".join(numbers))
        self._updates.rename(include_words(event.existing))
        self._updates.set_class(not event.existing.found and not self._updates.value, "-off")
        acknowledged = choice.acknowledged_in(scope)
        self._acknowledged.rename(acknowledged_words(acknowledged))
        self._acknowledged.set_class(not acknowledged, "-off")
        self._preview.show(plan)
        self.query_one("#export-notes", Lines).show(*note_lines(plan))
        self._consent.ask_for(plan)
        self._show_what_is_missing()

    @on(DecidingScreen.NotPlanned)
    def _not_planned(self, event: DecidingScreen.NotPlanned) -> None:
        if event.wish is not self._asked:
            return
        if event.wish.template:
            self._cannot_use_template(event.error)
            return
        self._show_error(event.error)
        self._get_stuck("Nothing can be written.")

    def _get_stuck(self, why: str) -> None:
        """Show nothing that looks as if it could be written."""
        self._stuck = why
        self._preview.show_nothing()
        self.query_one("#export-notes", Lines).show()
        self.query_one("#export-numbers", Static).update(self._choice.numbers(self._wish.scope))
        self._show_what_is_missing()

    # Where, and whether

    @on(ExportConsent.Relocated)
    def _relocated(self, event: ExportConsent.Relocated) -> None:
        self._locate(event.typed)

    @on(DecidingScreen.Located)
    def _located(self, event: DecidingScreen.Located) -> None:
        self._consent.show_place(event.typed, event.seen)
        self._show_what_is_missing()

    def _focus_write(self) -> None:
        if not self._missing():
            self.set_focus(self.query_one("#export-write", PushButton))

    def on_key(self, event: Key) -> None:
        """Take a digit, wherever it is typed, as the beginning of the number that confirms."""
        is_digit = event.character is not None and event.character.isdecimal()
        is_asking = not self._is_writing and self._written is None
        if not is_digit or not is_asking or isinstance(self.focused, Input):
            return
        if self._consent.take_digit(event.character or ""):
            event.stop()

    # Writing

    @on(PushButton.Pressed, "#export-write")
    def _write_pressed(self) -> None:
        if self._plan is None or self._missing():
            return
        try:
            path = export_path(self._consent.path, directory=self._settings.directory)
        except CannotWriteError as error:
            self._show_error(error)
            return
        self._set_writing(is_writing=True)
        self.query_one("#export-problem", Panel).close()
        self._write(self._order(self._plan, path), replaced=self._consent.replaced)

    def _order(self, plan: ImportPlan, path: Path) -> Order:
        scope = self._wish.scope
        return Order(
            plan=plan,
            path=path,
            report=self._choice.report,
            scope=f"{scope}: {self._choice.numbers(scope)}",
            now=self._surroundings.now(),
            template=self._wish.template,
            overwrite=bool(self._consent.replaced),
            review=self._consent.wants_review,
        )

    def _set_writing(self, *, is_writing: bool) -> None:
        self._is_writing = self._body.disabled = self._cancel.disabled = is_writing
        self._show_what_is_missing()

    @on(DecidingScreen.Failed)
    def _failed(self, event: DecidingScreen.Failed) -> None:
        self._set_writing(is_writing=False)
        self._show_error(event.error)
        self._locate(self._consent.path)
        self._consent.file.input.focus()

    @on(DecidingScreen.Done)
    def _done(self, event: DecidingScreen.Done) -> None:
        self._set_writing(is_writing=False)
        self._written = event.written
        self._body.remove_children()
        result = Lines(id="export-result")
        self._body.mount(result)
        result.show(
            *result_lines(
                event.written,
                is_our_reading=self._wish.template is None,
                copy_lines=self._copy_lines,
            )
        )
        self._body.scroll_home(animate=False)
        self.query_one("#export-missing", Static).update("Written. Nothing was sent to Autotask.")
        self.query_one("#export-write").add_class("-off")
        self.query_one("#export-verify").remove_class("-off")
        self._cancel.rename("Close")
        self._cancel.focus()

    # What has been written

    @property
    def _copy_lines(self) -> tuple[str, ...]:
        files, env = self._written.to_import if self._written else (), self._surroundings.env
        return tuple(filter(None, (copy_line_from_here(each.path, env) for each in files)))

    def action_copy_line(self) -> None:
        """Send the line that fetches the file to the terminal's clipboard, where the settings allow it."""
        if self._copy_lines and isinstance(self.app, TerminalApp):
            words = self.app.send_to_clipboard("The scp line", "\n".join(self._copy_lines))
            self.query_one("#export-missing", Static).update(words)

    @on(PushButton.Pressed, "#export-verify")
    def _verify_pressed(self) -> None:
        if self._written:
            self.post_message(self.VerifyRequested(self._written.manifest))

    # Going

    @on(PushButton.Pressed, "#export-cancel")
    def action_leave(self) -> None:
        """Close; while the files are being written there is nothing to cancel any more."""
        if not self._is_writing:
            self.dismiss(self._written)

    def action_scroll_body(self, lines: int) -> None:
        """Scroll, whatever has the focus."""
        self._body.scroll_relative(y=lines, animate=False)

    def action_page_body(self, pages: int) -> None:
        """Scroll by a page, whatever has the focus."""
        self._body.scroll_relative(y=pages * (self._body.size.height - 1), animate=False)


def _labelled(label: str, *widgets: Widget) -> HorizontalGroup:
    return HorizontalGroup(Static(label, classes="export--label", markup=False), *widgets)
