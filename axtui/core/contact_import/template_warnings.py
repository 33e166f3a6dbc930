"""What a person must weigh about a template that can be used: its columns, its form, the data in it.

The sections named here are those of autotask-contact-import.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from axtui.core.contact_import.dialect import Dialect, ImportEncoding
from axtui.core.contact_import.headings import Meaning
from axtui.core.contact_import.recognition import is_for_updates, is_required, udf_in
from axtui.core.contact_import.template_words import listed, named
from axtui.core.models import TenantFacts
from axtui.core.sentences import counted


def column_warnings(
    header: Sequence[str], places: Mapping[Meaning, int], facts: TenantFacts
) -> Iterator[str]:
    """Say what is doubtful about columns that have been found, and what stays blank although required."""
    yield from _udf_warnings(header[places[Meaning.CONTACT_UDF]], facts)
    yield from _company_warnings(header, places.get(Meaning.COMPANY_ID))
    filled = {at for meaning, at in places.items() if meaning is not Meaning.CONTACT_ID}
    blank = [named(head) for at, head in enumerate(header) if is_required(head) and at not in filled]
    if blank:
        yield (
            f"The template marks as required what the file leaves blank: {listed(blank)}. "
            "Autotask may refuse the rows."
        )


def form_warnings(dialect: Dialect, *, is_known: bool, texts: Iterable[str]) -> Iterator[str]:
    """Say what is inferred of the file's form; of its cells, people's names, only letters are shown."""
    if not is_known:
        yield (
            "The template does not tell its encoding, because it holds no letters beyond ASCII. The file is "
            f"written in {dialect.encoding}; if accented letters arrive damaged, choose utf-8 or cp1252 as "
            "`encoding` in the profile's export settings."
        )
    elif dialect.encoding is ImportEncoding.CP1252:
        letters = dict.fromkeys(char for text in texts for char in text if not char.isascii())
        yield (
            "The template is neither UTF-8 nor UTF-16. It is taken for Windows-1252, which is not "
            f"documented, and read so it holds {listed(list(map(named, letters)))}: if Autotask shows other "
            "letters in those places, do not import the file."
        )
    if (dialect.encoding is ImportEncoding.UTF_16) is not (dialect.delimiter == "\t"):
        yield (
            "Autotask's own templates are UTF-16 with tabs, or neither of the two. This one is "
            f"{dialect.encoding} {'with' if dialect.delimiter == chr(9) else 'without'} tabs, which is kept; "
            "another program may have saved it. Download it anew if in doubt."
        )


def data_warnings(rows: int) -> Iterator[str]:
    """Say that the template holds people's data."""
    if rows:
        yield (
            f"The template holds {counted(rows, 'row')} of data (personal data: keep that file private). "
            "Only its first line is taken for new contacts."
        )


def _udf_warnings(column: str, facts: TenantFacts) -> Iterator[str]:
    udf = udf_in(column)
    if udf and facts.udf_id is not None and udf.number != facts.udf_id:
        yield (
            f"The template names the UDF's column {named(column)}; Autotask's API gives that UDF the number "
            f"{facts.udf_id}, not {udf.number}. The column is taken by its name: that both numbers are the "
            "same is not documented. Check that the template is from this Autotask."
        )


def _company_warnings(header: Sequence[str], company_id: int | None) -> Iterator[str]:
    if company_id is None:
        yield (
            "The template has no column for the company's id, so Autotask finds companies by name alone: "
            "contacts of companies that share a name may go to the wrong one."
        )
    elif is_for_updates(header[company_id]):
        yield (
            f"The template marks {named(header[company_id])} as for updates only. The file fills it for new "
            "contacts too, because it says which company is meant; import one row first."
        )
