"""What is sent to the terminal: it always shows what Textual believes, and nothing is sent twice."""

import random
import unicodedata
from collections.abc import Callable
from typing import Any, ClassVar

import pyte
import pytest
from faults.tiers import times
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from small_reports import report_of
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import DataTable, Input, Static

from axtui.core.search import SearchIndex
from axtui.core.search_query import parse
from axtui.tui.frame_diff import Cell, FrameDiff, changed_spans
from axtui.tui.frame_scroll import Scroll, scroll_between
from axtui.tui.pens import Pen, change_of_pen, end_of_pen, pen_of
from axtui.tui.terminal_app import TerminalApp
from axtui.tui.widgets.report_table import ReportTable

_LOOKS = ("fg", "bg", "bold", "italics", "underscore", "reverse", "strikethrough")
_PATIENCE = 20
_NAMES = ("Acme Pty Ltd", "Ünal & Söhne", "日本語 株式会社", "e\u0301clair", "Emoji 🎉 Ltd", "x", "→ ✓ ●", "")


class OnPyte(HeadlessDriver):
    """Draws on a terminal that can be looked at."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self.terminal = pyte.Screen(*self._get_terminal_size())
        self._stream = pyte.Stream(self.terminal)
        self.sent: list[str] = []

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.sent.append(data)
        self._stream.feed(data)


class Question(ModalScreen[None]):
    """Covers the middle of the screen."""

    DEFAULT_CSS = "Question { align: center middle; & > Static { width: 30; height: 5; border: round red; } }"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss", "Away")]

    def compose(self) -> ComposeResult:
        yield Static("Sure? 株式会社", markup=False)


class Crowded(TerminalApp):
    """A table that scrolls beside one that is still, an input, and a line that changes."""

    CSS = (
        "#left { width: 2fr; overflow-y: scroll; } #right { width: 1fr; } Input { height: 1; border: none; }"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        ("f2", "push_screen('question')"),
        ("f4", "theme"),
        ("f5", "say"),
        ("f6", "beside"),
    ]
    SCREENS = {"question": Question}  # noqa: RUF012  # Textual has not typed it as a class's

    def __init__(self) -> None:
        super().__init__(theme="textual-dark")

    def compose(self) -> ComposeResult:
        yield Input()
        with Horizontal():
            yield DataTable[Text](id="left", cursor_type="row")
            yield DataTable[Text](id="right")
        yield Static(id="status", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        for table in self.query(DataTable):
            table.add_columns("Name", "Number", "Note")
            for at in range(60):
                style = "red" if at % 3 else "bold underline on blue"
                table.add_row(Text(_NAMES[at % len(_NAMES)], style=style), Text(f"C-{at}"), Text("✓ OK"))

    def get_driver_class(self) -> type[HeadlessDriver]:
        return OnPyte

    def action_theme(self) -> None:
        self.theme = "textual-light" if self.theme == "textual-dark" else "textual-dark"

    def action_say(self) -> None:
        self.notify("Done: 日本語 [x]", markup=False, timeout=60)

    def action_beside(self) -> None:
        right = self.screen_stack[0].query_one("#right")
        right.display = not right.display


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw in the 256 colours that come through ssh."""
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "256")


def driver_of(app: TerminalApp) -> OnPyte:
    """Return what the app draws with."""
    assert isinstance(app._driver, OnPyte)
    return app._driver


def cells_of(terminal: pyte.Screen) -> list[list[tuple[object, ...]]]:
    """Return every cell of a terminal, letter and look.

    Accents are left out: where Textual cuts one from its letter, it lands on whatever stands before it.
    """
    return [
        [
            (
                unicodedata.normalize("NFD", terminal.buffer[y][x].data)[:1],
                *(getattr(terminal.buffer[y][x], look) for look in _LOOKS),
            )
            for x in range(terminal.columns)
        ]
        for y in range(terminal.lines)
    ]


def believed(app: TerminalApp) -> list[list[tuple[object, ...]]]:
    """Return the cells of a fresh terminal to which everything has been sent, by Textual's own means."""
    fresh = pyte.Screen(app.size.width, app.size.height)
    chops = app.screen._compositor._render_chops(app.size.region, lambda _: True)
    frame = LayoutUpdate([chop.values() for chop in chops], app.size.region)
    pyte.Stream(fresh).feed(frame.render_segments(app.console).replace("\n", ""))
    return cells_of(fresh)


async def check(pilot: Pilot[None], what: str) -> None:
    """Compare the terminal with what Textual believes, once all is drawn."""
    app = pilot.app
    assert isinstance(app, TerminalApp)
    await pilot.pause()
    for _ in range(_PATIENCE):
        if cells_of(driver_of(app).terminal) == believed(app):
            return
        await pilot.pause(1 / 60)  # Textual's own pace: a frame is still to come
    for y, (shown, wanted) in enumerate(zip(cells_of(driver_of(app).terminal), believed(app), strict=True)):
        assert shown == wanted, f"line {y} after {what}"


KEYS = (
    *("down", "down", "down", "up", "pagedown", "pageup", "end", "home", "ctrl+end", "ctrl+home", "tab"),
    *("a", "b", "backspace", "f2", "escape", "f4", "f5", "f6", "right", "left", "enter"),
)


@pytest.mark.parametrize("seed", range(times(30, quick=1)))
async def test_the_terminal_shows_what_textual_believes(seed: int) -> None:
    """Keys, wheels, resizes, questions, notes in a corner, themes: after each one the screens are equal."""
    choice = random.Random(seed)  # noqa: S311  # the same keys every time
    app = Crowded()
    async with app.run_test(headless=False, size=(90, 24)) as pilot:
        app.query_one("#left").focus()
        await check(pilot, "the start")
        for step in range(times(120, quick=30)):
            what = choice.choice([*KEYS, "resize", "garbage"])
            if what == "resize":
                await resize(pilot, choice.randrange(40, 120), choice.randrange(8, 30))
            elif what == "garbage":
                driver_of(app).write("\x1b[Hsomebody else\r\nhas written here")
                app.refresh(layout=True)
            else:
                await pilot.press(what)
            await check(pilot, f"{what}, step {step} of seed {seed}")


async def resize(pilot: Pilot[None], width: int, height: int) -> None:
    """Give the terminal another size; what it showed is cut or lost."""
    app = pilot.app
    assert isinstance(app, TerminalApp)
    driver_of(app).terminal.resize(height, width)
    await pilot.resize_terminal(width, height)


# A report's table: only the lines that look different are drawn


class Reporting(TerminalApp):
    """A report's table whose rows are filtered, sorted and marked."""

    def __init__(self) -> None:
        super().__init__(theme="textual-dark")

    def compose(self) -> ComposeResult:
        yield ReportTable()
        yield Static(id="status")

    def get_driver_class(self) -> type[HeadlessDriver]:
        return OnPyte


_QUERIES = ("", "a", "ac", "acme", "acme c-1", "note:ok", "/[0-9]$/", "nobody", "é")
_TABLE_KEYS = ("down", "up", "pagedown", "pageup", "home", "end", "space", "s", "right", "left", "u")


@pytest.mark.parametrize("seed", range(times(30, quick=1)))
async def test_no_line_of_the_table_is_left_behind(seed: int) -> None:
    """After each filter, sort, mark and move the terminal shows what drawing everything anew would show."""
    choice = random.Random(seed)  # noqa: S311  # the same keys every time
    lines = report_of(80, names=_NAMES).lines
    index = SearchIndex(lines)
    app = Reporting()
    async with app.run_test(headless=False, size=(90, 20)) as pilot:
        table = app.query_one(ReportTable)
        table.show(lines)
        table.focus()
        for step in range(times(80, quick=24)):
            what = choice.choice([*_TABLE_KEYS, *_QUERIES, "resize", "go"])
            if what in _QUERIES:
                found = index.find(parse(what))
                table.show_only(found.indexes, query=found.query)
            elif what == "resize":
                await resize(pilot, choice.randrange(40, 120), choice.randrange(8, 30))
            elif what == "go":
                table.go_to(choice.randrange(80))
            else:
                await pilot.press(what)
            await check(pilot, f"{what!r}, step {step} of seed {seed}")


async def test_what_the_terminal_shows_is_not_sent_again() -> None:
    """Drawing all of it anew sends nothing, a cursor two lines, a scroll little more than the new line."""
    app = Reporting()
    async with app.run_test(headless=False, size=(90, 20)) as pilot:
        table = app.query_one(ReportTable)
        table.show(report_of(80).lines)
        table.focus()
        await check(pilot, "the start")
        sent = driver_of(app).sent
        assert await bytes_of(pilot, table.refresh) == 0
        assert await bytes_of(pilot, app.screen.refresh) == 0
        assert 0 < await bytes_of(pilot, table.action_cursor_down) < 400
        table.action_scroll_bottom()
        await check(pilot, "the end")
        table.scroll_relative(y=-1, animate=False)
        del sent[:]
        assert 0 < await bytes_of(pilot, lambda: table.scroll_relative(y=-1, animate=False)) < 500
        assert any("\x1bM" in each for each in sent)
        await check(pilot, "a scroll")


async def bytes_of(pilot: Pilot[None], deed: Callable[[], object]) -> int:
    """Return how much a deed sends, synchronisation and cursor included."""
    app = pilot.app
    assert isinstance(app, TerminalApp)
    await pilot.pause()
    before = len("".join(driver_of(app).sent))
    deed()
    await check(pilot, "a deed")
    return len("".join(driver_of(app).sent)) - before


def strip_of(text: str) -> Strip:
    """Return a strip in one pen."""
    return Strip([Segment(text)], cell_len(text))


def test_what_is_left_of_wide_letters_does_not_cover_what_is_written_over_them() -> None:
    """Two boxes near each other, before a line that can be written only as a whole."""
    shown, console, terminal = FrameDiff(), Console(color_system="256"), pyte.Screen(30, 1)
    stream = pyte.Stream(terminal)
    whole = LayoutUpdate([[strip_of("日" * 15)]], Region(0, 0, 30, 1))
    stream.feed(shown.bytes_for(whole, console) or "")
    chops = {0: strip_of("a" * 10), 10: None, 12: strip_of("b" * 8), 20: None}
    boxes = ChopsUpdate([chops], [(0, 0, 10), (0, 12, 20)], [[10, 12, 20, 30]])
    stream.feed(shown.bytes_for(boxes, console) or "")
    assert terminal.display == ["a" * 10 + "日" + "b" * 8 + "日" * 5]


def test_a_sign_of_two_cells_and_one_of_none_are_not_two_letters() -> None:
    """Two of two cells and two of none are four letters in four cells, and none of them has its own.

    The imitated terminal draws no accents on wide letters.
    """
    shown, console, terminal = FrameDiff(), Console(color_system="256"), pyte.Screen(4, 1)
    stream = pyte.Stream(terminal)
    for text in ("\u231a\u231a\u20d0\u20d0", "\u231a\u20d0ab"):
        frame = LayoutUpdate([[strip_of(text)]], Region(0, 0, 4, 1))
        stream.feed(shown.bytes_for(frame, console) or "")
    assert terminal.display == ["\u231aab"]


# Pens


@pytest.mark.parametrize(
    ("old", "new", "sent"),
    [
        (Style(bold=True), Style(bold=True), ""),
        (Style(color="red"), Style(color="red", bold=True), "\x1b[1m"),
        (Style(color="red", bold=True), Style(color="red"), "\x1b[22m"),
        (Style(bold=True, dim=True), Style(dim=True), "\x1b[0;2m"),
        (Style(bold=True, underline=True, color="#aa0000"), Style(color="#aa0000"), "\x1b[22;24m"),
        (Style(color="red", bgcolor="blue"), Style(bgcolor="blue"), "\x1b[39m"),
        (Style(color="red", bgcolor="blue"), Style(color="green", bgcolor="blue"), "\x1b[32m"),
        (Style(color="red", bgcolor="blue"), Style(), "\x1b[0m"),
        (Style(overline=True), Style(), "\x1b[0m"),
        (Style(meta={"row": 1}), Style(meta={"row": 2}), ""),
    ],
)
def test_the_next_pen_is_reached_by_the_shortest_way(old: Style, new: Style, sent: str) -> None:
    """What stays is not said again; what has no end of its own ends with everything."""
    colours = ColorSystem.EIGHT_BIT
    pens = pen_of(old, colours), pen_of(new, colours)
    assert sent == ("" if pens[0] is pens[1] else change_of_pen(*pens))


def test_a_link_ends_where_it_ends() -> None:
    """Links are no colour: they are opened and closed."""
    plain, linked = Pen(), Pen(link="\x1b]8;id=1;https://axtui.example\x1b\\")
    assert change_of_pen(plain, linked) == linked.link
    assert change_of_pen(linked, plain) == "\x1b]8;;\x1b\\"
    assert end_of_pen(linked) == "\x1b]8;;\x1b\\"


# Lines


def line_of(text: str) -> list[Cell]:
    """Return a line in one pen."""
    return [(letter, Pen()) for letter in text]


@pytest.mark.parametrize(
    ("old", "new", "spans"),
    [
        ("same", "same", []),
        ("abcdefghij", "Xbcdefghij", [(0, 1)]),
        ("abcdefghij", "XbcdYfghij", [(0, 5)]),
        ("abcdefghij", "XbcdefgYij", [(0, 1), (7, 8)]),
        ("abcdefghij", "abcdefghiX", [(9, 10)]),
    ],
)
def test_cells_that_are_equal_are_skipped_where_that_is_shorter(
    old: str, new: str, spans: list[tuple[int, int]]
) -> None:
    """A few equal cells cost less than a move of the cursor."""
    assert list(changed_spans(line_of(old), line_of(new))) == spans


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("bcdefghix", Scroll(top=0, bottom=8, shift=1)),
        ("xabcdefgh", Scroll(top=0, bottom=8, shift=-1)),
        ("acdefghix", Scroll(top=1, bottom=8, shift=1)),
        ("defghixyz", Scroll(top=0, bottom=8, shift=3)),
        ("abcdefghx", None),
        ("xyzuvwrst", None),
        ("abcdeghix", None),
        ("bccdefhix", None),
    ],
)
def test_lines_that_moved_together_are_moved_by_the_terminal(new: str, expected: Scroll | None) -> None:
    """Whatever saves next to nothing is drawn instead."""
    old = [line_of(letter * 10) for letter in "abcdefghi"]
    assert scroll_between(old, {y: line_of(letter * 10) for y, letter in enumerate(new)}) == expected
