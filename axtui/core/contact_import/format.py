"""The form of an import file: its headings, where what we fill stands among them, and how it is written.

The sections named here are those of autotask-contact-import.md. Without a template of the person's own it is
our reading of the format: Autotask describes it only through the template that each tenant downloads.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from axtui.core.contact_import.checks import udf_cell
from axtui.core.contact_import.dialect import Dialect, ImportEncoding, configured_dialect
from axtui.core.contact_import.headings import (
    BUILT_IN,
    ImportLocale,
    ImportTerm,
    Meaning,
    built_in_heading,
)
from axtui.core.errors import ConfigError, DataError, Side
from axtui.core.models import TenantFacts
from axtui.core.text import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFormat:
    """How an import file is laid out."""

    header: tuple[str, ...]
    """The headings, to the character."""
    places: Mapping[Meaning, int]
    """Where in a row stands what we fill; the company's id or its name may be missing, the rest may not."""
    dialect: Dialect
    header_line: bytes = b""
    """The first line of the template to the byte, with its mark and line end; empty without a template."""
    udf_cell: str
    """What makes an imported contact the accounts contact."""
    template_name: str = ""
    """Name of the template's file; empty where the format is our own reading."""
    warnings: tuple[str, ...] = ()
    """Sentences about the template that a person must weigh."""

    @property
    def is_our_reading(self) -> bool:
        """Whether the columns are ours and not those of a template."""
        return not self.template_name


def format_for(facts: TenantFacts, *, term: str, locale: str, encoding: str) -> ImportFormat:
    """Return the built-in format for a tenant; the words are those of the configuration's `export` table.

    Raise an error when the UDF's number is not known, because its column cannot be named without it, and
    when the chosen encoding cannot hold the UDF's name or value.
    """
    if facts.udf_id is None:
        raise DataError(
            f'The number of the contact UDF "{visible(facts.udf_name)}" is not known, and the import file '
            "names the UDF's column by it, so no file can be written.",
            hint="Check that the UDF exists on contacts and that the API user may read UDF definitions, "
            "then run the report again.",
            side=Side.AUTOTASK,
        )
    whose, where = ImportTerm(term), ImportLocale(locale)
    dialect, cell = configured_dialect(ImportEncoding(encoding)), udf_cell(facts)
    check_udf_fits(dialect, name=facts.udf_name, cell=cell)
    places = {meaning: at for at, (_, meaning) in enumerate(BUILT_IN) if meaning}
    return ImportFormat(
        header=(
            *(built_in_heading(heading, term=whose, locale=where) for heading, _ in BUILT_IN),
            f"Contact UDF:{facts.udf_id} {facts.udf_name}",
        ),
        places={**places, Meaning.CONTACT_UDF: len(BUILT_IN)},
        dialect=dialect,
        udf_cell=cell,
    )


def check_udf_fits(dialect: Dialect, *, name: str, cell: str) -> None:
    """Raise an error when no row could be written, because the encoding cannot hold the UDF."""
    for what, text in (("name", name), ("value", cell)):
        if misfit := dialect.misfit(text):
            raise ConfigError(
                f"The {what} of the contact UDF holds what {dialect.encoding} cannot hold: {misfit}.",
                hint="Choose another `encoding` in the profile's export settings, or another template.",
            )


def cells_for(fmt: ImportFormat, values: Mapping[Meaning, str]) -> tuple[str, ...]:
    """Return a row of the file: each value in its column, where there is one, and blank cells."""
    cells = [""] * len(fmt.header)
    for meaning, value in values.items():
        if (at := fmt.places.get(meaning)) is not None:
            cells[at] = value
    return tuple(cells)


def why_not_written(what: str, value: str, dialect: Dialect) -> str:
    """Say why a value cannot stand in the file as it is; empty when it can."""
    misfit = dialect.misfit(value)
    return f"The {what} holds what a {dialect.encoding} file cannot hold: {misfit}." if misfit else ""
