"""Walking through earlier searches with up and down."""

from textual.app import App, ComposeResult
from textual.widgets import Button

from axtui.tui.past_searches import walk_from
from axtui.tui.widgets.search_input import SearchInput


class LineApp(App[None]):
    """A search line, and something else to go to."""

    def compose(self) -> ComposeResult:
        yield SearchInput()
        yield Button()


def test_a_walk_leads_from_what_is_typed_to_ever_earlier_searches_and_back() -> None:
    """It ends at both ends; what was being typed comes back."""
    walk = walk_from("dra", ["old", "new"])
    assert [walk.gone(steps).text for steps in (-1, 0, 1, 2, 3)] == ["dra", "dra", "new", "old", "old"]
    assert walk.gone(5).gone(-1).text == "new"
    assert walk.gone(2).gone(-2).text == "dra"


def test_no_step_leads_nowhere() -> None:
    """The search that stands in the line is no earlier one."""
    walk = walk_from("acme ", ["old", "acme"])
    assert walk.gone(1).text == "old"
    assert walk_from("", []).gone(1).text == ""


async def test_a_walk_ends_when_the_line_is_left() -> None:
    """A search that is remembered behind a walk that led nowhere is found by the next one."""
    app = LineApp()
    async with app.run_test() as pilot:
        line = app.query_one(SearchInput)
        await pilot.press("up")
        assert line.value == ""
        app.query_one(Button).focus()
        line.searches = ("acme",)
        line.focus()
        await pilot.press("up")
        assert line.value == "acme"
