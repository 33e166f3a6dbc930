"""The first-run screen: two choices, by highlight or by letter."""

import pytest
from textual.app import App
from textual.widgets import OptionList

from axtui.tui.screens.first_run import FirstRunScreen


class FirstRun(App[None]):
    """Shows the screen and keeps what was chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[str] = []

    def on_mount(self) -> None:
        self.push_screen(FirstRunScreen())

    def on_first_run_screen_demo_chosen(self) -> None:
        self.chosen.append("demo")

    def on_first_run_screen_add_chosen(self) -> None:
        self.chosen.append("add")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
@pytest.mark.parametrize(
    ("keys", "chosen"),
    [(("enter",), "demo"), (("down", "enter"), "add"), (("d",), "demo"), (("a",), "add")],
)
async def test_each_choice_can_be_made_with_the_keyboard(
    keys: tuple[str, ...], chosen: str, size: tuple[int, int]
) -> None:
    """The list has the focus at the start, and each choice has a letter as well."""
    app = FirstRun()
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert app.chosen == [chosen]


async def test_both_choices_stand_on_the_screen_at_80x24() -> None:
    """Nothing has to be scrolled to on the smallest screen that is supported."""
    app = FirstRun()
    async with app.run_test(size=(80, 24)):
        choices = app.screen.query_one(OptionList)
        assert app.screen.can_view_entire(choices)
        assert choices.option_count == 2
