"""The question dialog: the safe answer has the focus, and every way out is an answer."""

import pytest
from textual.app import App
from textual.widgets import Static

from axtui.tui.widgets.ask import AskScreen
from axtui.tui.widgets.push_button import PushButton

HOSTILE = "Delete [/close] and [red]all[/red] of :smile:?"


class Asking(App[None]):
    """Asks one question and keeps the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[bool | None] = []

    def on_mount(self) -> None:
        self.push_screen(
            AskScreen(HOSTILE, detail="It is [gone] then.", yes="Delete [it]", no="Keep [/it]"),
            self.answers.append,
        )


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("enter",), False),
        (("escape",), False),
        (("n",), False),
        (("y",), True),
        (("tab", "enter"), True),
        (("right", "enter"), True),
        (("right", "left", "enter"), False),
        (("down", "enter"), True),
    ],
)
async def test_every_way_out_is_an_answer_and_only_yes_is_yes(keys: tuple[str, ...], answer: bool) -> None:
    """Enter at once, escape and n keep things as they are."""
    app = Asking()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert app.answers == [answer]
        assert not isinstance(app.screen, AskScreen)


async def test_question_and_answers_are_shown_to_the_letter() -> None:
    """Brackets in a name are text, not markup."""
    app = Asking()
    async with app.run_test(size=(80, 24)):
        assert str(app.screen.query_one("#ask-question", Static).visual) == HOSTILE
        assert str(app.screen.query_one("#ask-detail", Static).visual) == "It is [gone] then."
        assert "Keep [/it]" in str(app.screen.query_one("#ask-no", PushButton).label)
        assert "Delete [it]" in str(app.screen.query_one("#ask-yes", PushButton).label)


async def test_without_detail_there_is_none() -> None:
    """A question that says it all stands alone."""
    app: App[None] = App()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(AskScreen("Quit?"))
        await pilot.pause()
        assert not app.screen.query("#ask-detail")
