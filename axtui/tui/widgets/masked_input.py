"""An input of one line that may be masked; what is masked does not get to the clipboard either."""

from textual.widgets import Input


class MaskedInput(Input):
    """An input in the manner of our forms; `password` masks it, and may change while it is typed into."""

    def __init__(
        self,
        *,
        placeholder: str = "",
        password: bool = True,
        id: str | None = None,  # noqa: A002  # Textual's own name for it
    ) -> None:
        super().__init__(
            placeholder=placeholder, password=password, compact=True, select_on_focus=False, id=id
        )
        self.cursor_blink = False  # a blinking cursor costs 1.7 KB/s over a slow line

    def action_copy(self) -> None:
        """Copy what is selected, unless it is masked."""
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        """Cut what is selected; what is masked is only deleted."""
        if self.password:
            self.delete_selection()
        else:
            super().action_cut()
