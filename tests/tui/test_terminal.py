"""The last wall before the terminal, and the choice of theme."""

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.segment import ControlType, Segment
from textual._border import BORDER_CHARS
from textual.color import Color

from axtui.core.clipboard import Clipboard
from axtui.tui.terminal import PlainAscii, Wall, theme_for, unknown_theme_words
from axtui.tui.terminal_app import TerminalApp

BLACK = Color.parse("black")


@pytest.mark.parametrize(
    "text",
    ["\x1b]52;c;QUJD\x07", "\x9b31m", "a\x00b", "\u202edrow", "no\u00a0break", "a\u200bb", "\x1b[31mAcme"],
)
def test_nothing_unprintable_passes_and_the_width_stays(text: str) -> None:
    """Whatever widget let it through, the terminal gets printable characters in the same number of cells."""
    (segment,) = Wall().apply([Segment(text)], BLACK)
    assert segment.text.isprintable()
    assert cell_len(segment.text) == cell_len(text)


def test_control_segments_of_our_own_pass() -> None:
    """Textual's own cursor movements are no text."""
    control = Segment("\x1b[2J", None, [(ControlType.CLEAR,)])
    assert Wall().apply([control], BLACK) == [control]


def test_without_colour_an_ansi_theme_is_chosen() -> None:
    """NO_COLOR makes the other themes unreadable greys; a theme that was asked for wins."""
    assert theme_for("", {"NO_COLOR": "1", "TERM": "xterm-256color"}) == "ansi-dark"
    assert theme_for("", {"TERM": "xterm-256color"}) == "textual-dark"
    assert theme_for("nord", {"NO_COLOR": "1"}) == "nord"


@pytest.mark.parametrize(
    "term", ["xterm", "screen", "linux", "putty", "vt100", "alacritty", "", "xterm-256color"]
)
@pytest.mark.parametrize("colorterm", ["", "truecolor", "24bit", "yes"])
def test_sixteen_colours_are_those_of_the_terminal(term: str, colorterm: str) -> None:
    """Wherever Rich would bring a theme down to sixteen colours, an ANSI theme is chosen instead."""
    env = {"TERM": term, "COLORTERM": colorterm}
    drawn_with = Console(force_terminal=True, _environ=env).color_system
    assert (theme_for("", env) == "ansi-dark") is (drawn_with == "standard")
    assert theme_for("nord", env) == "nord"


def test_plain_ascii_keeps_names_and_the_width() -> None:
    """Frames, bars, arrows and the dots of what is cut become plain; letters stay what they are."""
    drawn = "╭─ Søren… ─╮│▌█▂ ↑ ⏎ 🔎"
    (segment,) = PlainAscii().apply([Segment(drawn)], BLACK)
    assert segment.text == "+- Søren~ -+||#  ^ < > "
    assert cell_len(segment.text) == cell_len(drawn)


@pytest.mark.parametrize("border", sorted(BORDER_CHARS))
def test_plain_ascii_knows_every_border_of_textual(border: str) -> None:
    """A border that a later screen chooses is plain, too."""
    drawn = "".join(char for row in BORDER_CHARS[border] for char in row)  # type: ignore[index]  # keys of its own table
    (segment,) = PlainAscii().apply([Segment(drawn)], BLACK)
    assert segment.text.isascii()


def test_an_unknown_theme_is_answered_with_the_known_ones() -> None:
    """The sentence names what was asked for and what there is."""
    assert unknown_theme_words("nrod\x1b", ["nord", "ansi-dark"]) == (
        "There is no theme called 'nrod␛'. These are there: ansi-dark, nord."
    )


@pytest.mark.parametrize(("way", "kept"), [(Clipboard.OSC52, "two␛\nlines"), (Clipboard.OFF, "")])
async def test_what_is_selected_leaves_the_program_only_where_that_is_wanted(
    way: Clipboard, kept: str
) -> None:
    """With `clipboard = "off"` nothing is sent to the terminal; otherwise nothing that would steer it."""
    app = TerminalApp(theme="textual-dark", clipboard=way)
    async with app.run_test():
        app.copy_to_clipboard("two\x1b\nlines")
        assert app.clipboard == kept
