"""The report's cells: what each note shows, and that nothing shown can move a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.cells import COLUMNS, TITLES, Column, cells_of
from axtui.core.models import Company, CompanyId, Contact, ContactId, Customer, CustomerId
from axtui.core.notes import Note
from axtui.core.report import Row

ACME = Company(id=CompanyId(174), name="Acme Ltd", number="C-001")
ADA = Contact(
    id=ContactId(9), company_id=ACME.id, first_name="Ada", last_name="Byron", emails=("ada@acme.example",)
)
BOB = Contact(id=ContactId(10), company_id=ACME.id, emails=("bob@acme.example",))
NAMELESS = Contact(id=ContactId(11), company_id=ACME.id)
CUSTOMER = Customer(
    id=CustomerId("x1"), name="Acme Ltd", first_name="Grace", last_name="Hopper", email="grace@acme.example"
)
OTHER = Customer(id=CustomerId("x2"), name="Acme Limited", first_name="Alan", email="alan@acme.example")


def shown(row: Row) -> dict[Column, str]:
    """Return the cells by column."""
    return dict(zip(COLUMNS, cells_of(row), strict=True))


def test_columns_stand_in_the_order_of_the_report() -> None:
    """Column words and headings are those of the product, from left to right."""
    words = ("company", "number", "customer", "contact", "first", "last", "email", "note")
    assert tuple(column.value for column in COLUMNS) == words
    assert TITLES == (
        "Company",
        "Number",
        "Xero customer",
        "Accounts contact",
        "First",
        "Last",
        "E-mail",
        "Note",
    )


@pytest.mark.parametrize(
    ("row", "customer", "contact"),
    [
        (Row(company=ACME, note=Note.EXCLUDED, contacts=(ADA,)), "", ""),
        (Row(company=ACME, note=Note.EXCLUDED, customers=(CUSTOMER,)), "Acme Ltd", ""),
        (Row(company=ACME, note=Note.NO_MATCH, contacts=(ADA,)), "No Match", ""),
        (Row(company=ACME, note=Note.AMBIGUOUS, customers=(CUSTOMER, OTHER)), "Acme Ltd; Acme Limited", ""),
        (
            Row(company=ACME, note=Note.AMBIGUOUS, customers=(CUSTOMER,), contacts=(ADA,)),
            "Acme Ltd",
            "Ada Byron",
        ),
        (
            Row(company=ACME, note=Note.MULTIPLE, customers=(CUSTOMER,), contacts=(ADA, BOB, NAMELESS)),
            "Acme Ltd",
            "Ada Byron; bob@acme.example; contact 11",
        ),
        (Row(company=ACME, note=Note.OK, customers=(CUSTOMER,), contacts=(ADA,)), "Acme Ltd", "Ada Byron"),
        (
            Row(company=ACME, note=Note.OK, customers=(CUSTOMER,), sole_contact=BOB),
            "Acme Ltd",
            "bob@acme.example",
        ),
        (Row(company=ACME, note=Note.LINK, customers=(CUSTOMER,)), "Acme Ltd", "Not Found"),
        (Row(company=ACME, note=Note.NOT_FOUND, customers=(CUSTOMER,)), "Acme Ltd", "Not Found"),
    ],
)
def test_each_note_has_its_customer_and_contact_cell(row: Row, customer: str, contact: str) -> None:
    """The customer and accounts-contact columns follow the table of notes."""
    cells = shown(row)
    assert (cells[Column.CUSTOMER], cells[Column.CONTACT]) == (customer, contact)
    assert cells[Column.NOTE] == row.note.value


def test_the_person_is_the_only_customers_primary_person() -> None:
    """First name, last name and e-mail come from Xero and only where exactly one customer matches."""
    person = (Column.FIRST, Column.LAST, Column.EMAIL)
    one = shown(Row(company=ACME, note=Note.LINK, customers=(CUSTOMER,)))
    two = shown(Row(company=ACME, note=Note.AMBIGUOUS, customers=(CUSTOMER, OTHER)))
    assert tuple(one[column] for column in person) == ("Grace", "Hopper", "grace@acme.example")
    assert tuple(two[column] for column in person) == ("", "", "")


def test_company_and_number_are_the_companys() -> None:
    """The first two columns name the Autotask company."""
    cells = shown(Row(company=ACME, note=Note.NO_MATCH))
    assert (cells[Column.COMPANY], cells[Column.NUMBER]) == ("Acme Ltd", "C-001")


def test_markup_formulas_and_quotes_are_shown_as_they_are() -> None:
    """Printable text is never changed, whatever it would mean elsewhere."""
    name = 'Bad [/close] "Ltd", =cmd()'
    assert shown(Row(company=Company(id=CompanyId(1), name=name), note=Note.NO_MATCH))[Column.COMPANY] == name


def test_control_characters_get_a_visible_stand_in() -> None:
    """An escape character in a name is seen, not sent."""
    company = Company(id=CompanyId(1), name="A\x1b[2Jcme\nLtd")
    assert shown(Row(company=company, note=Note.NO_MATCH))[Column.COMPANY] == "A␛[2Jcme␊Ltd"


def test_a_contact_with_a_blank_name_is_shown_by_its_address() -> None:
    """White space is no name."""
    blank = Contact(
        id=ContactId(5), company_id=ACME.id, first_name=" ", last_name="\u00a0", emails=("a@b.example",)
    )
    assert blank.called == "a@b.example"


@given(name=st.text(), number=st.text(), first=st.text(), note=st.sampled_from(Note))
def test_every_cell_is_printable(name: str, number: str, first: str, note: Note) -> None:
    """Whatever the systems hold, a cell has printable characters only, so it stays on one line."""
    contact = Contact(id=ContactId(1), company_id=CompanyId(1), first_name=first)
    customer = Customer(id=CustomerId("c"), name=name, first_name=first, last_name=name, email=number)
    company = Company(id=CompanyId(1), name=name, number=number)
    cells = cells_of(Row(company=company, note=note, customers=(customer,), contacts=(contact,)))
    assert len(cells) == len(COLUMNS)
    assert all(cell.isprintable() for cell in cells)


def test_a_cell_names_so_many_customers_as_a_person_reads() -> None:
    """Where thousands have one name, every row of them would hold all, and memory would not do."""
    customers = tuple(Customer(id=CustomerId(f"x{at}"), name=f"Acme {at}") for at in range(1, 2_001))
    of_all = shown(Row(company=ACME, note=Note.AMBIGUOUS, customers=customers))[Column.CUSTOMER]
    assert of_all.startswith("Acme 1; Acme 2; ")
    assert of_all.endswith("; Acme 50; and 1,950 more")
    of_some = shown(Row(company=ACME, note=Note.AMBIGUOUS, customers=customers[:50]))[Column.CUSTOMER]
    assert of_some.endswith("; Acme 50")
