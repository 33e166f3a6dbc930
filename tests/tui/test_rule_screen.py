"""The rule menu and the help: small screens over another one."""

from textual.app import App
from textual.widgets import Markdown

from axtui.core.match_by import MatchBy
from axtui.tui.screens.help import HelpScreen
from axtui.tui.screens.rule import RuleScreen


class RuleApp(App[None]):
    """Shows the menu and keeps its answers."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[MatchBy | None] = []

    def on_mount(self) -> None:
        self.ask()

    def ask(self) -> None:
        self.push_screen(RuleScreen(MatchBy.NAME_IGNORE_CASE), self.answers.append)


async def test_the_menu_starts_on_the_rule_in_force() -> None:
    """Enter at once leaves the rule as it is; down and enter takes the next one."""
    app = RuleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        app.ask()
        await pilot.pause()
        await pilot.press("j", "enter")
        assert app.answers == [MatchBy.NAME_IGNORE_CASE, MatchBy.NUMBER]


async def test_escape_leaves_the_rule() -> None:
    """No answer is an answer of its own."""
    app = RuleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape")
        assert app.answers == [None]


async def test_help_shows_its_text_and_closes_with_any_of_its_keys() -> None:
    """Escape, enter, q and ? all leave the help."""
    app: App[None] = App()
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("escape", "enter", "q", "question_mark"):
            await app.push_screen(HelpScreen("# Keys\n\n| key | does |\n|---|---|\n| `x` | nothing |\n"))
            assert app.screen.query_one(Markdown).is_mounted
            await pilot.press(key)
            assert not isinstance(app.screen, HelpScreen)


async def test_help_is_at_hand_in_the_menu() -> None:
    """The question mark reaches the app from a dialog, too."""
    app = RuleApp()
    asked: list[str] = []
    app.action_help = lambda: asked.append("help")  # type: ignore[attr-defined]  # what the real app has
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        assert asked == ["help"]
        assert isinstance(app.screen, RuleScreen)
