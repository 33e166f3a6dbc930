"""Paths are completed as a shell does it, and tab never keeps anybody in the field."""

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Button

from axtui.tui.path_completion import Completion, complete, completed
from axtui.tui.widgets.path_input import PathField, candidate_words

NAMES = ("exports/", "exports-old/", "music/", ".hidden/", "bad\nname/", "exp.csv")


@pytest.mark.parametrize(
    ("typed", "text", "candidates"),
    [
        ("/data/m", "/data/music/", ("music/",)),
        ("e", "exp", ("exp.csv", "exports-old/", "exports/")),
        ("a/exports", "a/exports", ("exports-old/", "exports/")),
        ("x", "x", ()),
        (".", ".hidden/", (".hidden/",)),
        ("b", "b", ()),
        ("~/mu", "~/music/", ("music/",)),
    ],
)
def test_the_common_part_is_certain(typed: str, text: str, candidates: tuple[str, ...]) -> None:
    """Hidden names only where asked for, and none that a terminal cannot show."""
    assert completed(typed, NAMES) == Completion(text=text, candidates=candidates)


def test_directories_are_read_and_home_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files only where they are meant; a place that cannot be read completes nothing."""
    (tmp_path / "place").mkdir()
    (tmp_path / "plan.csv").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert complete("~/pl", base="/nowhere", files=False).text == "~/place/"
    assert complete("~/pl", base="/nowhere", files=True).candidates == ("place/", "plan.csv")
    assert complete("pl", base="~", files=False).text == "place/"
    assert complete("~", base="~", files=False).text == "~/"
    for typed in ("no/such/pl", "a\0b/x", "~nobody-of-that-name/x", "plan.csv/x"):
        assert complete(typed, base=str(tmp_path), files=True) == Completion(text=typed)


class Asking(App[None]):
    """A path field and something behind it."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.field = PathField("File", input_id="path", base=str(base))

    def compose(self) -> ComposeResult:
        yield self.field
        yield Button("next")

    @property
    def offered(self) -> str:
        """The candidates on the screen."""
        shown = self.field._candidates
        return str(shown.visual) if shown.display else ""


async def test_tab_completes_offers_and_goes_on(tmp_path: Path) -> None:
    """The common part first, then the candidates, then the next field."""
    for name in ("exports-old", "exports-new"):
        (tmp_path / name).mkdir()
    app = Asking(tmp_path)
    async with app.run_test(size=(60, 10)) as pilot:
        path = app.field.input
        path.focus()
        await pilot.press("e", "tab")
        assert path.value == "exports-"
        assert app.offered == "exports-new/  exports-old/"
        await pilot.press("n")
        assert app.offered == ""
        await pilot.press("tab")
        assert (path.value, path.has_focus) == ("exports-new/", True)
        await pilot.press("tab")
        assert isinstance(app.focused, Button)
        path.focus()
        path.value = "exports-"
        await pilot.press("end", "tab")
        assert app.offered
        await pilot.press("tab")
        assert (app.offered, path.has_focus) == ("", False)


async def test_only_what_stands_before_the_cursor_is_completed(tmp_path: Path) -> None:
    """The name of the file behind it stays."""
    (tmp_path / "exports").mkdir()
    app = Asking(tmp_path)
    async with app.run_test(size=(60, 10)) as pilot:
        path = app.field.input
        path.focus()
        path.value = "exmine.csv"
        path.cursor_position = 2
        await pilot.press("tab")
        assert path.value == "exports/mine.csv"


def test_many_candidates_are_counted() -> None:
    """A directory may hold thousands."""
    words = candidate_words(tuple(f"d{at:02}/" for at in range(20)))
    assert words.endswith("d11/  and 8 more")
    long = tuple(f"{'n' * 60}{at}/" for at in range(20))
    assert candidate_words(long) == f"{'  '.join(long[:3])}  and 17 more"
    assert candidate_words(("n" * 300, "o")) == f"{'n' * 300}  and 1 more"


@pytest.mark.parametrize(("theme", "is_underlined"), [("ansi-dark", True), ("textual-dark", False)])
async def test_a_blank_field_is_seen_where_there_are_no_backgrounds(
    tmp_path: Path, theme: str, is_underlined: bool
) -> None:
    """Its whole width is underlined."""
    app = Asking(tmp_path)
    app.theme = theme
    async with app.run_test(size=(60, 10)):
        drawn = app.field.input.render_line(0)
        marks = [each for each in drawn if each.style and each.style.underline]
        assert sum(map(len, (each.text for each in marks))) == (50 if is_underlined else 0)


async def test_what_is_said_of_a_path_stands_under_it(tmp_path: Path) -> None:
    """With a sign where it is wrong, to the letter, and gone when there is nothing to say."""
    app = Asking(tmp_path)
    async with app.run_test(size=(60, 10)) as pilot:
        app.field.say("No [/such] place.", is_wrong=True)
        await pilot.pause()
        assert str(app.field._words.visual) == "! No [/such] place."
        assert app.field._words.display
        app.field.say("")
        await pilot.pause()
        assert not app.field._words.display
