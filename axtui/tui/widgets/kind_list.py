"""The kinds of trouble with how often each was found, of which one is chosen."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from axtui.tui.trouble_words import rows_of_kinds
from axtui.tui.widgets.stepped import Stepped


class KindList(Stepped):
    """Shows all kinds in two columns, as far as the screen has room for them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "choose(-1)", "Kind above", id="kinds.up", show=False),
        Binding("down,j", "choose(1)", "Kind below", id="kinds.down", show=False),
        Binding("left,right", "across", "Kind beside", id="kinds.across", show=False),
    ]

    def action_across(self) -> None:
        """Ask for the kind in the other column."""
        self.action_choose(rows_of_kinds())
