"""The first screen of someone who has no profile yet: what axtui does, and two ways to go on."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from axtui.tui.widgets.key_line import KeyLine

_WHAT: Final = """\
axtui reads your Autotask companies and your Xero customers, matches them, and shows every company \
with a note: which ones will not reach the right customer, why, and the shortest way to put it right.

It only ever reads. The one thing it writes is a CSV file that you import into Autotask yourself."""


class FirstRunScreen(Screen[None]):
    """Offer the demo, or the first profile; nothing else can be done without either."""

    class DemoChosen(Message):
        """The person wants to look around with invented data."""

    class AddChosen(Message):
        """The person wants to set up a first profile."""

    HELP: ClassVar[str] = """\
# Welcome

There is no profile yet. A profile is one customer's pair of tenants: an Autotask and a Xero.

| key | does |
|---|---|
| up, down, `enter` | choose |
| `d` | try the demo: invented data from servers on this computer, no credentials, no network |
| `a` | add a profile: its credentials, and a test of both connections |
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "demo", "Try the demo", id="first-run.demo"),
        Binding("a", "add", "Add a profile", id="first-run.add"),
    ]

    AUTO_FOCUS = "#first-run-choices"

    DEFAULT_CSS = """
    FirstRunScreen { align: center middle; }
    FirstRunScreen #first-run {
        width: 72;
        max-width: 100%;
        height: auto;
        max-height: 100%;
        padding: 1 2;
        border: round $primary;
        scrollbar-size-vertical: 1;
    }
    FirstRunScreen #first-run-title { text-style: bold; color: $text-primary; }
    FirstRunScreen #first-run-what { margin: 1 0; }
    FirstRunScreen #first-run-choices {
        border: none;
        padding: 0;
        background: transparent;
        &:focus { border: none; background-tint: transparent; }
    }
    """

    def compose(self) -> ComposeResult:
        """What axtui does, then the two choices."""
        with VerticalScroll(id="first-run", can_focus=False):
            yield Static("Welcome to axtui", id="first-run-title", markup=False)
            yield Static(_WHAT, id="first-run-what", markup=False)
            yield OptionList(
                Option(
                    _choice("d", "Try the demo", "Invented data, no credentials, no network."),
                    id="demo",
                ),
                Option(
                    _choice("a", "Add a profile", "Your credentials for both sides, with a test of each."),
                    id="add",
                ),
                id="first-run-choices",
            )
        yield KeyLine()

    @on(OptionList.OptionSelected, "#first-run-choices")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id == "demo":
            self.action_demo()
        else:
            self.action_add()

    def action_demo(self) -> None:
        """Say that the demo is wanted."""
        self.post_message(self.DemoChosen())

    def action_add(self) -> None:
        """Say that a profile is wanted."""
        self.post_message(self.AddChosen())


def _choice(key: str, title: str, detail: str) -> Content:
    return Content.assemble((f" {key}  ", "dim"), (title, "bold"), "\n    ", (detail, "dim"))
