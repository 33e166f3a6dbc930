"""The doctor's screen: the lines of `axtui doctor`, broken to fit, copied and read anew on request."""

from collections.abc import Iterator

import pytest
from app_driver import at_rest, drawn, driven, started

from axtui.core.clipboard import Clipboard, clipboard_sequence
from axtui.core.doctor import Doctor, Fact, Section, lines_of, pasteable_report
from axtui.core.errors import UsageError
from axtui.demo.server import DemoServer
from axtui.services.surroundings import Surroundings
from axtui.tui.doctor_words import doctor_content, wrapped
from axtui.tui.screens.doctor import DoctorScreen

HOSTILE = "[/close] \x1b]52;c;aGk=\x07"
FOUND = pasteable_report(
    [
        Section(
            title="Paths", facts=(Fact(label="cache", value="~/.cache", problem="Run chmod 700 on it."),)
        ),
        Section(title="Terminal", facts=(Fact(label="TERM", value=HOSTILE, source="environment"),)),
    ],
    home="",
)


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """The imitation at full speed."""
    with DemoServer(24, latency=0.0) as server:
        yield server


@pytest.mark.parametrize(
    ("line", "width", "parts"),
    [
        ("", 20, [""]),
        ("Versions", 20, ["Versions"]),
        ("  cache  ~/a (0700, yours)", 20, ["  cache  ~/a (0700,", "         yours)"]),
        ("  !! Paths, cache: Run chmod", 20, ["  !! Paths, cache:", "     Run chmod"]),
        ("  a-long-label-of-a-key  x", 20, ["  a-long-label-of-a-", "          key  x"]),
    ],
)
def test_what_is_too_long_goes_on_below_itself(line: str, width: int, parts: list[str]) -> None:
    """A value stays apart from the labels; no line is broader than the screen."""
    assert list(wrapped(line, width=width)) == parts


def test_the_lines_are_no_markup_and_what_is_wrong_stands_out() -> None:
    """By its sign, too, which needs no colour."""
    content = doctor_content(lines_of(FOUND), width=80)
    assert "[/close]" in content.plain
    assert "\x1b" not in content.plain
    assert "!! Run chmod 700 on it." in content.plain
    styles = {content.plain[span.start : span.end].strip(): span.style for span in content.spans}
    assert styles["!! Run chmod 700 on it."] == "bold $text-warning"
    assert styles["Paths"] == "bold"


@pytest.mark.fault("A20")
async def test_the_page_is_copied_only_on_request_and_in_harmless_characters(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """Nothing gets to the clipboard before `y`; then it is what is shown, and what is said is the truth."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        screen = DoctorScreen(lambda: FOUND)
        await app.push_screen(screen)
        await at_rest(app, pilot)
        assert "1 thing needs a look" in drawn(app)
        assert app.clipboard == ""
        await pilot.press("y")
        assert app.clipboard == "\n".join(lines_of(FOUND))
        assert app.clipboard.replace("\n", "").isprintable()
        assert clipboard_sequence(app.clipboard, Clipboard.OSC52)
        assert "was sent to the terminal" in drawn(app)


async def test_d_examines_this_installation_from_any_screen(
    server: DemoServer, surroundings: Surroundings
) -> None:
    """At 80x24 it scrolls; R looks again; it does not open twice, and escape leaves."""
    app = started(server, surroundings)
    async with driven(app) as pilot:
        below = app.screen
        await pilot.press("P", "D", "D")
        await at_rest(app, pilot)
        assert isinstance(app.screen, DoctorScreen)
        assert "axtui " in drawn(app)
        assert "Terminal" in app.screen._lines
        await pilot.press("G")
        assert app.screen._scroll.scroll_y == app.screen._scroll.max_scroll_y > 0
        await pilot.press("R")
        await at_rest(app, pilot)
        await pilot.press("escape", "q")
        assert app.screen is below


async def test_what_cannot_be_examined_says_why(server: DemoServer, surroundings: Surroundings) -> None:
    """An error of ours is a sentence, and the screen stays."""

    def refuse() -> Doctor:
        raise UsageError("There is no profile `x`.")

    app = started(server, surroundings)
    async with driven(app) as pilot:
        await app.push_screen(DoctorScreen(refuse))
        await at_rest(app, pilot)
        assert "There is no profile `x`." in drawn(app)
        await pilot.press("y", "L")
        assert app.clipboard == ""
