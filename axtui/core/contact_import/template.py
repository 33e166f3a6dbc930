"""The person's own template: the file that their Autotask gives them, and the format it asks for.

The sections named here are those of autotask-contact-import.md. Its columns are recognised by meaning and
kept as they are, in their order, because Autotask describes the format only through this file (section 4).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import chain

from axtui.core.contact_import.checks import udf_cell
from axtui.core.contact_import.dialect import Dialect, ImportEncoding
from axtui.core.contact_import.format import ImportFormat, check_udf_fits
from axtui.core.contact_import.template_columns import check_is_contact_import, places_in
from axtui.core.contact_import.template_text import UnreadableError, records_in
from axtui.core.contact_import.template_warnings import column_warnings, data_warnings, form_warnings
from axtui.core.contact_import.template_words import template_error
from axtui.core.models import TenantFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template of the Contact Import, or an export In Import Template Format.

    Its rows stay out of its `repr`: they are personal data.
    """

    name: str
    """Name of its file, for messages."""
    header: tuple[str, ...]
    """The headings, to the character."""
    header_line: bytes
    """The first record to the byte, with the mark before it and a line end after it."""
    dialect: Dialect
    says_encoding: bool
    """Whether the bytes tell the encoding; plain ASCII does not."""
    rows: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    """What stands under the headings, blank rows apart; a row may have another number of cells."""
    sha256: str = ""
    """Checksum of the file, where whoever read it has made one."""


def template_from(data: bytes, *, name: str) -> Template:
    """Read a template; raise an error for what is no template of the Contact Import."""
    try:
        found = records_in(data)
    except UnreadableError as error:
        raise template_error(name, str(error)) from error
    check_is_contact_import(found.header, name=name)
    return Template(name=name, **found._asdict())


def format_from(template: Template, facts: TenantFacts, *, encoding: str) -> ImportFormat:
    """Return the format that a template asks for; raise an error for a column that is missing or in doubt.

    The encoding is the configured one, and counts only where the template's bytes do not tell theirs.
    """
    places = places_in(template.header, facts, name=template.name)
    dialect = _dialect_for(template, ImportEncoding(encoding))
    cell = udf_cell(facts)
    check_udf_fits(dialect, name=facts.udf_name, cell=cell)
    return ImportFormat(
        header=template.header,
        places=places,
        dialect=dialect,
        header_line=template.header_line,
        udf_cell=cell,
        template_name=template.name,
        warnings=(
            *column_warnings(template.header, places, facts),
            *form_warnings(dialect, is_known=template.says_encoding, texts=_cells(template)),
            *data_warnings(len(template.rows)),
        ),
    )


def _dialect_for(template: Template, configured: ImportEncoding) -> Dialect:
    """Take the configured encoding where the template leaves it open; its bytes are not UTF-16."""
    if template.says_encoding or configured is ImportEncoding.UTF_16:
        return template.dialect
    return replace(template.dialect, encoding=configured)


def _cells(template: Template) -> Iterable[str]:
    return chain(template.header, chain.from_iterable(template.rows))
