"""How a person finds rows of the report: the search line, note keys, saved filters, a company's number."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message

from axtui.core.report_lines import ReportLines, lines_of
from axtui.core.view import SavedFilter
from axtui.tui.deferred import Deferred
from axtui.tui.memory import Memory
from axtui.tui.report_viewing import ReportViewing
from axtui.tui.searching import Searching
from axtui.tui.widgets.note_bar import NOTE_KEYS, NoteBar
from axtui.tui.widgets.search_input import SearchInput
from axtui.tui.widgets.worded_table import WordedTable

if TYPE_CHECKING:
    from axtui.core.models import CompanyId
    from axtui.core.notes import Note
    from axtui.core.search import Found
    from axtui.core.search_pattern import Clock
    from axtui.tui.widgets.jump_prompt import JumpPrompt

NOTHING_YET: Final = "There is no report yet: press R to run it"


class ReportSearching(ReportViewing):
    """A screen whose table shows what was searched for; one that inherits says in words what that is."""

    class FiltersRequested(Message):
        """The person wants to see the saved filters."""

        def __init__(self, *, shown: SavedFilter, count: Callable[[SavedFilter], str]) -> None:
            super().__init__()
            self.shown = shown
            """What the report shows, without a name."""
            self.count = count
            """Says how many rows a filter lets through; may be asked in another thread."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,f3", "search", "Search", id="report.search"),
        Binding("escape", "clear", "Show all rows", id="report.clear", show=False),
        Binding("number_sign", "jump", "Number", id="report.jump"),
        Binding("f,f8", "filters", "Filters", id="report.filters"),
        *(
            Binding(
                key,
                f"show_note('{key}')",
                f"Only {note.value}" if note else "All notes",
                id=f"report.note-{key}",
                show=False,
            )
            for key, note in NOTE_KEYS.items()
        ),
    ]

    DEFAULT_CSS = """
    ReportSearching {
        #report-search { height: 1; padding: 0 1; }
        #report-search-sign { width: 2; color: $text-muted; }
        &.-jumping #report-search { display: none; }
    }
    """

    def __init__(self, *, ascii: bool, clock: Clock) -> None:  # noqa: A002  # the setting's own name
        super().__init__()
        self._memory = Memory()
        self._lines: ReportLines = lines_of(())
        self._searching = Searching(self._lines, clock=clock)
        self._said = ""
        # Held, not looked up: what a key costs is counted in tenths of a millisecond.
        self._input = SearchInput(id="report-query")
        self._notes = NoteBar(ascii=ascii, id="report-notes")
        self._table: WordedTable = WordedTable(ascii=ascii, id="report-table")
        self._prompt: JumpPrompt | None = None
        """Mounted when a number is asked for: the start is quicker without it."""

    def _describe(self) -> None:
        """Say what is shown of how much, and why where nothing is."""
        raise NotImplementedError

    # What is asked, and what is found

    def _search(self) -> None:
        """Answer a key in the search line; also whatever else changes what is shown."""
        self._ask()
        self._show_found()

    def _ask(self) -> Found:
        self._said = ""
        self._searching.ask(self._input.value)
        if not self._searching.is_done:  # what there is stands on the screen first
            self.call_after_refresh(self._look_on)
        return self._searching.found

    def _look_on(self) -> None:
        going_on = Deferred(self._searching.go_on, self._show_found)
        self.run_worker(going_on, group="search", exclusive=True)

    def _show_found(self) -> None:
        found = self._searching.found
        self._table.show_only(found.indexes, query=found.query)
        self._describe()

    def _show_all_found(self) -> None:
        """Look at the rows that are left, before something is done with all that was found."""
        if self._searching.finish():
            self._show_found()

    # Search and notes

    def action_leave_search(self) -> None:
        """Go on to the table; what was typed stays, and is remembered before another key ends the app."""
        self._remember_search()
        self._table.focus()

    @on(SearchInput.Blurred, "#report-query")
    def _remember_search(self) -> None:
        self._memory.searched(self._input.value)
        self._input.searches = self._memory.view.searches

    def action_search(self) -> None:
        """Go to the search line."""
        self._input.focus()

    def action_clear(self) -> None:
        """Show all rows again."""
        self._searching.note = None
        if self._input.value:
            self._input.value = ""  # its watcher searches
        else:
            self._search()

    def action_show_note(self, key: str) -> None:
        """Show only the rows with the note of this key; 0 shows all."""
        self._show_note(NOTE_KEYS[key])

    @on(NoteBar.Chosen)
    def _note_clicked(self, event: NoteBar.Chosen) -> None:
        self._show_note(event.note)

    def _show_note(self, note: Note | None) -> None:
        self._searching.note = note
        self._search()

    # Saved filters

    def action_filters(self) -> None:
        """Ask for the saved filters."""
        if self._report is None:
            self._say(NOTHING_YET)
            return
        shown = SavedFilter(name="", query=self._input.value.strip(), note=self._searching.note)
        self.post_message(self.FiltersRequested(shown=shown, count=self._searching.counter()))

    def show_filter(self, kept: SavedFilter) -> None:
        """Show the rows of a saved filter."""
        self._memory.searched(kept.query)
        self._input.searches = self._memory.view.searches
        self._searching.note = kept.note
        self._table.focus()
        if self._input.value == kept.query:
            self._search()
        else:
            self._input.value = kept.query  # its watcher searches

    def show_company(self, company: CompanyId) -> None:
        """Put the cursor on a company's row; where the search hides it, all rows are shown again."""
        row = self._lines.row_of(company)
        if row is None:
            self._say("That company has no row in this report.")
            return
        if self._is_hidden(row):
            self.action_clear()
        self._table.go_to(row)
        self._table.focus()

    # The jump to a number

    async def action_jump(self) -> None:
        """Ask for a company's number, in the place of the search line."""
        if self._report is None:
            self._say(NOTHING_YET)
            return
        prompt = await self._jump_prompt()
        self.add_class("-jumping")
        prompt.open(self._lines, self._is_hidden)

    async def _jump_prompt(self) -> JumpPrompt:
        from axtui.tui.widgets.jump_prompt import JumpPrompt  # not needed for the first frame

        if self._prompt is None:
            self._prompt = JumpPrompt(id="report-jump")
            await self.mount(self._prompt, before=self._notes)
        return self._prompt

    def _is_hidden(self, row: int) -> bool:
        self._show_all_found()
        return row not in self._searching.found.indexes

    def action_end_jump(self) -> None:
        """Leave everything as it was."""
        self._table.focus()
        self._end_jump()

    def on_jump_prompt_left(self) -> None:
        """Let the prompt go when the focus does."""
        self._end_jump()

    def _end_jump(self) -> None:
        if self._prompt is not None:
            self._prompt.close()
            self.remove_class("-jumping")

    def action_go_to_number(self) -> None:
        """Go to the company that was found; where it is hidden, that is offered first."""
        row = self._prompt.chosen() if self._prompt else None
        if row is None:
            return
        self.show_company(self._lines.companies[row])
        self.action_end_jump()
