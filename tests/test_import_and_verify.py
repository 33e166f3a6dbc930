"""From the report to Autotask and back: export, import as Autotask's page does it, and verify.

The importer is the imitation's own and knows nothing of how we write files.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from axtui.__main__ import demo_profile
from axtui.cli import run
from axtui.demo.contact_import import Batch, ImportFailure, Mishap
from axtui.demo.faults import Fault, FaultKind
from axtui.demo.import_file import BlankCell, Encoding, ImportSetup
from axtui.demo.server import DemoServer
from axtui.services.config import Config, ExportProfile
from axtui.services.surroundings import Surroundings

_CREATES = "contacts.csv"
_UPDATES = "contacts-updates.csv"
_UNDO = "contacts-undo.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A firm with its Autotask, and the machine that axtui runs on."""

    server: DemoServer
    surroundings: Surroundings
    directory: Path
    encoding: str = "utf-8"

    def axtui(self, *argv: str) -> tuple[int, str, str]:
        """Run a command; return exit code, stdout and stderr."""
        profile = replace(demo_profile(self.server.addresses), export=ExportProfile(encoding=self.encoding))
        out, err = io.StringIO(), io.StringIO()
        code = run(
            argv,
            surroundings=self.surroundings,
            stdout=out,
            stderr=err,
            config=Config(profiles=(profile,)),
        )
        return code, out.getvalue(), err.getvalue()

    def exports(self, *flags: str) -> list[str]:
        """Export everything; return the names of the files to import."""
        accepted = "--accept-bulk-import-warning"
        code, out, err = self.axtui("export", "--out", str(self.directory / _CREATES), accepted, *flags)
        assert code in (0, 1), err
        return [Path(line).name for line in out.splitlines()]

    def exports_updates_too(self) -> None:
        """Export everything, contacts that exist among it."""
        names = self.exports("--include-updates", "--accept-updates-cannot-be-undone")
        assert names == [_CREATES, _UPDATES]

    def imports(self, name: str = _CREATES, *mishaps: str, setup: ImportSetup | None = None) -> Batch:
        """Import a file as a person does; `twice@3` lets the third row go wrong."""
        data = (self.directory / name).read_bytes()
        setup = setup or ImportSetup(encoding=Encoding(self.encoding))
        return self.server.imports.take(data, setup=setup, mishaps=[Mishap.of(each) for each in mishaps])

    def verifies(self) -> "Verified":
        """Verify the manifest."""
        path = str(self.directory / "contacts.manifest.json")
        code, out, err = self.axtui("verify", path, "--format", "json")
        return Verified(code=code, document=json.loads(out), said=err)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How `axtui verify` ended."""

    code: int
    document: dict[str, Any]
    said: str

    @property
    def counts(self) -> dict[str, int]:
        """Rows per outcome that there is."""
        return {outcome: count for outcome, count in self.document["counts"].items() if count}

    @property
    def wrong(self) -> list[dict[str, Any]]:
        """The rows that are not as asked."""
        return [row for row in self.document["rows"] if not row["ok"]]

    @property
    def one_wrong(self) -> dict[str, Any]:
        """The only row that is not as asked."""
        (row,) = self.wrong
        return row


@pytest.fixture
def firm(surroundings: Surroundings, tmp_path: Path) -> Iterator[Firm]:
    """A firm whose tenants have every kind of row in them."""
    with DemoServer(120, latency=0.0) as server:
        yield Firm(server=server, surroundings=surroundings, directory=tmp_path)


def test_a_file_that_is_imported_makes_every_link(firm: Firm) -> None:
    """Every row is created as asked, and the next report has none of them left to write."""
    firm.exports()
    batch = firm.imports()
    assert batch.errors == ()
    found = firm.verifies()
    assert found.code == 0
    assert found.counts == {"created": len(batch.created)}
    assert len(batch.created) > 20
    assert [row["contact_ids"] for row in found.document["rows"]] == [[made] for made in batch.created]
    again = firm.directory / "again.csv"
    code, out, err = firm.axtui("export", "--out", str(again), "--accept-bulk-import-warning")
    assert out == "", err
    assert not again.exists()
    assert code in (0, 1)


@pytest.mark.parametrize("encoding", [each.value for each in Encoding])
def test_every_tenant_takes_the_file_in_its_own_encoding(firm: Firm, encoding: str) -> None:
    """UTF-8, a single-byte code page, and the multi-language databases' UTF-16 with tabs."""
    own = replace(firm, encoding=encoding)
    own.exports()
    assert own.imports().errors == ()
    assert own.verifies().code == 0


def test_a_file_in_the_person_s_own_template_is_taken(firm: Firm) -> None:
    """Another term and locale, columns in another order and more of them, UTF-16 and quoted cells."""
    firm.exports()
    head, *_ = csv.reader(io.StringIO((firm.directory / _CREATES).read_text(encoding="utf-8"), newline=""))
    own = [heading.replace("Company", "Client").replace("Post Code", "Zip Code") for heading in head]
    own = [*reversed(own), "Email Invoices"]
    line = "\t".join(f'"{heading}"' for heading in own) + "\r\n"
    template = firm.directory / "template.csv"
    template.write_bytes(b"\xff\xfe" + line.encode("utf-16-le"))
    firm.exports("--cached", "--overwrite", "--template", str(template))
    assert (firm.directory / _CREATES).read_bytes().startswith(template.read_bytes())
    assert firm.imports(setup=ImportSetup(encoding=Encoding.UTF_16)).errors == ()
    assert firm.verifies().code == 0


def test_a_list_that_shows_another_value_than_it_stores_is_set(firm: Firm) -> None:
    """The file holds what is shown, Autotask keeps what is stored, and that is what is looked for."""
    firm.server.faults.add(Fault(kind=FaultKind.DISPLAY_DIFFERS))
    firm.exports()
    assert firm.imports().errors == ()
    assert firm.verifies().code == 0


def test_before_the_import_everything_is_missing(firm: Firm) -> None:
    """Who verifies too early is told so, and not that the import failed."""
    firm.exports()
    found = firm.verifies()
    assert found.code == 1
    assert set(found.counts) == {"missing"}
    assert "look in Autotask whether the import ran" in found.said


def test_every_way_that_a_row_goes_wrong_is_named(firm: Firm) -> None:
    """Those rows and no others, each with what is wrong; exit code 1 and the way back."""
    firm.exports()
    mishaps = ["drop-udf@2", "skip@3", "twice@4", "wrong-company@5", "inactive@6"]
    firm.imports(_CREATES, *mishaps)
    found = firm.verifies()
    assert found.code == 1
    assert found.wrong == found.document["rows"][1:6]
    outcomes = [row["outcome"] for row in found.wrong]
    assert outcomes == ["no UDF value", "missing", "twice", "missing", "changed"]
    for row, said in zip(
        found.wrong,
        (
            "its Position is empty",
            "No contact of the company has this address.",
            "of the company have this address. Position is set on",
            "has this address.",
            "It is inactive",
        ),
        strict=True,
    ):
        assert said in row["text"]
    assert "Delete [Items] created by this Import Batch" in found.said


def test_a_contact_at_the_wrong_company_is_found_there(firm: Firm) -> None:
    """The number of the company that has it is said."""
    firm.exports()
    batch = firm.imports(_CREATES, "wrong-company@1")
    strayed = firm.server.live.contacts.row(batch.created[0])
    text = firm.verifies().one_wrong["text"]
    assert f"Contact {strayed.id} of company {strayed.company_id} has this address." in text


def test_spaces_that_the_import_takes_away_are_said(firm: Firm) -> None:
    """A name is compared to the character: the row is another one than asked for."""
    _in_xero(firm, first_name=" Ada ")
    firm.exports()
    firm.imports(_CREATES, "trims@all")
    found = firm.verifies()
    assert found.one_wrong["outcome"] == "changed"
    assert 'first name is "Ada" instead of " Ada " (only outer spaces differ)' in found.one_wrong["text"]


def test_a_name_read_with_the_wrong_code_page_is_said(firm: Firm) -> None:
    """What became of its letters stands beside what they should be."""
    _in_xero(firm, first_name="Zoë")
    firm.exports()
    firm.imports(_CREATES, ImportFailure.OTHER_CODE_PAGE)
    changed = [row for row in firm.verifies().wrong if row["outcome"] == "changed"]
    assert [row["first_name"] for row in changed] == ["Zoë"]
    assert 'instead of "Zoë"' in changed[0]["text"]


def test_rows_that_autotask_refuses_are_missing(firm: Firm) -> None:
    """A company that was renamed since the report: the importer takes no row for it."""
    firm.exports()
    document = json.loads((firm.directory / "contacts.manifest.json").read_bytes())
    firm.server.live.companies.change(document["rows"][0]["company_id"], name="Renamed since")
    assert len(firm.imports().errors) == 1
    assert firm.verifies().one_wrong == firm.verifies().document["rows"][0]


def test_a_batch_that_was_deleted_is_missing_and_updates_stay(firm: Firm) -> None:
    """As the way back says: Import History deletes new contacts, and no update."""
    firm.exports_updates_too()
    batches = [firm.imports(_CREATES), firm.imports(_UPDATES)]
    assert firm.verifies().code == 0
    for batch in batches:
        firm.server.imports.undo(batch.number)
    found = firm.verifies()
    assert found.counts == {"missing": len(batches[0].created), "updated": len(batches[1].updated)}
    assert "Updates cannot be rolled back. What the contacts held before stands in contacts-undo.csv." in (
        found.said
    )


def test_updates_change_the_contacts_that_exist(firm: Firm) -> None:
    """Nothing else of the contact is another one afterwards, whatever a blank cell does in this tenant."""
    firm.exports_updates_too()
    live = firm.server.live.contacts
    before = {contact.id: contact for contact in live.all()}
    (changed,) = firm.imports(_UPDATES, setup=ImportSetup(blank=BlankCell.CLEAR)).updated
    after = live.row(changed)
    assert (
        replace(after, position=before[changed].position, modified=before[changed].modified)
        == (before[changed])
    )
    assert firm.verifies().counts["updated"] == 1


def test_an_update_that_set_nothing_is_named(firm: Firm) -> None:
    """The contact is there, as before."""
    firm.exports_updates_too()
    firm.imports()
    firm.imports(_UPDATES, "drop-udf")
    assert firm.verifies().one_wrong["outcome"] == "no UDF value"


def test_an_update_that_made_a_second_contact_is_named(firm: Firm) -> None:
    """An importer that does not heed the contact's number would do this."""
    firm.exports_updates_too()
    firm.imports()
    _blank_column(firm.directory / _UPDATES, "Contact ID [updates only]")
    assert len(firm.imports(_UPDATES).created) == 1
    found = firm.verifies()
    assert found.one_wrong["outcome"] == "twice"
    assert found.one_wrong["row"] == "update"


def test_an_undo_file_takes_the_link_away_where_a_blank_cell_clears(firm: Firm) -> None:
    """Where it keeps, the link stays: which of the two a tenant does is not known."""
    firm.exports_updates_too()
    firm.imports()
    firm.imports(_UPDATES)
    firm.imports(_UNDO, setup=ImportSetup(blank=BlankCell.KEEP))
    assert firm.verifies().code == 0
    firm.imports(_UNDO, setup=ImportSetup(blank=BlankCell.CLEAR))
    assert firm.verifies().one_wrong["outcome"] == "no UDF value"


def _in_xero(firm: Firm, *, first_name: str) -> None:
    """Give the customer of an ordinary Link row this first name."""
    customers = firm.server.live.customers
    (found,) = (each for each in customers.all() if each.email == "billing@onemanband.example")
    customers.change(found.id, first_name=first_name)


def _blank_column(path: Path, heading: str) -> None:
    """Empty a column of a file."""
    head, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    for row in rows:
        row[head.index(heading)] = ""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
