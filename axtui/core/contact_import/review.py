"""The files for reading: the rows of the imports, and those that could not be written with their reasons.

They are opened in spreadsheets, so a value is shown rather than kept: invisible characters are visible, and
nothing is taken for a formula. Neither file is one that Autotask's import takes.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from axtui.core.contact_import.dialect import FOR_SPREADSHEETS
from axtui.core.contact_import.plan import ImportPlan, NotWritten
from axtui.core.text import safe_in_spreadsheet, visible

NOT_FOR_IMPORT: Final = "Not for import: a copy for reading, in which cells may be changed."
_DOES: Final = "The import does"
_REFUSED: Final = (
    "Company ID",
    "Company",
    "First name",
    "Last name",
    "E-mail",
    "Why it is in no import file",
)


def review_lines(plan: ImportPlan) -> Iterator[bytes]:
    """Yield the file for reading what is created and what is updated, line by line."""
    columns, update_places = _columns(plan)
    rows = (
        *(("create", *each.cells) for each in plan.rows),
        *(("update", *_placed(each.cells, update_places, len(columns))) for each in plan.updates),
    )
    return _lines([(NOT_FOR_IMPORT,), (_DOES, *columns), *rows])


def reject_lines(plan: ImportPlan) -> Iterator[bytes]:
    """Yield the file of what was wanted and cannot be written, line by line."""
    return _lines([_REFUSED, *map(_refused, plan.rejected)])


def _lines(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    yield FOR_SPREADSHEETS.mark
    # Most cells are blank, and in a large file they would take most of the time.
    yield from FOR_SPREADSHEETS.lines(
        [cell and safe_in_spreadsheet(visible(cell)) for cell in row] for row in rows
    )


def _columns(plan: ImportPlan) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the headings of both files as one header, and where in it the cells of an update stand."""
    columns, places = list(plan.header), list[int]()
    for heading in plan.update_fmt.header if plan.update_fmt else ():
        at = next((at for at, each in enumerate(columns) if each == heading and at not in places), None)
        if at is None:
            at = len(columns)
            columns.append(heading)
        places.append(at)
    return tuple(columns), tuple(places)


def _placed(cells: Sequence[str], places: Sequence[int], columns: int) -> list[str]:
    placed = [""] * columns
    for at, cell in zip(places, cells, strict=True):
        placed[at] = cell
    return placed


def _refused(refused: NotWritten) -> tuple[str, ...]:
    company, customer = refused.row.company, refused.row.customer
    person = (customer.first_name, customer.last_name, customer.email) if customer else ("", "", "")
    return (str(company.id), company.name, *person, refused.reason)
