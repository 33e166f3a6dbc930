"""What is sent to the terminal: it always shows what Textual believes, and nothing is sent twice."""

import random
import unicodedata
from typing import Any

import pyte
import pytest
from faults.tiers import times
from rich.text import Text
from textual._compositor import LayoutUpdate
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import DataTable, Input, Static

from axtui.tui.terminal_app import TerminalApp

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
    BINDINGS = [("escape", "dismiss", "Away")]  # noqa: RUF012  # Textual's own way

    def compose(self) -> ComposeResult:
        yield Static("Sure? 株式会社", markup=False)


class Crowded(TerminalApp):
    """A table that scrolls beside one that is still, an input, and a line that changes."""

    CSS = (
        "#left { width: 2fr; overflow-y: scroll; } #right { width: 1fr; } Input { height: 1; border: none; }"
    )
    BINDINGS = [("f2", "push_screen('question')"), ("f4", "theme"), ("f5", "say"), ("f6", "beside")]  # noqa: RUF012
    SCREENS = {"question": Question}  # noqa: RUF012

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
