"""Saved filters: chosen, saved, renamed and deleted; what is typed wrong is said, and nothing is lost."""

import pytest
from textual.app import App
from textual.widgets import Input, OptionList, Static

from axtui.core.notes import Note
from axtui.core.view import LONGEST_NAME, SavedFilter, View
from axtui.tui.filter_words import asked_words, filter_content
from axtui.tui.memory import Memory
from axtui.tui.screens.filters import FiltersScreen

CALLS = SavedFilter(name="Calls", query="call [/] centre", note=Note.LINK)
WEEK = SavedFilter(name="week 10", query="note:ok")


class FiltersApp(App[None]):
    """Shows the screen over nothing, and keeps what it leaves with."""

    def __init__(self, *filters: SavedFilter, shown: SavedFilter | None = None) -> None:
        super().__init__()
        view = View()
        for each in filters:
            view = view.saved(each)
        self.memory = Memory(view)
        self.chosen: list[SavedFilter | None] = []
        self.filters_screen = FiltersScreen(
            self.memory,
            shown=shown or SavedFilter(name="", query="acme"),
            count=lambda kept: f"{len(kept.query)}!",
        )

    def on_mount(self) -> None:
        self.push_screen(self.filters_screen, self.chosen.append)

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.memory.view.filters]

    @property
    def said(self) -> str:
        return str(self.filters_screen.query_one("#filters-said", Static).visual)


def drawn_by(app: FiltersApp) -> str:
    """Return what stands on the terminal."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


@pytest.mark.parametrize("size", [(60, 15), (120, 40)])
async def test_a_filter_is_chosen(size: tuple[int, int]) -> None:
    """Each stands with how many rows it lets through, and what it asks for, to the letter."""
    app = FiltersApp(CALLS, WEEK)
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        lines = drawn_by(app)
        assert all(
            part in lines for part in ("Calls", "15!", "call [/] centre, Link", "week 10", "7!", "acme")
        )
        await pilot.press("j", "enter")
        assert app.chosen == [WEEK]


async def test_what_is_on_the_screen_is_saved_under_a_name() -> None:
    """A name that is taken is replaced by a second enter only; every mistake leaves things as they were."""
    app = FiltersApp(CALLS)
    async with app.run_test(size=(80, 24)) as pilot:
        name = app.filters_screen.query_one(Input)
        await pilot.press("s")
        assert name.value == "acme"
        name.value = " "
        await pilot.press("enter")
        assert app.said == "A filter needs a name."
        name.value = "calls"
        await pilot.press("enter")
        assert (app.said, app.memory.view.filters) == ("Calls exists: enter again replaces it.", (CALLS,))
        await pilot.press("end", "s", "enter")
        assert app.names == ["Calls", "callss"]
        assert app.filters_screen.query_one(OptionList).highlighted == 1
        await pilot.press("s")
        name.value = "calls"
        await pilot.press("enter", "enter")
        assert app.memory.view.named("Calls") == SavedFilter(name="calls", query="acme")
        await pilot.press("s", "q", "escape", "q")
        assert (app.names, app.chosen) == (["calls", "callss"], [None])


async def test_a_filter_is_renamed_and_deleted() -> None:
    """No name is taken from another filter, and nothing is deleted without a yes."""
    app = FiltersApp(CALLS, WEEK)
    async with app.run_test(size=(80, 24)) as pilot:
        name = app.filters_screen.query_one(Input)
        await pilot.press("r")
        name.value = "Week 10"
        await pilot.press("enter")
        assert (app.said, app.names) == ("week 10 exists: choose another name.", ["Calls", "week 10"])
        name.value = "zzz"
        await pilot.press("enter")
        assert app.names == ["week 10", "zzz"]
        await pilot.press("delete", "enter")
        assert app.names == ["week 10", "zzz"]
        await pilot.press("d", "y")
        assert app.names == ["week 10"]
        await pilot.press("d", "y", "d", "r", "enter")
        assert (app.names, app.chosen) == ([], [])
        assert "No saved filter yet" in drawn_by(app)


async def test_nothing_is_saved_while_nothing_is_searched_for() -> None:
    """The sentence says what to do."""
    app = FiltersApp(shown=SavedFilter(name=""))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        assert app.said.startswith("Nothing is searched for")
        assert app.filters_screen.query_one(OptionList).display is False


def test_the_lines_are_aligned_whatever_the_names_are() -> None:
    """A long name is cut, a wide one counted by its cells, and what cannot be shown is replaced."""
    names = ["a", "x" * LONGEST_NAME, "日本" * 20, "tab\t"]
    lines = [filter_content(SavedFilter(name=name, query="q"), "1,204", room=28) for name in names]
    assert {line.cell_length for line in lines} == {28 + 9 + 2 + 1}
    assert "␉" in lines[-1].plain
    assert asked_words(SavedFilter(name="", query="", note=Note.OK)) == "OK"
