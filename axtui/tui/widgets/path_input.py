"""A path that is typed, completed with tab; under it what it can become and what is to be said of it."""

import asyncio
from collections.abc import Callable
from itertools import accumulate
from typing import ClassVar, Final

from rich.cells import cell_len
from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalGroup
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input, Static

from axtui.tui.path_completion import Completion, complete

_UNDERLINED: Final = Style(underline=True)
_PATIENCE: Final = 0.5
"""Seconds that a slow disk gets before tab means the next field."""
_MOST_NAMED: Final = 12
_MOST_CELLS: Final = 200
"""Of names: what is said of the path stands under them."""


class EnteredInput(Input):
    """One line of text; what follows `enter` is done at once, for what is typed behind it in one go.

    Textual's own message would arrive after the next key.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False  # a blinking cursor costs 1.7 KB/s over a slow line
        self.when_entered: Callable[[Input], None] | None = None

    def render_line(self, y: int) -> Strip:
        """Underline the whole field where it has no background of its own, so that a blank one is seen."""
        line = super().render_line(y)
        if not self.has_pseudo_class("ansi"):
            return line
        return line.adjust_cell_length(self.size.width).apply_style(_UNDERLINED)

    async def action_submit(self) -> None:
        """Do what follows."""
        if self.when_entered:
            self.when_entered(self)
        else:
            await super().action_submit()


class PathInput(EnteredInput):
    """One line of text that tab completes; where there is nothing to complete, tab leaves it as always."""

    class Completed(Message):
        """Tab found several ways to go on, or none is open any more."""

        def __init__(self, candidates: tuple[str, ...]) -> None:
            super().__init__()
            self.candidates = candidates

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete, next field", id="path.complete", show=False),
    ]

    def __init__(self, *, base: str, files: bool, id: str | None = None) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._base = base
        self._files = files
        self._offered = ""
        """The text for which candidates are on the screen."""

    @property
    def is_offering(self) -> bool:
        """Whether the candidates on the screen are those of the text before the cursor."""
        return bool(self._offered) and self.value[: self.cursor_position] == self._offered

    async def action_complete(self) -> None:
        """Complete what stands before the cursor, offer what it can become, or go to the next field."""
        typed = self.value[: self.cursor_position]
        found = await self._found(typed)
        if found.text != typed:
            self.insert_text_at_cursor(found.text[len(typed) :])
        elif not found.is_open or self._offered == typed:
            self._offer("", ())
            self.screen.focus_next()
            return
        if found.is_open:
            self._offer(found.text, found.candidates)
        else:
            self._offer("", ())

    async def _found(self, typed: str) -> Completion:
        if not typed:
            return Completion(text="")
        looking = asyncio.to_thread(complete, typed, base=self._base, files=self._files)
        try:
            return await asyncio.wait_for(looking, _PATIENCE)
        except TimeoutError:
            return Completion(text=typed)

    def _offer(self, text: str, candidates: tuple[str, ...]) -> None:
        self._offered = text
        self.post_message(self.Completed(candidates))


class PathField(VerticalGroup):
    """A label and a path; whoever owns the form decides what is wrong with the path."""

    DEFAULT_CSS = """
    PathField {
        .path-field--label { width: 10; color: $text-muted; }
        PathInput { width: 1fr; background: $surface-lighten-2; }
        .path-field--below { margin-left: 10; display: none; }
        .path-field--below.-shown { display: block; }
        .path-field--candidates { color: $text-muted; }
        .path-field--words.-wrong { color: $text-error; }
    }
    """

    def __init__(self, label: str, *, input_id: str, base: str = ".", files: bool = False) -> None:
        super().__init__()
        self._label = label
        self.input = PathInput(id=input_id, base=base, files=files)
        self._candidates = Static(classes="path-field--below path-field--candidates", markup=False)
        self._words = Static(classes="path-field--below path-field--words", markup=False)
        self.words = ""
        """What is said of the path."""

    def compose(self) -> ComposeResult:
        """The path on one line, under it what there is to say."""
        with HorizontalGroup():
            yield Static(self._label, classes="path-field--label", markup=False)
            yield self.input
        yield self._candidates
        yield self._words

    def say(self, words: str, *, is_wrong: bool = False) -> None:
        """Say something of the path under it; empty words say nothing."""
        if words == self.words:
            return  # most keys change nothing here, and each update lays the whole form out again
        self.words = words
        self._words.update(f"! {words}" if is_wrong else words)
        self._words.set_class(bool(words), "-shown")
        self._words.set_class(is_wrong, "-wrong")

    @on(PathInput.Completed)
    def _completed(self, event: PathInput.Completed) -> None:
        event.stop()
        self._candidates.update(candidate_words(event.candidates))
        self._candidates.set_class(bool(event.candidates), "-shown")

    @on(Input.Changed)
    def _changed(self) -> None:
        if not self.input.is_offering:
            self._candidates.remove_class("-shown")


def candidate_words(candidates: tuple[str, ...]) -> str:
    """Name what a path can become, in some lines; the rest is counted."""
    ends = accumulate(cell_len(each) + 2 for each in candidates[:_MOST_NAMED])
    named = max(1, sum(end <= _MOST_CELLS for end in ends))
    more = f"  and {len(candidates) - named:,} more" if len(candidates) > named else ""
    return f"{'  '.join(candidates[:named])}{more}"
