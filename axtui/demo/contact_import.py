"""The contact import of the Autotask user interface, as autotask-contact-import.md sections 1 to 7 tell it.

    imports = ContactImports(live, udfs=lambda: {...})
    batch = imports.take(Path("contacts.csv").read_bytes())
    imports.undo(batch.number)          # deletes what it created; updates stay

A row with a mistake is left out and told, the others are taken; whether the real import does so is unknown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from axtui.demo import import_columns as columns
from axtui.demo.autotask_entities import UdfDefinition
from axtui.demo.import_columns import Columns, ImportRefusedError, columns_of
from axtui.demo.import_file import BlankCell, ImportSetup, ListCell, records_of
from axtui.demo.live import LiveTenant
from axtui.demo.records import OWN_ORGANISATION, Company, Contact

Udfs = Mapping[int, UdfDefinition]
POSITION: Final = "Position"


class ImportFailure(StrEnum):
    """What may go wrong with a row that is not refused; `name@3` hits the third row, `name@all` all."""

    DROP_UDF = "drop-udf"
    SKIP = "skip"
    TWICE = "twice"
    WRONG_COMPANY = "wrong-company"
    OTHER_CODE_PAGE = "other-codepage"
    """Hits the whole file."""
    TRIMS = "trims"
    INACTIVE = "inactive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mishap:
    """A failure and the row that it hits, counted from 1; None for all."""

    failure: ImportFailure
    row: int | None = 1

    @classmethod
    def of(cls, text: str) -> "Mishap":
        """Read `twice`, `twice@3` or `twice@all`; ValueError for anything else."""
        name, _, row = text.partition("@")
        return cls(failure=ImportFailure(name), row=None if row == "all" else int(row or "1"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """An import as Import History lists it."""

    number: int
    created: tuple[int, ...] = ()
    """Ids of the new contacts."""
    updated: tuple[int, ...] = ()
    errors: tuple[str, ...] = ()
    """A sentence for every row that was not taken."""
    deleted: tuple[int, ...] = ()
    """What undoing the batch took away."""


class _RowError(Exception):
    """A row is not taken."""


@dataclass(slots=True, kw_only=True)
class _Run:
    """One import under way."""

    columns: Columns
    setup: ImportSetup
    udfs: Udfs
    mishaps: tuple[Mishap, ...]
    created: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def hits(self, failure: ImportFailure, number: int) -> bool:
        """Say whether a failure hits a row."""
        return any(each.failure is failure and each.row in (None, number) for each in self.mishaps)

    def cell(self, row: Sequence[str], name: str) -> str:
        """Return a cell, blank where the file has no such column."""
        return self.columns.value(row, name) or ""


class ContactImports:
    """Takes import files, and keeps their history."""

    def __init__(self, live: LiveTenant, *, udfs: Callable[[], Udfs]) -> None:
        self._live = live
        self._udfs = udfs
        self._history: list[Batch] = []

    @property
    def history(self) -> tuple[Batch, ...]:
        """Every import so far, in their order."""
        return tuple(self._history)

    def take(self, data: bytes, *, setup: ImportSetup | None = None, mishaps: Sequence[Mishap] = ()) -> Batch:
        """Import a file; ImportRefusedError where it is not taken at all."""
        setup, udfs = setup or ImportSetup(), self._udfs()
        as_other = any(each.failure is ImportFailure.OTHER_CODE_PAGE for each in mishaps)
        header, *rows = records_of(data, setup, as_other=as_other)
        if as_other:
            header, *_ = records_of(data, setup)
        run = _Run(columns=columns_of(header, udfs), setup=setup, udfs=udfs, mishaps=tuple(mishaps))
        with self._live.lock:
            for number, row in enumerate(rows, start=1):
                self._take_row(run, number, row)
        return self._noted(run)

    def undo(self, number: int) -> Batch:
        """Delete the contacts that an import created; its updates cannot be taken back (section 7)."""
        at = next((at for at, batch in enumerate(self._history) if batch.number == number), None)
        if at is None:
            raise ImportRefusedError(f"there is no import batch {number}")
        batch = self._history[at]
        with self._live.lock:
            gone = tuple(key for key in batch.created if self._live.contacts.get(key) is not None)
            for key in gone:
                self._live.contacts.delete(key)
        self._history[at] = replace(batch, deleted=(*batch.deleted, *gone))
        return self._history[at]

    def _noted(self, run: _Run) -> Batch:
        batch = Batch(
            number=_FIRST_BATCH + len(self._history),
            created=tuple(run.created),
            updated=tuple(run.updated),
            errors=tuple(run.errors),
        )
        self._history.append(batch)
        return batch

    def _take_row(self, run: _Run, number: int, row: Sequence[str]) -> None:
        if run.hits(ImportFailure.SKIP, number):
            return
        if run.hits(ImportFailure.TRIMS, number):
            row = [cell.strip() for cell in row]
        try:
            self._apply(run, number, row)
        except _RowError as error:
            run.errors.append(f"Row {number}: {error}")

    def _apply(self, run: _Run, number: int, row: Sequence[str]) -> None:
        if len(row) != run.columns.width:
            raise _RowError(f"has {len(row)} cells, not {run.columns.width}")
        company = self._company_of(run, row)
        values = _values_of(run, row, number)
        if contact_id := run.cell(row, columns.CONTACT_ID):
            self._update(run, contact_id, company, values)
        else:
            self._create(run, number, company, values)

    def _company_of(self, run: _Run, row: Sequence[str]) -> Company:
        """Return the company that a row names by id, by name, or by both."""
        number, name = run.cell(row, columns.COMPANY_ID), run.cell(row, columns.COMPANY_NAME)
        if not number and not name:
            raise _RowError("has neither the id nor the name of a company")
        found = self._company_with(number) if number else self._company_named(name)
        if number and name and found.name.strip() != name.strip():
            raise _RowError(f"company {number} is not called {name!r}")
        if found.id == OWN_ORGANISATION:
            raise _RowError("organization 0 must not be imported to")
        return found

    def _company_with(self, number: str) -> Company:
        found = self._live.companies.get(int(number)) if _is_number(number) else None
        if found is None:
            raise _RowError(f"there is no company {number!r}")
        return found

    def _company_named(self, name: str) -> Company:
        found = [each for each in self._live.companies.all() if each.name.strip() == name.strip()]
        if len(found) != 1:
            raise _RowError(f"{len(found)} companies are called {name!r}")
        return found[0]

    def _update(self, run: _Run, contact_id: str, company: Company, values: dict[str, object]) -> None:
        found = self._live.contacts.get(int(contact_id)) if _is_number(contact_id) else None
        if found is None:
            raise _RowError(f"there is no contact {contact_id!r}")
        if found.company_id != company.id:
            raise _RowError(f"contact {contact_id} belongs to another company")
        keeps = run.setup.blank is BlankCell.KEEP
        changes = {name: value for name, value in values.items() if value is not None or not keeps}
        if changes.get("is_active", 0) is None:
            del changes["is_active"]  # a contact is one or the other: blank says nothing
        run.updated.append(self._live.contacts.change(found.id, **changes).id)

    def _create(self, run: _Run, number: int, company: Company, values: dict[str, object]) -> None:
        if values.get("is_active") is None:
            values["is_active"] = 0 if run.hits(ImportFailure.INACTIVE, number) else 1
        owner = company.id
        if run.hits(ImportFailure.WRONG_COMPANY, number):
            owner = next(key for key in reversed(self._live.companies.ids) if key not in (owner, 0))
        for _ in range(2 if run.hits(ImportFailure.TWICE, number) else 1):
            made = self._live.contacts.insert(Contact(company_id=owner, **values))  # type: ignore[arg-type]  # checked cell by cell in _values_of
            run.created.append(made.id)


_FIRST_BATCH: Final = 4_001
_LENGTHS: Final = {
    columns.FIRST_NAME: ("first_name", 50),
    columns.LAST_NAME: ("last_name", 50),
    columns.EMAIL: ("email", 254),
    columns.EMAIL_2: ("email2", 254),
    columns.EMAIL_3: ("email3", 254),
}
"""Fields of a contact with room for them (autotask-api.md section 9.2), by column."""
_REQUIRED: Final = (columns.FIRST_NAME, columns.LAST_NAME, columns.EMAIL)
_ACTIVITY: Final = {"": None, "active": 1, "inactive": 0}
"""Which words the real import takes is unknown (section 5)."""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _values_of(run: _Run, row: Sequence[str], number: int) -> dict[str, object]:
    """Return the new values of a contact by our field names; None for a blank cell."""
    for name in _REQUIRED:
        if not run.cell(row, name).strip():
            raise _RowError(f"has no {name}")
    if "@" not in run.cell(row, columns.EMAIL):
        raise _RowError("has no valid Email Address")
    values: dict[str, object] = {}
    for name, (attribute, most) in _LENGTHS.items():
        if (cell := run.columns.value(row, name)) is not None:
            values[attribute] = _fitting(cell, name, most) or None
    return values | _activity(run, row) | _position(run, row, number)


def _fitting(cell: str, name: str, most: int) -> str:
    if len(cell) > most:
        raise _RowError(f"{name} is longer than {most} characters")
    return cell


def _activity(run: _Run, row: Sequence[str]) -> dict[str, object]:
    if run.cell(row, columns.TASK_EMAIL).lower() not in ("", "yes", "no"):
        raise _RowError(f"{columns.TASK_EMAIL} is neither yes nor no")
    cell = run.columns.value(row, columns.ACTIVE)
    if cell is None:
        return {}
    if cell.lower() not in _ACTIVITY:
        raise _RowError(f"{cell!r} is no value of {columns.ACTIVE}")
    return {"is_active": _ACTIVITY[cell.lower()]}


def _position(run: _Run, row: Sequence[str], number: int) -> dict[str, object]:
    """Return the stored value of the one UDF that the imitation's contacts have room for."""
    position: dict[str, object] = {}
    for udf in run.udfs.values():
        cell = run.columns.value(row, f"{columns.UDF}{udf.id}")
        if cell is None:
            continue
        stored = _stored(udf, cell, run.setup.list_cell)
        if udf.name.lower() == POSITION.lower() and not run.hits(ImportFailure.DROP_UDF, number):
            position["position"] = stored
    return position


def _stored(udf: UdfDefinition, cell: str, form: ListCell) -> str | None:
    """Return what is stored for a cell; entries of lists must exist, inactive ones too (section 5)."""
    if not cell or not udf.items:
        return cell or None
    for item in udf.items:
        if cell == (item.display if form is ListCell.DISPLAY else item.stored):
            return item.stored
    raise _RowError(f"{cell!r} is no value of the list {udf.name}")
