"""The import file, byte for byte: our own headings in all words, and templates in their many forms."""

from pathlib import Path
from typing import Final

import pytest
from builders import facts
from import_rows import import_bytes, link

from axtui.core.contact_import.format import ImportFormat, format_for
from axtui.core.contact_import.headings import ImportLocale, ImportTerm, Meaning
from axtui.core.contact_import.plan import plan_import
from axtui.core.contact_import.template import format_from, template_from

GOLDEN: Final = Path(__file__).parent / "golden"
TEMPLATES: Final = sorted((GOLDEN / "templates").glob("*.csv"))


def written(fmt: ImportFormat) -> bytes:
    """Return a file of two rows; the second has what needs quotes, an accent, and a formula with spaces."""
    rows = (
        link(),
        link(175, 'Smith, "Jones"', first="Zoë", last="O'Neil", email=" =1+1@post.example "),
    )
    return import_bytes(plan_import(rows, fmt, facts()))


@pytest.mark.parametrize(
    ("term", "locale", "encoding"),
    [("Company", "uk", "utf-8"), ("Client", "us", "cp1252"), ("Organization", "uk", "utf-16")],
)
def test_the_file_is_the_golden_one(term: str, locale: str, encoding: str) -> None:
    """Headings, delimiter, quotes, line ends and encoding are these bytes."""
    golden = GOLDEN / f"import-{term.lower()}-{locale}-{encoding}.csv"
    assert written(format_for(facts(), term=term, locale=locale, encoding=encoding)) == golden.read_bytes()


@pytest.mark.parametrize("term", ImportTerm)
@pytest.mark.parametrize("locale", ImportLocale)
def test_the_built_in_headings_are_the_golden_ones(term: ImportTerm, locale: ImportLocale) -> None:
    """Seven terms and two locales have their words."""
    golden = GOLDEN / "built-in" / f"{term.lower().replace(' ', '-')}-{locale}.csv"
    fmt = format_for(facts(), term=term, locale=locale, encoding="utf-8")
    assert written(fmt) == golden.read_bytes()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_is_filled_in_its_own_form(path: Path) -> None:
    """Order, words, delimiter, quotes, line ends, mark and encoding are those of the template."""
    template = template_from(path.read_bytes(), name=path.name)
    golden = GOLDEN / "filled" / path.name
    assert written(format_from(template, facts(), encoding="utf-8")) == golden.read_bytes()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_filled_template_is_a_template_again(path: Path) -> None:
    """The form that was found holds for the whole file: what is read back are the two rows."""
    template = template_from(path.read_bytes(), name=path.name)
    fmt = format_from(template, facts(), encoding="utf-8")
    again = template_from(written(fmt), name=path.name)
    assert (again.header, again.header_line) == (template.header, template.header_line)
    assert again.dialect == fmt.dialect
    names = fmt.places[Meaning.COMPANY_NAME]
    assert [row[names] for row in again.rows] == ["Acme Ltd", 'Smith, "Jones"']
