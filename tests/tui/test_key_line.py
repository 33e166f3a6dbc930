"""The line of keys: what works here and now, in one line, and by a click as well."""

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from axtui.tui.widgets.key_line import KeyLine


class KeysApp(App[None]):
    """An app with three keys, one of them not for show."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "note('a')", "Add", id="add"),
        Binding("question_mark", "note('help')", "[red]Help[/]", key_display="?"),
        Binding("z", "note('z')", "Secret", show=False),
    ]

    def __init__(self, *, spare: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.done: list[str] = []
        self._spare = spare

    def compose(self) -> ComposeResult:
        yield Input()
        yield KeyLine(spare=self._spare)

    def action_note(self, what: str) -> None:
        self.done.append(what)

    @property
    def line(self) -> str:
        strip = self.query_one(KeyLine).render_line(0)
        return strip.text.rstrip()


async def test_it_shows_what_is_for_show_as_it_is_written() -> None:
    """Key and description, no markup, nothing that is not meant for the line."""
    app = KeysApp()
    async with app.run_test(size=(60, 5)) as pilot:
        app.set_focus(None)
        await pilot.pause()
        assert " a Add " in app.line
        assert " ? [red]Help[/]" in app.line
        assert "Secret" not in app.line


async def test_a_key_that_does_not_fit_is_left_out_whole() -> None:
    """Half a word would be a riddle."""
    app = KeysApp()
    async with app.run_test(size=(16, 5)) as pilot:
        app.set_focus(None)
        await pilot.pause()
        assert app.line == " a Add"


@pytest.mark.parametrize(("width", "line"), [(16, " ? [red]Help[/]"), (60, " a Add  ? [red]Help[/]")])
async def test_a_key_that_can_be_spared_makes_room_for_others(width: int, line: str) -> None:
    """It stands there only where all of them do."""
    app = KeysApp(spare=("add",))
    async with app.run_test(size=(width, 5)) as pilot:
        app.set_focus(None)
        await pilot.pause()
        assert app.line == line


async def test_a_click_does_what_the_key_does() -> None:
    """For those whose terminal has a mouse."""
    app = KeysApp()
    async with app.run_test(size=(60, 5)) as pilot:
        app.set_focus(None)
        await pilot.pause()
        await pilot.click(KeyLine, offset=(app.line.index("Add"), 0))
        await pilot.pause()
        assert app.done == ["a"]
        assert not app.query(Static)
