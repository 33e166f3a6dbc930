"""Where the files of an export go, and what a person has to say before they are written."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from axtui.core.contact_import.plan import ImportPlan
from axtui.core.contact_import.words import UPDATES_WARNING
from axtui.core.models import CompanyId
from axtui.core.text import visible
from axtui.tui.export_choice import Consent, size_of, words_to_update
from axtui.tui.export_place import Seen, place_words
from axtui.tui.export_sentences import files_words, replace_words
from axtui.tui.widgets.path_input import EnteredInput, PathField
from axtui.tui.widgets.tick import Tick


class ExportConsent(VerticalGroup):
    """Asks for the place, and for consent in words that fit what is written.

    What was said of one place counts for no other one.
    """

    class Changed(Message):
        """Something was typed or ticked."""

    class Relocated(Message):
        """Another place was typed; somebody has to look at it."""

        def __init__(self, typed: str) -> None:
            super().__init__()
            self.typed = typed

    DEFAULT_CSS = """
    ExportConsent {
        margin-top: 1;
        .consent--label { width: 10; color: $text-muted; }
        .consent--beside { width: 1fr; }
        .consent--updates { margin-top: 1; text-style: bold; color: $text-warning; }
        #export-count, #export-update { width: 16; background: $surface-lighten-2; }
        .-off { display: none; }
    }
    """

    def __init__(
        self,
        *,
        directory: str,
        name: str,
        incomplete_because: tuple[str, ...],
        when_filled: Callable[[], None],
    ) -> None:
        """Offer a name; a directory that is typed gets it too, at the press of enter.

        `when_filled` follows enter in the last field that is to be filled.
        """
        super().__init__()
        self._when_filled = when_filled
        self._offered_name = name
        self.file = PathField("File", input_id="export-path", base=directory)
        self._incomplete_because = incomplete_because
        self._plan: ImportPlan | None = None
        self._bytes_planned = 0
        self._seen: Seen | None = None
        """What was found at the place that is typed; None until somebody has looked."""
        self._replaceable = ("", "")
        """The path and the words with which it was offered to replace files."""
        self._replace = Tick("", id="export-replace")
        self._replace.add_class("-off")
        self._review = Tick("Write a review file too, safe to read in a spreadsheet", id="export-review")
        self._files = Static(classes="consent--beside", markup=False)
        self._incomplete = Tick("Export all the same", id="export-incomplete")
        self._count, self._update = EnteredInput(id="export-count"), EnteredInput(id="export-update")
        for field in (self.file.input, self._count, self._update):
            field.when_entered = self._go_on
        self._ask, self._ask_update = (
            Static(id=name, classes="consent--beside", markup=False)
            for name in ("export-ask", "export-ask-update")
        )
        self._count_line = _labelled("Confirm", self._count, self._ask)
        self._update_line = VerticalGroup(
            Static(UPDATES_WARNING, classes="consent--updates", markup=False),
            _labelled("Confirm", self._update, self._ask_update),
        )
        self._update_line.add_class("-off")

    def compose(self) -> ComposeResult:
        """The place and what will stand there, then what has to be said."""
        yield self.file
        yield self._replace
        yield _labelled("Writes", self._files)
        yield self._review
        if self._incomplete_because:
            yield Static(f"! This report is incomplete: {' '.join(self._incomplete_because)}", markup=False)
            yield self._incomplete
        yield self._count_line
        yield self._update_line

    @property
    def path(self) -> str:
        """Where the import file goes, as typed; spaces around it come from a paste."""
        return self.file.input.value.strip()

    @property
    def replaced(self) -> tuple[str, ...]:
        """Names of files that are there and may be replaced; no others than were shown."""
        return self._seen.there if self._seen and self._replace.value else ()

    @property
    def wants_review(self) -> bool:
        """Whether there is to be a copy for reading."""
        return self._review.value

    @property
    def consent(self) -> Consent | None:
        """What has been said so far; None while nobody has looked at the place."""
        if self._seen is None:
            return None
        return Consent(
            path=self.path,
            has_place=self._seen.problem_for(self._bytes_planned) is None,
            typed_count=self._count.value,
            typed_updates=self._update.value,
            taken=len(self._seen.there),
            may_replace=self._replace.value,
            accepts_incomplete=self._incomplete.value,
        )

    def ask_for(self, plan: ImportPlan) -> None:
        """Ask for consent to another plan; what was said of other rows, even as many, counts no more."""
        if self._plan and _meant_by(self._plan) != _meant_by(plan):
            self._count.value = self._update.value = ""
        self._plan, self._bytes_planned = plan, size_of(plan)
        rows, updates = len(plan.rows), len(plan.updates)
        self._ask.update(f"  type {rows}, the number of rows in the file")
        self._ask_update.update(
            Content(f"  type {words_to_update(updates)}, because updates cannot be rolled back")
        )
        self._count_line.set_class(not rows, "-off")
        self._update_line.set_class(not updates, "-off")
        self._show_place()

    def show_place(self, typed: str, seen: Seen) -> None:
        """Say what was found at a place, if it is still the one that is typed."""
        if typed != self.path:
            return
        self._seen = seen
        self._show_place()

    def take_digit(self, digit: str) -> bool:
        """Begin the number that confirms with a digit typed elsewhere."""
        if not self._count_line.display:
            return False
        self.screen.set_focus(self._count)
        self._count.insert_text_at_cursor(digit)
        return True

    def _show_place(self) -> None:
        if self._seen is None:
            return
        problem = self._seen.problem_for(self._bytes_planned)
        if self.path.endswith("/"):
            self.file.say(
                f"Type a file name too, or press enter for {visible(self._offered_name)}.", is_wrong=True
            )
        elif problem:
            self.file.say(f"{problem.message} {problem.hint}".rstrip(), is_wrong=True)
        else:
            self.file.say(place_words(self._seen, typed=self.path))
        self._show_files()

    def _offer_to_replace(self, seen: Seen) -> None:
        """Take back what was said of other files, or of another end of them."""
        name = seen.place.path.name if seen.place else ""
        words = replace_words(self._plan, seen.there, name, review=self.wants_review)
        if self._replaceable != (self.path, words):
            self._replace.value = False
        self._replaceable = self.path, words
        self._replace.rename(words)
        self._replace.set_class(not seen.there, "-off")

    def _show_files(self) -> None:
        seen = self._seen
        words = ""
        if seen:
            self._offer_to_replace(seen)
        if self._plan and seen and seen.place and not seen.problem:
            words = files_words(self._plan, seen.place.path.name, review=self.wants_review)
        self._files.update(words or "nothing yet")

    @on(Input.Changed, "#export-path")
    def _path_typed(self, event: Input.Changed) -> None:
        event.stop()
        self._seen = None
        self.post_message(self.Relocated(self.path))
        self.post_message(self.Changed())

    @on(Input.Changed, "#export-count, #export-update")
    @on(Tick.Changed)
    def _said(self, event: Message) -> None:
        event.stop()
        self._show_files()
        self.post_message(self.Changed())

    def _go_on(self, entered: Input) -> None:
        """Go to what is to be typed next, or to what writes the files."""
        if entered is self.file.input and self.path.endswith("/"):
            self.file.input.value = f"{self.path}{self._offered_name}"
            self.file.input.action_end()
            return
        fields: list[Input] = [
            each for each in (self.file.input, self._count, self._update) if _is_shown(each)
        ]
        later = fields[fields.index(entered) + 1 :] if entered in fields else []
        if later:
            self.screen.set_focus(later[0])
        else:
            self._when_filled()


def _meant_by(plan: ImportPlan) -> tuple[list[CompanyId], list[CompanyId]]:
    """Return the companies that get a contact, and those of which one is updated."""
    created, updated = ([each.row.company.id for each in rows] for rows in (plan.rows, plan.updates))
    return created, updated


def _is_shown(field: Widget) -> bool:
    return all(each.display for each in field.ancestors_with_self if isinstance(each, Widget))


def _labelled(label: str, *widgets: Widget) -> HorizontalGroup:
    return HorizontalGroup(Static(label, classes="consent--label", markup=False), *widgets)
