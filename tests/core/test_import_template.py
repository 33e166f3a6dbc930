"""The person's own template: what is recognised in it, what is refused and how that is said."""

import csv
import io
from dataclasses import replace
from typing import Final

import pytest
from builders import facts
from faults.tiers import times
from hypothesis import example, given, settings
from hypothesis import strategies as st

from axtui.core.contact_import.dialect import Dialect, ImportEncoding
from axtui.core.contact_import.format import ImportFormat
from axtui.core.contact_import.headings import BUILT_IN, ImportTerm, Meaning
from axtui.core.contact_import.recognition import is_known, meaning_of, udf_in
from axtui.core.contact_import.template import Template, format_from, template_from
from axtui.core.errors import ConfigError
from axtui.core.models import TenantFacts

POSITION: Final = "Contact UDF:29680003 Position"
HEADINGS: Final = (
    "Company ID",
    "[required] Company Name",
    "Contact ID [updates only]",
    "[required] First Name",
    "[required] Last Name",
    "[required] Email Address",
    POSITION,
)


def template(*headings: str, under: str = "", codec: str = "utf-8-sig") -> Template:
    """Return a template with these headings; the mark makes its encoding known."""
    line = io.StringIO(newline="")
    csv.writer(line).writerow(headings)
    return template_from((line.getvalue() + under).encode(codec), name="mine.csv")


def form(*headings: str, tenant: TenantFacts | None = None, encoding: str = "utf-8") -> ImportFormat:
    """Return the format that these headings ask for."""
    return format_from(template(*headings), tenant or facts(), encoding=encoding)


def but(**changes: str) -> tuple[str, ...]:
    """Return the headings with some replaced, by the word that the replaced one holds; "" drops it."""
    changed = [next((new for old, new in changes.items() if old in head), head) for head in HEADINGS]
    return tuple(filter(None, changed))


def refusal(*headings: str, tenant: TenantFacts | None = None) -> ConfigError:
    """Return the error about these headings."""
    with pytest.raises(ConfigError) as caught:
        form(*headings, tenant=tenant)
    assert str(caught.value).isprintable()
    assert caught.value.message.startswith('The template "mine.csv" ')
    assert caught.value.hint
    return caught.value


# Headings


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Company ID", Meaning.COMPANY_ID),
        ("business  unit id", Meaning.COMPANY_ID),
        ("Organisation ID", Meaning.COMPANY_ID),
        ("Client ID [updates only]", Meaning.COMPANY_ID),
        ("[required *] Site Name", Meaning.COMPANY_NAME),
        ("Customer Name [ Required ]", Meaning.COMPANY_NAME),
        ("[required]Account Name", Meaning.COMPANY_NAME),
        ("Contact ID [Updates Only]", Meaning.CONTACT_ID),
        ("[updates only] ContactID", Meaning.CONTACT_ID),
        ("First\nName", Meaning.FIRST_NAME),
        ("\ufefffirst_name\u00a0", Meaning.FIRST_NAME),
        ("LAST-NAME", Meaning.LAST_NAME),
        ("E-mail", Meaning.EMAIL),
        ("EMail Address", Meaning.EMAIL),
        ("E\u2011Mail Address [required]", Meaning.EMAIL),
        ("Email Address 2", None),
        ("New Email Address", None),
        ("Middle Name", None),
        ("External ID", None),
        ("Company Number", None),
        ("Company: Name", None),
        (POSITION, None),
        ("", None),
    ],
)
def test_a_heading_is_recognised_by_its_meaning(heading: str, meaning: Meaning | None) -> None:
    """Marks, case, spaces, hyphens and the seven terms do not matter; a neighbour is not taken for it."""
    assert meaning_of(heading) is meaning


@pytest.mark.parametrize("term", ImportTerm)
def test_every_standard_heading_is_known(term: ImportTerm) -> None:
    """So are the American ones and those that only the Admin template has."""
    headings = [heading.format(term=term) for heading, _ in BUILT_IN]
    others = ["State", "Zip Code", "Contact Group Name", "New Email Address", "Email Invoices"]
    assert all(map(is_known, [*headings, *others, "Middle Initial"]))
    assert not any(map(is_known, ["Nachname", "Patient Name", "Contact: First Name", ""]))


@pytest.mark.parametrize(
    ("heading", "owner", "number", "name"),
    [
        (POSITION, "Contact", 29680003, "Position"),
        ("[required] contact  udf : 1  A b [protected]", "contact", 1, "A b"),
        ("UDF:29683003 Primary Email Address", "", 29683003, "Primary Email Address"),
        ("Business Unit UDF:7 NPS: Rating, yearly", "Business Unit", 7, "NPS: Rating, yearly"),
        ("Site Configuration UDF:29682819 Server Password (s) [protected]", "Site Configuration", 29682819,
         "Server Password (s)"),
    ],
)  # fmt: skip
def test_a_udfs_heading_says_whose_it_is(heading: str, owner: str, number: int, name: str) -> None:
    """The name may hold a colon; marks are no part of it."""
    udf = udf_in(heading)
    assert udf
    assert (udf.owner, udf.number, udf.name) == (owner, number, name)
    assert udf.is_of_contacts is (owner.casefold() in {"", "contact"})


@pytest.mark.parametrize(
    "heading", ["", "UDF", "Contact UDF:", "UDF:5", "UDF:x y", "XUDF:5 y", "UDF:٣ y", f"UDF:{'9' * 20} y"]
)
def test_what_lacks_number_or_name_is_no_udfs_heading(heading: str) -> None:
    """Nothing is made of half a heading."""
    assert udf_in(heading) is None


# Columns


def test_columns_are_found_in_any_order() -> None:
    """What we do not know stays where it is."""
    fmt = form(POSITION, "[required] Last Name", "Ours", "E-Mail", "Client Name", "", "First Name")
    assert fmt.places == {
        Meaning.CONTACT_UDF: 0,
        Meaning.LAST_NAME: 1,
        Meaning.EMAIL: 3,
        Meaning.COMPANY_NAME: 4,
        Meaning.FIRST_NAME: 6,
    }
    assert (fmt.template_name, fmt.is_our_reading, fmt.udf_cell) == ("mine.csv", False, "Accounts")


def test_an_ordinary_template_needs_no_word() -> None:
    """Nothing is said where nothing is doubtful."""
    assert form(*HEADINGS).warnings == ()


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (but(First=""), "has no column for: first name;"),
        (but(Last="", Email=""), "has no column for: last name, e-mail address;"),
        (but(Company=""), "has no column for: company id or company name;"),
        (but(Company="Patient Name"), 'its first heading is "Patient Name"'),
        (but(Position=""), f'has no column "{POSITION}"; it has no contact UDF.'),
        (but(Position="Contact UDF:5 Other"), 'its contact UDFs are: "Other".'),
        (but(Position="Client UDF:29680003 Position"), "it has no contact UDF."),
        (("[required] Company Name", "Phone", "Client UDF:3 X"), 'Its UDF columns belong to "Client".'),
        (
            (*HEADINGS, "E-mail"),
            'column: e-mail address ("[required] Email Address" in column 6, "E-mail" in column 8).',
        ),
        ((*HEADINGS, "Client ID"), 'company id ("Company ID" in column 1, "Client ID" in column 8)'),
        (("Firma-ID", "Vorname"), 'has no heading that is known; its first is "Firma-ID".'),
        (("", " ", "Vorname\x1b[31m"), 'its first is "Vorname␛[31m".'),
        (
            ("[required] Account: Name", "Account: Number", "[required] Contact: First Name"),
            'is the combined Organization/Contact template, by its column "[required] Account: Name".',
        ),
        ((*HEADINGS, "[required *] contact : Last Name"), "is the combined Organization/Contact template"),
        (("Company: Name", "Phone"), "is the combined Organization/Contact template"),
        ((*HEADINGS, POSITION), f'"{POSITION}" in column 7, "{POSITION}" in column 8'),
    ],
)
def test_a_column_in_doubt_is_named(headings: tuple[str, ...], words: str) -> None:
    """No column is guessed; the error says which one is meant and what to do."""
    assert words in refusal(*headings).message


def test_terms_may_differ_where_each_column_is_clear() -> None:
    """An id in one term and a name in another are still one of each."""
    places = form("Client ID", "Company Name", "First Name", "Last Name", "Email", POSITION).places
    assert (places[Meaning.COMPANY_ID], places[Meaning.COMPANY_NAME]) == (0, 1)


# The column of the UDF


@pytest.mark.parametrize(
    ("udfs", "udf_id", "at"),
    [
        (["Contact UDF:5 Other", POSITION], 29680003, 1),
        ([POSITION, "Contact UDF:5 Position"], 29680003, 0),
        ([POSITION, "Client UDF:5 Position"], None, 0),
        (["Contact UDF:5 position [protected]"], 29680003, 0),
        (["UDF:29680003 Position"], 29680003, 0),
        (["Contact UDF:9 Position"], None, 0),
    ],
)
def test_the_udfs_column_is_found(udfs: list[str], udf_id: int | None, at: int) -> None:
    """Name and number decide; the name alone does where only one column has it."""
    fmt = form(*HEADINGS[:-1], *udfs, tenant=replace(facts(), udf_id=udf_id))
    assert fmt.places[Meaning.CONTACT_UDF] == len(HEADINGS) - 1 + at


@pytest.mark.parametrize(
    ("udfs", "udf_id", "words"),
    [
        (["Contact UDF:29680003 Role"], 29680003, 'to another name: "Contact UDF:29680003 Role" in column 7'),
        (["Contact UDF:29680003 Role", "Contact UDF:5 Position"], 29680003, "It may have been renamed"),
        (
            ["Contact UDF:4 Position", "Contact UDF:5 Position"],
            29680003,
            "two candidates for the contact UDF",
        ),
        ([POSITION, "UDF:5 Position"], None, "two candidates for the contact UDF"),
        ([POSITION, POSITION], 29680003, "two candidates for the contact UDF"),
    ],
)
def test_a_udf_in_doubt_is_refused(udfs: list[str], udf_id: int | None, words: str) -> None:
    """A number under another name, or two columns that could be meant."""
    error = refusal(*HEADINGS[:-1], *udfs, tenant=replace(facts(), udf_id=udf_id))
    assert words in error.message


def test_another_number_under_the_name_is_said() -> None:
    """Both numbers are named, and that their being the same is nowhere documented."""
    (warning,) = form(*but(Position="Contact UDF:77 Position")).warnings
    assert '"Contact UDF:77 Position"' in warning
    assert "29680003, not 77" in warning


# What is said of the rest


def test_a_template_without_company_ids_is_warned_of() -> None:
    """Names alone may be shared."""
    (warning,) = form(*HEADINGS[1:]).warnings
    assert "no column for the company's id" in warning


def test_a_company_id_for_updates_only_is_warned_of() -> None:
    """The file fills it all the same, because it tells companies apart."""
    (warning,) = form("Client ID [updates only]", *HEADINGS[1:]).warnings
    assert 'marks "Client ID [updates only]" as for updates only' in warning


def test_required_columns_that_stay_blank_are_named() -> None:
    """Autotask may refuse such rows."""
    headings = (*HEADINGS, "[required *] Phone", "Contact UDF:5 Colour [Required]")
    (warning,) = form(*headings).warnings
    assert 'blank: "[required *] Phone", "Contact UDF:5 Colour [Required]".' in warning
    (warning,) = form(*but(Contact="[required] Contact ID")[:6], POSITION).warnings
    assert 'blank: "[required] Contact ID".' in warning


@pytest.mark.parametrize(("rows", "words"), [(1, "1 row of data"), (2, "2 rows of data")])
def test_rows_under_the_headings_are_kept_and_warned_of(rows: int, words: str) -> None:
    """They are other people's data; blank ones are none, and a ragged one is kept as it is."""
    found = template(*HEADINGS, under="\r\n,,,\r\n" + 'a,"b\r\n""c"""\r\n' * rows)
    assert found.rows == (("a", 'b\r\n"c"'),) * rows
    assert "rows" not in repr(found)
    (warning,) = format_from(found, facts(), encoding="utf-8").warnings
    assert words in warning
    assert "personal data" in warning


@pytest.mark.parametrize(
    ("codec", "configured", "encoding", "warned"),
    [
        ("ascii", "utf-8", ImportEncoding.UTF_8, True),
        ("ascii", "cp1252", ImportEncoding.CP1252, True),
        ("ascii", "utf-16", ImportEncoding.UTF_8, True),
        ("utf-8-sig", "cp1252", ImportEncoding.UTF_8, False),
        ("utf-16", "utf-8", ImportEncoding.UTF_16, False),
        ("utf-16-be", "cp1252", ImportEncoding.UTF_16, False),
    ],
)
def test_the_configured_encoding_counts_only_where_the_template_has_none(
    codec: str, configured: str, encoding: ImportEncoding, *, warned: bool
) -> None:
    """Plain ASCII does not tell, and that is said."""
    fmt = format_from(template(*HEADINGS, codec=codec), facts(), encoding=configured)
    assert fmt.dialect.encoding is encoding
    assert any("does not tell its encoding" in warning for warning in fmt.warnings) is warned


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_recognised_without_a_mark(codec: str) -> None:
    """Letters of other alphabets, in a UDF's name and in the data, do not hide it."""
    found = template(
        *HEADINGS, "Contact UDF:5 Āдрес контакта", under="\u041f\u0100,\u3000\r\n" * 900, codec=codec
    )
    assert found.dialect.codec == codec
    assert (found.header[-1], len(found.rows)) == ("Contact UDF:5 Āдрес контакта", 900)
    assert found.header_line == ",".join(found.header).encode(codec) + "\r\n".encode(codec)


def test_what_is_inferred_of_the_code_page_is_shown_by_an_example() -> None:
    """Another code page would read other letters from the same bytes; whose name they are in is not said."""
    found = template(*HEADINGS, under="1,Müller-é\r\n", codec="cp1252")
    warning, _ = format_from(found, facts(), encoding="utf-8").warnings
    assert "taken for Windows-1252" in warning
    assert 'it holds "ü", "é":' in warning


@pytest.mark.parametrize(
    ("delimiter", "codec", "words"),
    [
        ("\t", "utf-8-sig", "utf-8 with tabs"),
        (",", "utf-16", "utf-16 without tabs"),
        ("\t", "utf-16", ""),
        (";", "utf-8-sig", ""),
    ],
)
def test_a_form_that_autotask_does_not_give_is_warned_of(delimiter: str, codec: str, words: str) -> None:
    """It is kept all the same: which forms an import takes is not known."""
    found = template_from(delimiter.join(HEADINGS).encode(codec), name="mine.csv")
    fmt = format_from(found, facts(), encoding="utf-8")
    assert fmt.dialect == found.dialect
    assert len(fmt.warnings) == bool(words)
    assert words in "".join(fmt.warnings)


def test_a_udf_value_that_the_templates_encoding_cannot_hold_is_refused() -> None:
    """No row could be written."""
    found = template(*HEADINGS, "Größe", codec="cp1252")
    tenant = facts(udf_value="\u0141", udf_values=[("\u0141", "\u0141")])
    with pytest.raises(ConfigError, match=r"value of the contact UDF .* U\+0141"):
        format_from(found, tenant, encoding="utf-8")


# Bytes


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty."),
        (b"\r\n\r\n", "is empty."),
        (b"\xff\xfe", "is empty."),
        (b"\xef\xbb\xbf", "is empty."),
        (b"PK\x03\x04 and so on", "is a spreadsheet"),
        (b"\xef\xbb\xbf\r\nCompany ID,First Name\r\n", "begins with an empty line"),
        (b"Company ID,First\0Name\n", "holds U+0000 CONTROL CHARACTER at position 17"),
        ("\ufeffCompany ID".encode("utf-32-le"), "holds U+0000 CONTROL CHARACTER at position 1"),
        (b"\xff\xfeA\0\x00\xd8", "is not utf-16 throughout, as its beginning tells: damaged at byte 5"),
        ("\ufeffAB".encode("utf-16-le")[:-1], "damaged at byte 5"),
        (b"\xef\xbb\xbfID,\xe9", "is not utf-8 throughout, as its beginning tells: damaged at byte 7"),
        (b"Company ID,\xe9\x81", "is not text in UTF-8, and not in Windows-1252 either: damaged at byte 13"),
        (b'"Company ID,First Name\n', "is damaged at line 1 or before it: quotation marks"),
        (b'"Company ID"x,First Name\n', "is damaged at line 1 or before it: quotation marks"),
        (b'Company ID,First Name\n1,"Ada\n', "is damaged at line 2 or before it: quotation marks"),
        (b"Company ID,First Name\r1,Ada\r", "carriage return alone"),
        (b"Company ID," + b"x" * 150_000 + b"\n", "a cell of more than 131,072 characters"),
        (b"," * 200_001, "has no line end in its first 200,000 characters"),
    ],
    ids=range(18),
)  # fmt: skip
def test_bytes_that_are_no_template_are_refused(data: bytes, words: str) -> None:
    """The sentence says what is wrong with them, and where."""
    with pytest.raises(ConfigError) as caught:
        template_from(data, name="mine\x1b.csv")
    assert caught.value.message.startswith('The template "mine␛.csv" ')
    assert words in caught.value.message
    assert str(caught.value).isprintable()


TEMPLATE: Final = ",".join(HEADINGS) + '\r\n1,"A\r\nb",2,é,,,\r\n'


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (("Client: Name", "Client: Phone", "Contact: First Name"), r'by its column "Client: Name"\.'),
        (("Firma", "Vorname", "Fax"), "has no column for: first name"),
        (("Firma", "Vorname"), 'its first is "Firma"'),
    ],
)
def test_what_is_no_template_is_named_with_any_delimiter(
    delimiter: str, quote: str, headings: tuple[str, ...], words: str
) -> None:
    """Quotes that only make sense with the right delimiter do not hide what the file is."""
    data = delimiter.join(f"{quote}{heading}{quote}" for heading in headings).encode("utf-16")
    with pytest.raises(ConfigError, match=words):
        format_from(template_from(data, name="mine.csv"), facts(), encoding="utf-8")


def test_a_sentence_about_a_huge_heading_stays_short() -> None:
    """What is no template may hold anything, and a message is read by a person."""
    assert len(str(refusal("x" * 100_000))) < 500
    assert len(str(refusal(*HEADINGS, *["Email"] * 1000))) < 800
    assert "and 993 more" in refusal(*HEADINGS, *["Email"] * 1000).message
    assert len(str(refusal(*HEADINGS[:-1], *(f"Contact UDF:{at} {'x' * 900}" for at in range(99))))) < 1500


@settings(max_examples=times(10_000, quick=300))
@given(
    codec=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be"]),
    at=st.integers(0, 2 * len(TEMPLATE)),
    length=st.integers(0, 40),
    put=st.binary(max_size=12) | st.sampled_from([b'"', b"\0", b"\r", b"\n", b",", b"\t", b"\xff\xfe"]),
)
@example(codec="utf-8", at=0, length=2 * len(TEMPLATE), put=b"\xff\xfe\x00\xd8")
def test_a_damaged_template_is_refused_or_kept_to_the_byte(
    codec: str, at: int, length: int, put: bytes
) -> None:
    """Whatever its bytes, it is refused in a sentence, or its first line begins the file as it is."""
    whole = TEMPLATE.encode(codec)
    data = whole[:at] + put + whole[at + length :]
    found, fmt = understood(data)
    if isinstance(fmt, ConfigError):
        assert str(fmt).isprintable()
        return
    assert found
    line, line_end = found.header_line, found.dialect.line_end.encode(found.dialect.codec)
    assert data.startswith(line) or line == data + line_end
    assert line.endswith(line_end)
    assert read(line, found.dialect) == [list(found.header)]
    assert all(warning.isprintable() for warning in fmt.warnings)
    assert sorted(set(fmt.places.values())) == sorted(fmt.places.values())


def understood(data: bytes) -> tuple[Template | None, ImportFormat | ConfigError]:
    """Return what is made of these bytes, or the error about them."""
    try:
        found = template_from(data, name="mine.csv")
        return found, format_from(found, facts(), encoding="utf-8")
    except ConfigError as error:
        return None, error


def read(data: bytes, dialect: Dialect) -> list[list[str]]:
    """Return what stands in bytes of this form."""
    text = data.removeprefix(dialect.mark).decode(dialect.codec)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter, strict=True))
