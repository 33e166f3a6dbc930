"""The report's table beside Textual's own, which is fed the same rows: the same cells, the same messages."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import pytest
from faults.tiers import LONG, times
from rich.text import Text
from small_reports import report_of
from table_app import TableApp, drawn_by
from textual.geometry import Size
from textual.pilot import Pilot
from textual.widgets import DataTable

from axtui.core.cells import Column
from axtui.core.column_choice import ColumnChoice
from axtui.core.report_lines import ReportLines
from axtui.core.search_query import parse
from axtui.tui.widgets.report_table import ReportTable

_PIECES: Final = (
    *("Acme", "Pty Ltd", "[/close]", "[red]x[/red]", "日本語", "株式会社", "e\u0301clair", "Ünal & Söhne"),
    *("شركة", "🎉", "👩\u200d💻", "\u2764\ufe0f", "\x1b[31m", "  ", "\t", "a" * 50, "한국어 주식회사", "ﬁ ß"),
)
_QUERIES: Final = ("", "a", "acme pty", "é", "note:ok", "/[0-9]/", "本", "l -x", "link")
_THEMES: Final = ("textual-dark", "textual-light", "ansi-dark", "nord")
_ROW_KEYS: Final = ("down", "down", "up", "pagedown", "pageup", "ctrl+end", "ctrl+home", "enter")
_CELL_KEYS: Final = ("left", "right", "right", "home", "end", *_ROW_KEYS)
_TELLING: Final = (4, 9, 14, 19)
"""One seed for each type of cursor; between them they notice a mistake in any part of the drawing."""
_STEPS: Final = times(30, quick=9)

CursorType = Literal["row", "cell", "column", "none"]


class StillTable(ReportTable):
    """The report's table without what only a report's table does: its columns and its order stay."""

    def action_sort(self) -> None:
        pass

    def watch_active_column(self) -> None:
        pass

    def _refit(self) -> None:
        if not self.columns:
            super()._refit()


class StockTable(DataTable[Text]):
    """Textual's own table, which keeps its cursor in sight when the size changes."""

    def on_resize(self) -> None:
        self._scroll_cursor_into_view()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is shown, how, and what is done to it: all of it follows from a seed."""

    seed: int
    lines: ReportLines
    options: dict[str, Any]
    theme: str
    columns: ColumnChoice
    size: Size
    query: str
    fixed_rows: int
    """Set once there are rows: Textual ends with a traceback where there are fewer."""
    marks: frozenset[int]
    ascii: bool

    @property
    def keys(self) -> tuple[str, ...]:
        return _ROW_KEYS if self.options["cursor_type"] == "row" else _CELL_KEYS


def case_of(seed: int) -> Case:
    """Return a case; the first ones go through cursor types and through what Textual draws itself."""
    choice = random.Random(seed)  # noqa: S311  # the same case every time
    notes = [] if choice.random() < 0.5 else [Column.NOTE]
    count = choice.choice([3, 30, 60])
    names = [" ".join(choice.choices(_PIECES, k=choice.randrange(1, 5))) for _ in range(count)]
    types: tuple[CursorType, ...] = ("row", "cell", "column", "none")
    return Case(
        seed=seed,
        lines=report_of(count, names=names).lines,
        options={
            "cursor_type": types[seed % 4],
            "zebra_stripes": choice.random() < 0.5,
            "fixed_columns": choice.choice([0, 0, 0, 2]),
            "show_header": choice.random() < 0.9,
            "show_cursor": choice.random() < 0.9,
            "cell_padding": choice.choice([1, 1, 0, 2]),
            "cursor_foreground_priority": choice.choice(["css", "renderable"]),
            "cursor_background_priority": choice.choice(["css", "renderable"]),
        },
        theme=choice.choice(_THEMES),
        columns=ColumnChoice(hidden=frozenset(notes)),
        size=Size(choice.choice([60, 90, 130]), choice.choice([8, 16])),
        query=choice.choice(_QUERIES),
        fixed_rows=choice.choice([0, 0, 0, 1]),
        marks=frozenset(choice.sample(range(count), k=min(count, 4))),
        ascii=choice.random() < 0.2,
    )


async def pictures(table: DataTable[Text], case: Case, fill: Callable[[], None]) -> list[Any]:
    """Do at random what the case's seed says; return every picture and everything that was said."""
    choice = random.Random(case.seed)  # noqa: S311  # the same deeds for both tables
    app = TableApp(table, theme=case.theme)
    seen: list[Any] = []
    async with app.run_test(size=case.size) as pilot:
        table.focus()
        await pilot.pause()
        fill()
        table.fixed_rows = case.fixed_rows
        await pilot.pause()
        app.heard.clear()
        for step in range(_STEPS):
            deed = choice.choices([press, click, hover, other], weights=[6, 3, 2, 2])[0]
            deed = resize if step == 1 else deed
            what = await deed(pilot, case, choice)
            table.refresh()  # the stock table leaves a heading lit that the mouse has left
            await pilot.pause()
            seen.append((what, drawn_by(app), table.cursor_coordinate, table.scroll_offset, table.has_focus))
    return [*seen, app.heard]


Deed = Callable[[Pilot[None], Case, random.Random], Awaitable[str]]


async def press(pilot: Pilot[None], case: Case, choice: random.Random) -> str:
    """Press a key."""
    key = choice.choice(case.keys)
    await pilot.press(key)
    return key


async def click(pilot: Pilot[None], case: Case, choice: random.Random) -> str:
    """Click somewhere, often into the heading."""
    at = (choice.randrange(pilot.app.query_one(DataTable).size.width), choice.choice([0, *range(5)]))
    await pilot.click(DataTable, offset=at)
    return f"click {at}"


async def hover(pilot: Pilot[None], case: Case, choice: random.Random) -> str:
    """Move the mouse."""
    at = (choice.randrange(pilot.app.query_one(DataTable).size.width), choice.randrange(5))
    await pilot.hover(DataTable, offset=at)
    return f"hover {at}"


async def resize(pilot: Pilot[None], case: Case, choice: random.Random) -> str:
    """Leave less room than the columns take, or more."""
    size = choice.randrange(30, 140), choice.randrange(6, 20)
    await pilot.resize_terminal(*size)
    while pilot.app.query_one(DataTable).outer_size.width != size[0]:
        await pilot.pause(1 / 120)  # Textual's own pace of taking a new size
    await pilot.pause()
    return f"resize to {size}"


async def other(pilot: Pilot[None], case: Case, choice: random.Random) -> str:
    """Change the size, the theme, the focus or the stripes, or scroll."""
    app, table = pilot.app, pilot.app.query_one(DataTable)
    what = choice.choice(["resize", "theme", "focus", "zebra", "scroll", "disable", "border"])
    match what:
        case "resize":
            await resize(pilot, case, choice)
        case "theme" if Column.NOTE in case.columns.hidden:  # the stock table keeps the colours of the notes
            app.theme = choice.choice(_THEMES)
        case "focus" if table.has_focus:
            table.blur()
        case "focus":
            table.focus()
        case "zebra":
            table.zebra_stripes = not table.zebra_stripes
        case "scroll":
            table.scroll_relative(y=choice.choice([-3, 1, 7]), animate=False)
        case "disable":
            table.disabled = not table.disabled
        case "border" if case.options["cursor_type"] == "row":  # ours then brings a cell back into sight
            table.styles.border = choice.choice([None, ("round", "red")])
    return what


@pytest.mark.parametrize("seed", range(80) if LONG else _TELLING)
async def test_it_draws_and_says_what_the_stock_table_does(seed: int) -> None:
    """The same rows, deeds and looks lead to the same screen, cursor and messages in both tables."""
    case = case_of(seed)
    ours = StillTable(ascii=case.ascii, **case.options)
    ours.set_reactive(ReportTable.column_choice, case.columns)
    stock = StockTable(**case.options)
    rows: list[list[Any]] = []
    columns: list[tuple[Text, int, str | None]] = []

    def fill_ours() -> None:
        ours.show(case.lines, query=parse(case.query))
        ours._mark(case.lines.companies[row] for row in case.marks)
        rows.extend(ours._compute_row_renderables(at).cells for at in range(ours.row_count))
        columns.extend((each.label, each.width, each.key.value) for each in ours.ordered_columns)

    def fill_stock() -> None:
        for label, width, key in columns:
            stock.add_column(label, width=width, key=key)
        for company, cells in zip(case.lines.companies, rows, strict=True):
            stock.add_row(*cells, key=str(company))

    mine, its = await pictures(ours, case, fill_ours), await pictures(stock, case, fill_stock)
    for step, (shown, wanted) in enumerate(zip(mine, its, strict=True)):
        assert shown == wanted, f"step {step}, {difference(shown, wanted)}, of {case}"


def difference(shown: Any, wanted: Any) -> str:
    """Say in which cell two pictures differ first."""
    if not isinstance(shown, tuple) or shown[0] != wanted[0] or shown[2:] != wanted[2:]:
        return f"{shown[2:]} instead of {wanted[2:]}"
    for y, lines in enumerate(zip(shown[1], wanted[1], strict=True)):
        for x, (cell, other) in enumerate(zip(*lines, strict=False)):
            if cell != other:
                return f"{shown[0]}: column {x} of line {y}: {cell} instead of {other}"
    return "another size"
