"""How many companies have each note under each match rule: a small table, of which one column is chosen."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from axtui.tui.widgets.stepped import Stepped


class RuleGrid(Stepped):
    """Shows the rules beside each other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(-1)", "Rule to the left", id="rules.left", show=False),
        Binding("right", "choose(1)", "Rule to the right", id="rules.right", show=False),
    ]
