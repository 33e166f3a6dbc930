"""The files for Autotask before they are written: which one, all of it, and the chosen cell in full."""

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.widgets import Static

from axtui.core.contact_import.checks import cell_remark
from axtui.core.contact_import.plan import ImportPlan
from axtui.tui.export_sentences import cell_words, preview_words
from axtui.tui.widgets.cell_table import CellTable
from axtui.tui.widgets.choice import Choice

_CREATES = "the file of new contacts"
_UPDATES = "the file of updates"


class FilePreview(VerticalGroup):
    """Shows what a plan writes: the file of new contacts, that of updates, or one at a time of both."""

    DEFAULT_CSS = """
    FilePreview {
        margin-top: 1;
        .-off { display: none; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._plan: ImportPlan | None = None
        self._words = Static(id="preview-words", markup=False)
        self._which = Choice((_CREATES, _UPDATES), id="preview-which")
        self._table = CellTable(cell_remark, id="preview-table")
        self._cell = Static(id="preview-cell", markup=False)

    def compose(self) -> ComposeResult:
        """What is shown, the table, and what there is to say of its chosen cell."""
        yield self._words
        yield self._which
        yield self._table
        yield self._cell

    def show(self, plan: ImportPlan) -> None:
        """Show the files of another plan, that of the new contacts first where there are any."""
        self._plan = plan
        self._which.set_class(not (plan.rows and plan.updates), "-off")
        self._which.value = _CREATES if plan.rows or not plan.updates else _UPDATES
        self._show_file()

    def show_nothing(self) -> None:
        """Show no file, because none can be made of what was chosen."""
        self._plan = None
        self._words.update("No file can be made of this.")
        for each in (self._which, self._table, self._cell):
            each.add_class("-off")

    def _show_file(self) -> None:
        plan = self._plan
        if plan is None:
            return
        if self._which.value == _UPDATES and plan.update_fmt:
            self._words.update(preview_words(len(plan.updates), are_updates=True))
            self._table.show(plan.update_fmt.header, plan.updates)
        else:
            self._words.update(preview_words(len(plan.rows)))
            self._table.show(plan.header, plan.rows)
        for each in (self._table, self._cell):
            each.set_class(not (plan.rows or plan.updates), "-off")

    @on(Choice.Changed, "#preview-which")
    def _switched(self, event: Choice.Changed) -> None:
        event.stop()
        self._show_file()

    @on(CellTable.Moved)
    def _moved(self, event: CellTable.Moved) -> None:
        event.stop()
        table = self._table
        self._cell.update(cell_words(table.heading, table.cell, row=table.row))
