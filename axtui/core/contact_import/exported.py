"""Whom the person's own export holds already: it may be newer than the report."""

from collections.abc import Mapping
from functools import cached_property

from axtui.core.contact_import.headings import Meaning
from axtui.core.contact_import.template import Template
from axtui.core.models import Company
from axtui.core.text import comparable, quoted


class ExportedPeople:
    """Who stands in the person's export, by company and address."""

    def __init__(self, export: Template | None, places: Mapping[Meaning, int]) -> None:
        """Take the columns of the format that was made of this export; without one there is nobody."""
        self._called = f"The export {quoted(export.name)}" if export else ""
        self._rows = export.rows if export else ()
        self._places = places

    def why_exists(self, company: Company, address: str) -> str:
        """Say that the export has this contact already; empty when it does not."""
        person = comparable(address)
        if self._people.isdisjoint({(str(company.id), person), (comparable(company.name), person)}):
            return ""
        return (
            f"{self._called} has a contact of this company with this e-mail address, which the report has "
            "not seen. Run the report again."
        )

    @cached_property
    def _people(self) -> frozenset[tuple[str, str]]:
        """Gone through once, and only where somebody is to be created: an export may be large."""
        return frozenset(
            (self._company(cells), comparable(email))
            for cells in self._rows
            if (email := self._cell(cells, Meaning.EMAIL))
        )

    def _company(self, cells: tuple[str, ...]) -> str:
        return self._cell(cells, Meaning.COMPANY_ID) or comparable(self._cell(cells, Meaning.COMPANY_NAME))

    def _cell(self, cells: tuple[str, ...], meaning: Meaning) -> str:
        at = self._places.get(meaning, len(cells))
        return cells[at].strip() if at < len(cells) else ""
