"""What stands beside the search: how many rows are shown of how many, under which note, and the marks."""

from textual.widgets import Static

from axtui.tui.report_words import Counted, found_content


class FoundCount(Static):
    """Keeps its width while one types, so that a key lays out nothing again."""

    DEFAULT_CSS = """
    FoundCount {
        width: auto;
        max-width: 60%;
        height: 1;
        padding-left: 1;
        text-align: right;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self._counted: Counted | None = None
        self._room = 0

    def show(self, counted: Counted) -> None:
        """Show these figures; costs nothing where they stand there already."""
        if counted == self._counted:
            return
        self._counted = counted
        self._make_room(found_content(counted.widest).cell_length)
        self.update(found_content(counted), layout=False)

    @property
    def words(self) -> str:
        """The figures in words."""
        return self._counted.words if self._counted else ""

    def _make_room(self, cells: int) -> None:
        if cells != self._room:
            self._room = cells
            self.styles.width = cells + self.styles.padding.width
