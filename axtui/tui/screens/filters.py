"""Saved filters: searches under names, for one profile; chosen, saved, renamed and deleted here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from axtui.core.text import visible
from axtui.core.view import LONGEST_NAME, SavedFilter
from axtui.tui.deferred import Deferred
from axtui.tui.filter_words import EMPTY, NOTHING_TO_SAVE, asked_words, filter_content, name_room
from axtui.tui.memory import Memory
from axtui.tui.widgets.ask import AskScreen

Count = Callable[[SavedFilter], str]
"""Says how many rows of the report a filter lets through; may take a moment, in another thread."""

_KEYS: Final = "enter show  s save this search  r rename  del delete  ? help  esc leave"
_NAMING_KEYS: Final = "enter keeps it under this name  esc does not"


class FiltersScreen(ModalScreen[SavedFilter | None]):
    """Leaves with the filter that is to be shown, or with none."""

    HELP: ClassVar[str] = """\
# Saved filters

Searches that you have given a name, with the note that was set beside them. They belong to this profile and
are remembered.

| key | does |
|---|---|
| up, down, `j`, `k` | choose a filter |
| `enter` | shows its rows in the report |
| `s` | saves what the report shows under a name; the name of another filter replaces that one |
| `r` | gives the filter another name |
| `del`, `d` | deletes the filter (asks) |
| `escape`, `q`, `f`, `f8` | leaves the report as it is |

The number beside a name is how many rows of this report it lets through. While you type a name, `enter` keeps
it and `escape` does not.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f,f8", "leave", "Leave", id="filters.leave"),
        Binding("question_mark,f1", "app.help", "Help", id="filters.help"),
        Binding("s", "save", "Save this search", id="filters.save"),
        Binding("r", "rename", "Rename", id="filters.rename"),
        Binding("delete,d", "delete", "Delete", id="filters.delete"),
        Binding("j", "step(1)", "Down", id="filters.down", show=False),
        Binding("k", "step(-1)", "Up", id="filters.up", show=False),
    ]

    AUTO_FOCUS = "OptionList"

    DEFAULT_CSS = """
    FiltersScreen { align: center middle; }
    FiltersScreen #filters {
        width: 100;
        max-width: 96%;
        height: auto;
        max-height: 96%;
        background: $surface;
        border: round $primary;
        padding: 0 1;
    }
    FiltersScreen OptionList {
        border: none;
        padding: 0;
        background: transparent;
        height: auto;
        max-height: 50vh;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        scrollbar-size-vertical: 1;
        &:focus { border: none; background-tint: transparent; }
    }
    FiltersScreen #filters-shown { text-wrap: nowrap; text-overflow: ellipsis; color: $text-muted; }
    FiltersScreen #filters-keys { color: $text-muted; height: auto; }
    FiltersScreen #filters-empty, FiltersScreen #filters-said { height: auto; display: none; }
    FiltersScreen #filters-said { color: $text-warning; }
    FiltersScreen #filters-name { display: none; margin: 0; }
    FiltersScreen.-empty #filters-empty, FiltersScreen.-says #filters-said { display: block; }
    FiltersScreen.-naming #filters-name { display: block; }
    FiltersScreen.-empty OptionList, FiltersScreen.-naming #filters-empty { display: none; }
    """

    def __init__(self, memory: Memory, *, shown: SavedFilter, count: Count) -> None:
        """Show the filters of a memory; `shown` is what the report shows, without a name."""
        super().__init__()
        self._memory = memory
        self._now_shown = shown
        self._count = count
        self._hits: dict[SavedFilter, str] = {}
        self._keep: Callable[[str], str] | None = None
        """Takes the name that is being typed, and says why not; None while none is."""
        self._replaces = ""
        """The name that enter, pressed again, would take from another filter."""
        self._list = OptionList(id="filters-list")
        self._name_input = Input(compact=True, max_length=LONGEST_NAME, id="filters-name")
        self._keys = Static(_KEYS, id="filters-keys", markup=False)
        self._name_input.cursor_blink = False  # a blinking cursor sends bytes all day (terminal.md section 2)

    def compose(self) -> ComposeResult:
        """What is shown, the filters, the name that is being typed, and the keys."""
        with Vertical(id="filters") as box:
            box.border_title = "Saved filters"
            shown = asked_words(self._now_shown)
            yield Static(f"On the screen: {shown or 'all rows'}", id="filters-shown", markup=False)
            yield self._list
            yield Static(EMPTY, id="filters-empty", markup=False)
            yield self._name_input
            yield Static(id="filters-said", markup=False)
            yield self._keys

    def on_mount(self) -> None:
        """Show the filters, and count what each lets through behind the person's back."""
        self._fill()

    # The list

    @property
    def _filters(self) -> tuple[SavedFilter, ...]:
        return self._memory.view.filters

    @property
    def _chosen(self) -> SavedFilter | None:
        at = self._list.highlighted
        return None if at is None or at >= len(self._filters) else self._filters[at]

    def _fill(self, *, name: str = "") -> None:
        """Show all filters; the one of this name is chosen, or the one that stood there before."""
        at = self._list.highlighted or 0
        self._list.set_options([Option(self._line(each)) for each in self._filters])
        self.set_class(not self._filters, "-empty")
        if self._filters:
            found = self._memory.view.named(name)
            self._list.highlighted = self._filters.index(found) if found else min(at, len(self._filters) - 1)
        self.run_worker(Deferred(self._count_all), name="count", exclusive=True)

    def _line(self, kept: SavedFilter) -> Content:
        return filter_content(kept, self._hits.get(kept, "..."), room=name_room(self._filters))

    async def _count_all(self) -> None:
        for at, each in enumerate(self._filters):
            if each not in self._hits:
                self._hits[each] = await asyncio.to_thread(self._count, each)
                self._list.replace_option_prompt_at_index(at, self._line(each))

    @on(OptionList.OptionSelected, "#filters-list")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._chosen)

    def action_step(self, by: int) -> None:
        """Choose the next filter, or the one before."""
        if by > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    # What is done with them

    def action_save(self) -> None:
        """Ask for a name for what the report shows."""
        if not asked_words(self._now_shown):
            self._say(NOTHING_TO_SAVE)
            return
        self._ask_for_name("name for what is on the screen", asked_words(self._now_shown), self._save_as)

    def _save_as(self, name: str) -> str:
        other = self._memory.view.named(name)
        if other is not None and self._replaces != name:
            self._replaces = name
            return f"{visible(other.name)} exists: enter again replaces it."
        self._memory.change(lambda view: view.saved(replace(self._now_shown, name=name)))
        return ""

    def action_rename(self) -> None:
        """Ask for another name of the filter."""
        kept = self._chosen
        if kept is None:
            return

        def rename(name: str) -> str:
            other = self._memory.view.named(name)
            if other is not None and other != kept:
                return f"{visible(other.name)} exists: choose another name."
            self._memory.change(lambda view: view.renamed(kept.name, name))
            return ""

        self._ask_for_name("another name", kept.name, rename)

    def action_delete(self) -> None:
        """Ask whether the filter goes."""
        kept = self._chosen
        if kept is None:
            return

        def delete(wanted: bool | None) -> None:
            if wanted:
                self._memory.change(lambda view: view.removed(kept.name))
                self._fill()

        question = f"Delete the filter {visible(kept.name)}?"
        self.app.push_screen(AskScreen(question, detail=asked_words(kept), yes="Delete", no="Keep"), delete)

    def action_leave(self) -> None:
        """Leave the name that is being typed, or the report as it is."""
        if self._keep is not None:
            self._end_naming()
        else:
            self.dismiss(None)

    # A name

    def _ask_for_name(self, what: str, suggested: str, keep: Callable[[str], str]) -> None:
        self._keep, self._replaces = keep, ""
        self._name_input.placeholder = what
        self._name_input.value = visible(suggested)[:LONGEST_NAME]
        self.add_class("-naming")
        self._keys.update(_NAMING_KEYS)
        self._say("")
        self._name_input.focus()

    @on(Input.Submitted, "#filters-name")
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value.strip()
        if self._keep is None:
            return
        trouble = self._keep(name) if name else "A filter needs a name."
        self._say(trouble)
        if not trouble:
            self._end_naming(name=name)

    def _end_naming(self, *, name: str = "") -> None:
        self._keep = None
        self.remove_class("-naming")
        self._keys.update(_KEYS)
        self._say("")
        self._fill(name=name)
        self._list.focus()

    def _say(self, sentence: str) -> None:
        self.query_one("#filters-said", Static).update(Content(sentence))
        self.set_class(bool(sentence), "-says")
