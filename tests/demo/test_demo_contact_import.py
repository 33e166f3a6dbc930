"""The imitation's contact import takes what autotask-contact-import.md says, and refuses the rest."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from demo.callers import AutotaskCaller, call

from axtui.demo.__main__ import _imported
from axtui.demo.contact_import import Batch, Mishap
from axtui.demo.import_columns import ImportRefusedError
from axtui.demo.import_file import BlankCell, Encoding, ImportSetup, ListCell
from axtui.demo.records import Company, Contact
from axtui.demo.server import DemoServer

STANDARD = (
    "Company ID,[required] Company Name,Contact ID [updates only],External ID,Prefix,[required] First Name,"
    "Middle Name,[required] Last Name,Suffix,Title,[required] Email Address,Email Address 2,Email Address 3,"
    "Location,Address 1,Address 2,City,County,Post Code,Country,Additional Address Information,Phone,"
    "Extension,Alternate Phone,Mobile Phone,Fax,Facebook URL,Twitter URL,LinkedIn URL,"
    "Client Portal User Name,Client Portal Security Level,Active/Inactive,Primary Contact,"
    "Accepts Task/Ticket Email (yes or no),Contact Detail Alert,New Ticket Alert,Ticket Detail Alert,"
    "Contact UDF:29680001 Alternate Email,Contact UDF:29682101 Position"
)
SHORT = (
    "Company ID,[required] Company Name,Contact ID [updates only],[required] First Name,"
    "[required] Last Name,[required] Email Address,Contact UDF:29682101 Position [protected]"
)


@pytest.fixture
def server() -> DemoServer:
    """An imitation that needs no ports."""
    return DemoServer(12, latency=0)


@pytest.fixture
def company(server: DemoServer) -> Company:
    """A company without contacts."""
    return server.live.companies.insert(Company(name="Käse, GmbH"))


def text_of(*rows: Sequence[object], header: str = SHORT, delimiter: str = ",", end: str = "\r\n") -> str:
    """Return a file whose cells need no quotes but for commas in them."""
    lines = [header.replace(",", delimiter)]
    for row in rows:
        cells = [f'"{cell}"' if "," in str(cell) else str(cell) for cell in row]
        lines.append(delimiter.join(cells))
    return "".join(f"{line}{end}" for line in lines)


def row_for(company: Company, **cells: object) -> tuple[object, ...]:
    """Return a row that creates a contact, unless cells say otherwise."""
    row = {
        "id": company.id,
        "name": company.name,
        "contact": "",
        "first": "Ada",
        "last": "Byron",
        "email": "ada@example.invalid",
        "udf": "Accounts",
    }
    return tuple((row | cells).values())


def take(server: DemoServer, *rows: Sequence[object], **more: Any) -> Batch:
    """Import rows as UTF-8."""
    return server.imports.take(text_of(*rows).encode(), **more)


def contacts_of(server: DemoServer, company: Company) -> list[Contact]:
    """Return a company's contacts as they are."""
    contacts = server.live.contacts
    return [contacts.row(key) for key in contacts.owned_by(company.id)]


def test_a_row_becomes_an_active_contact_with_the_stored_value(server: DemoServer, company: Company) -> None:
    """The standard header of a real file, all blank but what is required."""
    width = STANDARD.count(",") + 1
    cells = [""] * width
    cells[0], cells[5], cells[7], cells[10], cells[-1] = str(company.id), "A", "B", " a@b.invalid", "Accounts"
    batch = server.imports.take(text_of(cells, header=STANDARD).encode())

    (contact,) = contacts_of(server, company)
    assert (batch.created, batch.updated, batch.errors) == ((contact.id,), (), ())
    assert (contact.first_name, contact.last_name, contact.email) == ("A", "B", " a@b.invalid")
    assert (contact.is_active, contact.position, contact.email2) == (1, "Accounts", None)


@pytest.mark.parametrize(
    ("encoding", "delimiter", "codec"),
    [
        (Encoding.UTF_8, ",", "utf-8"),
        (Encoding.UTF_8, ";", "utf-8-sig"),
        (Encoding.CP1252, ",", "cp1252"),
        (Encoding.UTF_16, "\t", "utf-16"),
    ],
)
def test_a_file_is_read_as_the_tenant_is_set_up(
    encoding: Encoding, delimiter: str, codec: str, server: DemoServer, company: Company
) -> None:
    """Letters beyond ASCII arrive as they are; a tenant with another set-up refuses the file or the row."""
    data = text_of(row_for(company, last="Øre"), delimiter=delimiter, end="\n").encode(codec)
    setup = ImportSetup(encoding=encoding, delimiter=delimiter)
    assert server.imports.take(data, setup=setup).errors == ()
    assert [contact.last_name for contact in contacts_of(server, company)] == ["Øre"]
    if encoding is not Encoding.UTF_8:
        with pytest.raises(ImportRefusedError, match="utf-8"):
            server.imports.take(data)
    if encoding is not Encoding.UTF_16:
        with pytest.raises(ImportRefusedError, match="UTF-16"):
            server.imports.take(data, setup=ImportSetup(encoding=Encoding.UTF_16))


@pytest.mark.parametrize(
    "term", ["Organization", "Account", "Business Unit", "Client", "Company", "Customer", "Site"]
)
def test_every_term_is_known(term: str, server: DemoServer, company: Company) -> None:
    """The header of any tenant's words names the same columns."""
    header = SHORT.replace("Company", term)
    assert server.imports.take(text_of(row_for(company), header=header).encode()).errors == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[required] Last Name", "[required] Contact: Last Name", "Organization/Contact"),
        ("[required] Last Name", "Nachname", "'Nachname' is not known"),
        ("[required] Last Name", "[required] First Name", "'First Name' is there twice"),
        ("[required] Last Name", "Title", "missing: Last Name"),
        ("Contact UDF:29682101", "Contact UDF:29682102", "no contact UDF"),
        ("Contact UDF:29682101", "Company UDF:29682101", "is not known"),
        ("29682101 Position", "29682101 Role", "no contact UDF"),
        ("Company ID", "Client ID", "both Client and Company"),
        ("Company ID,[required] Company Name", "City,Phone", "Company ID or Name"),
    ],
)
def test_a_header_that_is_not_the_tenants_is_refused(
    old: str, new: str, said: str, server: DemoServer, company: Company
) -> None:
    """As a whole, and with the column's name; nothing is created."""
    header = SHORT.replace(old, new)
    with pytest.raises(ImportRefusedError, match=said):
        server.imports.take(text_of(row_for(company), header=header).encode())
    assert contacts_of(server, company) == []
    assert server.imports.history == ()


@pytest.mark.parametrize("data", [b"", b"\r\n", b'Company ID,"First', b'"a"b,c\n'])
def test_what_is_no_csv_is_refused(data: bytes, server: DemoServer) -> None:
    """Nothing is guessed of a file that is cut or badly quoted."""
    with pytest.raises(ImportRefusedError, match=r"is empty|is no CSV"):
        server.imports.take(data)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"first": ""}, "has no First Name"),
        ({"last": " "}, "has no Last Name"),
        ({"email": ""}, "has no Email Address"),
        ({"email": "nobody"}, "no valid Email Address"),
        ({"first": "x" * 51}, "longer than 50"),
        ({"id": 1}, "no company '1'"),
        ({"id": "x"}, "no company 'x'"),
        ({"name": "Other"}, "is not called"),
        ({"id": "", "name": ""}, "neither"),
        ({"id": "", "name": "Nobody"}, "0 companies"),
        ({"id": 0, "name": ""}, "organization 0"),
        ({"contact": 7}, "no contact '7'"),
        ({"contact": "x"}, "no contact 'x'"),
        ({"contact": 30682902}, "another company"),
        ({"udf": "accounts"}, "no value of the list"),
        ({"udf": "'Accounts"}, "no value of the list"),
    ],
)
def test_a_row_with_a_mistake_is_told_and_left_out(
    cells: dict[str, object], said: str, server: DemoServer, company: Company
) -> None:
    """The rows beside it are taken."""
    wrong, right = row_for(company, **cells), row_for(company, email="b@example.invalid")
    batch = take(server, wrong, right, (*right, "one more"))
    assert len(batch.created) == 1
    first, second = batch.errors
    assert first.startswith("Row 1: ")
    assert said in first
    assert second == "Row 3: has 8 cells, not 7"
    assert [contact.email for contact in contacts_of(server, company)] == ["b@example.invalid"]


def test_a_company_may_be_named_instead_of_numbered(server: DemoServer, company: Company) -> None:
    """Either is enough; a name that two have is not."""
    assert take(server, row_for(company, id="")).errors == ()
    assert take(server, row_for(company, name="")).errors == ()
    server.live.companies.insert(Company(name=company.name))
    assert take(server, row_for(company, id="")).errors == (
        f"Row 1: 2 companies are called {company.name!r}",
    )


def test_a_list_takes_display_or_stored_values(server: DemoServer, company: Company) -> None:
    """Whichever the tenant takes, the stored value is what the API tells."""
    server.switch("udf-display-differs")
    assert take(server, row_for(company, udf="Accounts Contact")).errors == ()
    assert take(server, row_for(company)).created == ()
    assert take(server, row_for(company), setup=ImportSetup(list_cell=ListCell.STORED)).errors == ()
    assert [contact.position for contact in contacts_of(server, company)] == ["Accounts", "Accounts"]


@pytest.mark.parametrize(("blank", "kept"), [(BlankCell.KEEP, "Director"), (BlankCell.CLEAR, None)])
def test_an_update_changes_what_its_cells_say(
    blank: BlankCell, kept: str | None, server: DemoServer, company: Company
) -> None:
    """What a blank cell does is unknown, so both can be had; a missing column is kept."""
    made = Contact(
        company_id=company.id,
        first_name="Old",
        last_name="Name",
        email2="2@example.invalid",
        position="Director",
    )
    contact = server.live.contacts.insert(made)
    batch = take(server, row_for(company, contact=contact.id, udf=""), setup=ImportSetup(blank=blank))
    assert (batch.created, batch.updated, batch.errors) == ((), (contact.id,), ())
    (now,) = contacts_of(server, company)
    assert (now.first_name, now.email, now.position) == ("Ada", "ada@example.invalid", kept)
    assert (now.is_active, now.email2) == (1, "2@example.invalid")


@pytest.mark.parametrize(
    ("words", "is_active"), [("", 1), ("Active", 1), ("inactive", 0), ("1", None), ("task", None)]
)
def test_words_of_an_update_are_checked(
    words: str, is_active: int | None, server: DemoServer, company: Company
) -> None:
    """A blank leaves a contact active even where it clears; words that nobody defined are refused."""
    contact = server.live.contacts.insert(Contact(company_id=company.id, first_name="A", last_name="B"))
    header = f"{SHORT},Active/Inactive,Accepts Task/Ticket Email (yes or no)"
    cells = ("", "maybe") if words == "task" else (words, "Yes")
    data = text_of((*row_for(company, contact=contact.id), *cells), header=header).encode()
    batch = server.imports.take(data, setup=ImportSetup(blank=BlankCell.CLEAR))
    assert len(batch.errors) == (is_active is None)
    assert [each.is_active for each in contacts_of(server, company)] == [
        1 if is_active is None else is_active
    ]


def test_a_batch_is_undone_but_for_its_updates(server: DemoServer, company: Company) -> None:
    """What it created is deleted, once; what it updated stays; there is no other batch."""
    old = server.live.contacts.insert(Contact(company_id=company.id, first_name="A", last_name="B"))
    batch = take(server, row_for(company, contact=old.id), row_for(company, email="new@example.invalid"))
    assert server.imports.undo(batch.number).deleted == batch.created
    assert [contact.email for contact in contacts_of(server, company)] == ["ada@example.invalid"]
    assert server.imports.undo(batch.number).deleted == batch.created
    with pytest.raises(ImportRefusedError, match="no import batch 1"):
        server.imports.undo(1)


def imported_with(server: DemoServer, company: Company, failure: str) -> list[Contact]:
    """Import two rows of which something goes wrong with the second, and return the company's contacts."""
    rows = (row_for(company), row_for(company, first=" Zoë ", email="z@example.invalid"))
    assert take(server, *rows, mishaps=[Mishap.of(failure)]).errors == ()
    return contacts_of(server, company)


def test_failures_hit_the_row_that_they_name(server: DemoServer) -> None:
    """Each does what it is called, to the second row and not to the first."""
    firm = [server.live.companies.insert(Company(name=f"Firm {at}")) for at in range(8)]
    first, second = imported_with(server, firm[0], "drop-udf@2")
    assert (first.position, second.position, second.first_name) == ("Accounts", None, " Zoë ")
    assert [each.first_name for each in imported_with(server, firm[1], "skip@2")] == ["Ada"]
    assert [each.first_name for each in imported_with(server, firm[2], "twice@2")] == ["Ada", *[" Zoë "] * 2]
    assert [each.first_name for each in imported_with(server, firm[3], "wrong-company@2")] == ["Ada"]
    assert [each.first_name for each in contacts_of(server, firm[7])] == [" Zoë "]
    assert [each.first_name for each in imported_with(server, firm[4], "trims@2")] == ["Ada", "Zoë"]
    assert [each.is_active for each in imported_with(server, firm[5], "inactive@2")] == [1, 0]
    assert [each.first_name for each in imported_with(server, firm[6], "other-codepage")] == ["Ada", " Zo├½ "]
    assert imported_with(server, firm[6], "skip@all") == contacts_of(server, firm[6])


@pytest.mark.parametrize("text", ["", "nothing", "skip@", "skip@x"])
def test_an_unknown_failure_is_refused(text: str) -> None:
    """A typo must not let a test pass because nothing fails; an empty row number means the first."""
    if text == "skip@":
        assert Mishap.of(text) == Mishap.of("skip@1")
        return
    with pytest.raises(ValueError, match=r"is not a valid|invalid literal"):
        Mishap.of(text)


def test_scripts_import_and_undo_over_http() -> None:
    """The file is the body; what the tenant refuses is status 400 with the reason; the API tells the rest."""
    with DemoServer(12, latency=0) as server:
        company = server.live.companies.insert(Company(name="Firm"))
        root = f"{server.addresses.zone_url}/demo"
        data = text_of(row_for(company)).encode("utf-16")
        refused = call(f"{root}/import", "POST", body=data)
        assert (refused.status, refused.json) == (
            400,
            {"refused": "the file is not utf-8: invalid start byte"},
        )
        assert call(f"{root}/import?failure=nothing", "POST", body=data).status == 400

        wide = text_of(row_for(company), delimiter="\t").encode("utf-16")
        batch = call(f"{root}/import?encoding=utf-16&failure=twice,drop-udf@all", "POST", body=wide).json
        assert (len(batch["created"]), batch["errors"]) == (2, [])
        assert call(f"{root}/imports").json == [batch]
        owned = {"op": "eq", "field": "companyID", "value": company.id}
        told = AutotaskCaller(server).items("Contacts", owned)
        assert [each["id"] for each in told] == batch["created"]
        assert "Accounts" not in str(told)

        undone = call(f"{root}/imports/undo?batch={batch['number']}", "POST").json
        assert undone["deleted"] == batch["created"]
        assert AutotaskCaller(server).items("Contacts", owned) == []
        assert call(f"{root}/imports/undo", "POST").status == 400


def test_the_imitation_alone_imports_files_first(
    server: DemoServer, company: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each file's batch is told with its mistakes; one that cannot be taken ends the start."""
    good = tmp_path / "good.csv"
    good.write_bytes(text_of(row_for(company), row_for(company, first="")).encode())
    assert _imported(server, [good], setup=ImportSetup())
    assert capsys.readouterr().out == (
        f"# {good}: batch 4001, 1 created, 0 updated, 1 refused\n#   Row 2: has no First Name\n"
    )
    assert _imported(server, [good], setup=ImportSetup(), mishaps=[Mishap.of("twice")])
    assert "batch 4002, 2 created" in capsys.readouterr().out
    assert not _imported(server, [tmp_path / "absent.csv"], setup=ImportSetup())
    assert "absent.csv was not imported" in capsys.readouterr().err
