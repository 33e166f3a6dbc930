"""The menu of match rules: for this report only, rebuilt at once from what was read."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from axtui.core.match_by import MatchBy

_WORDS: Final = {
    MatchBy.NAME: "company name equals customer name, to the character",
    MatchBy.NAME_IGNORE_CASE: "the same, ignoring upper and lower case",
    MatchBy.NUMBER: "company number equals the Xero number, to the character",
    MatchBy.NUMBER_THEN_NAME: "number first, then name",
}


class RuleScreen(ModalScreen[MatchBy | None]):
    """Choose the rule for the report on the screen; the profile's setting stays as it is."""

    HELP: ClassVar[str] = """\
# Match rule

The chosen rule holds for this report only; it is rebuilt at once from what was read, without a network.
To change the rule for good, change `match_by` in the profile (`C`).

| key | does |
|---|---|
| up, down, `j`, `k`, `enter` | choose |
| `escape`, `q`, `m` | leave the rule as it is |
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,m", "leave", "Leave as it is", id="rule.leave"),
        Binding("question_mark,f1", "app.help", "Help", id="rule.help"),
        Binding("j", "down", "Down", id="rule.down", show=False),
        Binding("k", "up", "Up", id="rule.up", show=False),
    ]

    DEFAULT_CSS = """
    RuleScreen { align: center middle; }
    RuleScreen #rule {
        width: 70;
        max-width: 96%;
        height: auto;
        background: $surface;
        border: round $primary;
        padding: 0 1;
    }
    RuleScreen #rule-title { text-style: bold; margin-bottom: 1; }
    RuleScreen OptionList {
        border: none;
        padding: 0;
        background: transparent;
        height: auto;
        max-height: 100%;
        &:focus { border: none; background-tint: transparent; }
    }
    """

    def __init__(self, current: MatchBy) -> None:
        super().__init__()
        self._current = current

    def compose(self) -> ComposeResult:
        """The four rules, the one in force highlighted."""
        with Vertical(id="rule"):
            yield Static("Match rule for this report", id="rule-title", markup=False)
            yield OptionList(*(Option(self._label(rule), id=rule.value) for rule in MatchBy), id="rules")

    def on_mount(self) -> None:
        """Start on the rule in force."""
        self._options.highlighted = list(MatchBy).index(self._current)

    def _label(self, rule: MatchBy) -> Content:
        mark = "* " if rule is self._current else "  "
        return Content.assemble((f"{mark}{rule.value}", "bold"), "\n    ", (_WORDS[rule], "dim"))

    @property
    def _options(self) -> OptionList:
        return self.query_one("#rules", OptionList)

    @on(OptionList.OptionSelected, "#rules")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(MatchBy(event.option_id or self._current.value))

    def action_leave(self) -> None:
        """Leave without a change."""
        self.dismiss(None)

    def action_down(self) -> None:
        """Highlight the next rule."""
        self._options.action_cursor_down()

    def action_up(self) -> None:
        """Highlight the previous rule."""
        self._options.action_cursor_up()
