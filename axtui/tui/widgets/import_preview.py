"""The first rows of an import file, cell by cell as they will stand in it."""

from typing import Final

from rich.text import Text
from textual.widgets import DataTable

from axtui.core.contact_import.plan import ImportPlan
from axtui.core.text import visible

_ROWS_SHOWN: Final = 5


class ImportPreview(DataTable[Text]):
    """Shows the columns that are filled; left and right scroll where they have no room.

    Cells are exact, with a visible stand-in for what a terminal must not be sent.
    """

    DEFAULT_CSS = """
    ImportPreview {
        height: auto;
        max-height: 9;
        background: transparent;
        scrollbar-size-horizontal: 1;
        &:focus { background-tint: transparent; }
        & > .datatable--header { text-style: bold; background: transparent; }
        &:ansi > .datatable--header { background: ansi_default; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id, cursor_type="none", header_height=2, zebra_stripes=False)

    def show(self, plan: ImportPlan) -> None:
        """Show the first rows of another plan."""
        self.clear(columns=True)
        first = plan.rows[:_ROWS_SHOWN]
        filled = filled_columns(plan)
        for at in filled:
            self.add_column(_heading(plan.header[at]))
        for row in first:
            self.add_row(*(Text(visible(row.cells[at])) for at in filled))


def filled_columns(plan: ImportPlan) -> tuple[int, ...]:
    """Return the columns of the file that hold anything in the first rows; every row fills the same ones."""
    first = plan.rows[:_ROWS_SHOWN]
    return tuple(at for at, _ in enumerate(plan.header) if any(row.cells[at] for row in first))


def preview_words(plan: ImportPlan) -> str:
    """Say what the preview shows and what it does not."""
    shown, rows = min(len(plan.rows), _ROWS_SHOWN), len(plan.rows)
    if not rows:
        return "No row will stand in the file."
    which = "The row" if rows == 1 else f"All {rows} rows" if shown == rows else f"The first {shown} rows"
    blank = len(plan.header) - len(filled_columns(plan))
    they = "it" if rows == 1 else "they"
    return f"{which} as {they} will stand in the file; the other {blank} columns are blank."


def _heading(heading: str) -> Text:
    """Break a long heading in two, so that more columns have room."""
    start, space, end = heading.partition(" ")
    wraps = start == "[required]" or start.startswith("Contact")
    return Text(visible(f"{start}") + ("\n" if wraps else space) + visible(end))
