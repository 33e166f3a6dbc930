"""The column chooser: what its keys do to the table behind it, at every size."""

import pytest
from faults.tiers import crossed
from textual.app import App
from textual.pilot import Pilot

from axtui.core.cells import COLUMNS, Column
from axtui.core.column_choice import ColumnChoice
from axtui.tui.screens.columns import ColumnsScreen
from axtui.tui.widgets.column_fit import ColumnFit, fit_columns
from axtui.tui.widgets.column_list import ColumnList, column_line


class ChooserApp(App[None]):
    """Shows the chooser over nothing, with a table in mind."""

    def __init__(self, choice: ColumnChoice | None = None, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.choice = choice or ColumnChoice()
        self.kept: ColumnChoice | None = None
        self._ascii = ascii_only

    def show(self, choice: ColumnChoice) -> ColumnFit:
        """Stand for the table."""
        self.choice = choice
        return fit_columns(self.size.width - 4, padding=2, active=Column.COMPANY, choice=choice)

    def on_mount(self) -> None:
        self.push_screen(ColumnsScreen(self.choice, show=self.show, ascii=self._ascii), self._keep)

    def _keep(self, choice: ColumnChoice | None) -> None:
        self.kept = choice


def drawn_by(app: App[None]) -> list[str]:
    """Return what stands on the terminal."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def _at(app: App[None]) -> int:
    return app.screen.query_one(ColumnList).at


async def test_every_key_shows_at_once_and_closing_returns_the_choice() -> None:
    """Hide, move, widen, and change one's mind; the line at hand stays with its column."""
    app = ChooserApp()
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("space", "j", "space")
        assert app.choice == ColumnChoice().toggled(Column.NUMBER)
        await pilot.press("j", "greater_than_sign", "shift+down", "less_than_sign", "plus", "plus", "minus")
        moved = ColumnChoice().toggled(Column.NUMBER).moved(Column.CUSTOMER, 1)
        assert app.choice.order == moved.order
        assert (_at(app), list(app.choice.widths)) == (3, [Column.CUSTOMER])
        await pilot.press("equals_sign")
        assert app.choice == moved
        await pilot.press("G", "space", "plus", "less_than_sign", "equals_sign")
        assert not app.choice.has_detail
        await pilot.press("escape")
        assert app.kept == app.choice


async def test_a_width_beyond_the_screen_is_no_trap() -> None:
    """However often somebody has pressed `+`, one `-` is seen at once; another size says anew what fits."""
    app = ChooserApp()
    async with app.run_test(size=(60, 15)) as pilot:
        await pilot.press(*["plus"] * 3)
        app.screen.query_one(ColumnList).fit = app.show(ColumnChoice().sized(Column.COMPANY, 90))
        room = dict(app.screen.query_one(ColumnList).fit.widths)[Column.COMPANY]
        await pilot.press("plus", "minus", "minus")
        assert app.choice.widths == {Column.COMPANY: room - 2}
        await pilot.resize_terminal(200, 30)
        assert isinstance(app.screen, ColumnsScreen)
        app.screen.look_again()
        assert not app.screen.query_one(ColumnList).fit.without_room


async def test_everything_can_be_put_back() -> None:
    """One key for whoever has lost the thread."""
    app = ChooserApp(ColumnChoice().moved(Column.NOTE, -5).sized(Column.NOTE, 30).toggled(Column.EMAIL))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r", "q")
        assert app.kept == ColumnChoice()


@pytest.mark.parametrize(("size", "ascii_only"), crossed([(60, 15), (80, 24), (200, 50)], [False, True]))
async def test_it_fits_onto_every_screen(size: tuple[int, int], ascii_only: bool) -> None:
    """All columns, what the search looks at, and how to leave."""
    app = ChooserApp(ascii_only=ascii_only)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        drawn = "\n".join(drawn_by(app))
        assert all(f"[x] {column.title}" in drawn for column in COLUMNS)
        assert "The search looks in every column, shown or not." in drawn
        assert "escape closes" in drawn
        assert drawn.isascii() or not ascii_only


async def test_on_a_screen_of_few_lines_the_line_at_hand_is_in_sight() -> None:
    """The list scrolls, the rest stays."""
    app = ChooserApp()
    async with app.run_test(size=(50, 9)) as pilot:
        await _press_and_rest(pilot, "end")
        assert any("> [x] Row in full" in line for line in drawn_by(app))
        await _press_and_rest(pilot, "home")
        assert any("> [x] Company" in line for line in drawn_by(app))


async def _press_and_rest(pilot: Pilot[None], key: str) -> None:
    await pilot.press(key)
    await pilot.pause()


async def test_a_click_takes_a_line_and_on_its_box_ticks_it() -> None:
    """The mouse reaches what the keyboard does."""
    app = ChooserApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(ColumnList, offset=(20, 6))
        assert (_at(app), app.choice) == (6, ColumnChoice())
        await pilot.click(ColumnList, offset=(3, 4))
        assert (_at(app), app.choice.hidden) == (4, frozenset({Column.FIRST}))


def test_a_line_says_how_wide_a_column_is_or_why_it_is_not_there() -> None:
    """Chosen widths are told from those that come by themselves; no room from hidden by choice."""
    choice = ColumnChoice().toggled(Column.NUMBER).sized(Column.COMPANY, 200).sized(Column.EMAIL, 30)
    fit = fit_columns(76, padding=2, active=Column.NOTE, choice=choice)
    lines = {column: column_line(column, fit) for column in COLUMNS}
    assert lines[Column.COMPANY] == "[x] Company           61 of 200 set, always shown"
    assert lines[Column.NUMBER] == "[ ] Number            hidden"
    assert lines[Column.EMAIL] == "[x] E-mail            no room for 30"
    assert lines[Column.CONTACT] == "[x] Accounts contact  no room"
    assert lines[Column.NOTE] == "[x] Note              11"
